import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { listenOnLoopback } from '../loopback.ts';
import type { Random } from './random.ts';

/** Something that stands before a DynamoDB and is not always willing. */
export type FlakyFront = {
  readonly endpoint: string;
  /** Calls refused, calls done in part, and writes done whose answers were lost. */
  readonly counts: () => {
    readonly throttled: number;
    readonly partial: number;
    readonly lost: number;
  };
  readonly stop: () => Promise<void>;
};

const batchSchema = z.object({
  RequestItems: z.record(
    z.string(),
    z.union([z.array(z.unknown()), z.looseObject({ Keys: z.array(z.unknown()) })]),
  ),
});

type Work = z.infer<typeof batchSchema>['RequestItems'];

const cut = (list: readonly unknown[]) => {
  const at = Math.ceil((2 * list.length) / 3);
  return { now: list.slice(0, at), later: list.slice(at) };
};

/** Takes two thirds of a batch, and leaves the rest. */
const takeSome = (work: Work) => {
  const now: Record<string, unknown> = {};
  const later: Record<string, unknown> = {};
  for (const [table, wanted] of Object.entries(work)) {
    const isWrite = Array.isArray(wanted);
    const parts = cut(isWrite ? wanted : wanted.Keys);
    const tell = (part: readonly unknown[]) => (isWrite ? part : { ...wanted, Keys: part });
    now[table] = tell(parts.now);
    if (parts.later.length > 0) later[table] = tell(parts.later);
  }
  return { now, later };
};

const passedOn = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

const headersOf = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(passedOn.map((name) => [name, String(headers[name])]));

/**
 * Starts one before an endpoint. It refuses one call in three hundred with a throttle, never the same
 * call twice, so that the client's own retries do; of one batch in three it leaves some undone; and one
 * answer in thirty to a conditional write is lost, so that the client's retry meets its own work.
 */
export const startFlakyFront = async (endpoint: string, random: Random): Promise<FlakyFront> => {
  const refused = new Set<string>();
  const lost = new Set<string>();
  let partial = 0;

  const pass = async (headers: IncomingHttpHeaders, body: string) => {
    const response = await fetch(endpoint, { method: 'POST', headers: headersOf(headers), body });
    return { status: response.status, body: await response.text() };
  };

  /** @returns undefined when the answer is lost */
  const answer = async (headers: IncomingHttpHeaders, body: string) => {
    const [, action = ''] = String(headers['x-amz-target']).split('.');
    const call = `${action} ${body}`;
    if (random.isOneIn(300) && !refused.has(call)) {
      refused.add(call);
      const type = 'com.amazonaws.dynamodb.v20120810#ThrottlingException';
      return { status: 400, body: JSON.stringify({ __type: type, message: 'not now' }) };
    }
    if (body.includes('"ConditionExpression"') && random.isOneIn(30) && !lost.has(call)) {
      lost.add(call);
      await pass(headers, body);
      return undefined;
    }
    if (!action.startsWith('Batch') || !random.isOneIn(3)) return pass(headers, body);
    const { now, later } = takeSome(batchSchema.parse(JSON.parse(body)).RequestItems);
    const done = await pass(headers, JSON.stringify({ ...JSON.parse(body), RequestItems: now }));
    if (done.status !== 200 || Object.keys(later).length === 0) return done;
    partial += 1;
    const left = action === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems';
    return { status: 200, body: JSON.stringify({ ...JSON.parse(done.body), [left]: later }) };
  };

  const server = createServer(async (request, response) => {
    const answered = await answer(request.headers, await text(request));
    if (answered === undefined) return void request.socket.destroy();
    const { status, body } = answered;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  return {
    ...(await listenOnLoopback(server)),
    counts: () => ({ throttled: refused.size, partial, lost: lost.size }),
  };
};

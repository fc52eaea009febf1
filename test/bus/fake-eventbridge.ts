import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { type Listening, listenOnLoopback } from '../loopback.ts';

const requestSchema = z.object({ Entries: z.array(z.looseObject({ Detail: z.string() })) });

/** Entries of one PutEvents call. */
export type Entries = z.infer<typeof requestSchema>['Entries'];

/** How a call is answered. */
export type Answer =
  /** Takes all entries but those whose event ids are named. */
  | { readonly status: 200; readonly bad: readonly string[] }
  | { readonly status: number; readonly code: string }
  | { readonly status: 'hangUp' };

const outcomeOf = (bad: readonly string[], { Detail }: Entries[number]) =>
  bad.includes(JSON.parse(Detail).eventId)
    ? { ErrorCode: 'InternalFailure', ErrorMessage: 'not today' }
    : { EventId: 'taken' };

/** An EventBridge that answers its calls one by one as told, the rest like the last one. */
export const startFakeEventBridge = async (
  answers: readonly Answer[],
): Promise<Listening & { readonly calls: Entries[] }> => {
  const calls: Entries[] = [];
  const server = createServer(async (request, response) => {
    const { Entries } = requestSchema.parse(await json(request));
    const answer = answers[Math.min(calls.length, answers.length - 1)];
    calls.push(Entries);
    if (answer === undefined || answer.status === 'hangUp') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    if ('code' in answer) {
      response.end(JSON.stringify({ __type: answer.code, message: 'no' }));
      return;
    }
    const outcomes = Entries.map((entry) => outcomeOf(answer.bad, entry));
    const FailedEntryCount = outcomes.filter((outcome) => 'ErrorCode' in outcome).length;
    response.end(JSON.stringify({ FailedEntryCount, Entries: outcomes }));
  });
  const { endpoint, stop } = await listenOnLoopback(server);
  return {
    endpoint,
    calls,
    stop,
  };
};

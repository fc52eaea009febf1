import { type Context, Hono } from 'hono';
import type { Nonces } from '../access/nonces.ts';
import { apiErrorOf } from '../admin/api-error.ts';
import { readBytes } from '../admin/read-bytes.ts';
import { jsonOf } from '../admin/request-body.ts';
import { type TakenEvents, takeEvents } from '../admin/taken-events.ts';
import type { Bus } from '../bus/bus.ts';
import type { Delivery, EventSender } from '../clouds/event-sender.ts';
import type { HandledRegions } from '../clouds/regions.ts';
import { NotFoundError } from '../model/errors.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import { isOneOf, type SenderKeys } from './sender-keys.ts';

/** What one cloud's events come in by. */
export type Inlet = {
  readonly sender: EventSender;
  /** Those whose events are taken. */
  readonly accounts: readonly string[];
  /** @throws HeirtagError when they cannot be had */
  readonly readKeys: () => Promise<SenderKeys>;
};

export type IngestDeps = {
  readonly inlets: readonly Inlet[];
  readonly nonces: Nonces;
  readonly bus: Bus;
  readonly regions: HandledRegions;
  readonly newRequestId: () => string;
  /** Address that a call comes from, where it is known. */
  readonly sourceOf: (context: Context) => string | undefined;
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly meter: Pick<Meter, 'add' | 'flush'>;
};

/** What a cloud's event service sends at the most. Bytes. */
export const mostDeliveryBytes = 262_144;

const keyHeader = 'x-api-key';

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Who may not come in is told no more than that; the log has the reason. */
const refused: Answer = {
  status: 401,
  body: {
    code: 'Unauthorized',
    message: 'the call shows neither a signature nor a key that counts',
  },
};

/** The same path by both protocols: what stands before a server may have another one than it. */
const urlsOf = ({ url }: Request): readonly string[] => {
  const { host, pathname, search } = new URL(url);
  return ['https', 'http'].map((protocol) => `${protocol}://${host}${pathname}${search}`);
};

const deliveryOf = async (request: Request): Promise<Delivery> => ({
  urls: urlsOf(request),
  header: (name) => request.headers.get(name) ?? undefined,
  body: await readBytes(request, mostDeliveryBytes),
});

/** Whoever is let in, and the nonce that goes with it; or why nobody is. */
type Admission =
  | { readonly kind: 'known'; readonly nonce: string | undefined }
  | { readonly kind: 'stranger'; readonly code: string; readonly reason: string };

const admit = async ({ sender, readKeys }: Inlet, delivery: Delivery): Promise<Admission> => {
  const apiKey = delivery.header(keyHeader);
  if (apiKey === undefined && !sender.isSigned(delivery)) {
    return {
      kind: 'stranger',
      code: 'NothingShown',
      reason: `neither signed nor with ${keyHeader}`,
    };
  }
  const { tokens, apiKeys } = await readKeys();
  if (apiKey !== undefined) {
    return isOneOf(apiKeys, apiKey)
      ? { kind: 'known', nonce: undefined }
      : { kind: 'stranger', code: 'KeyWrong', reason: `${keyHeader} is not a key of this stage` };
  }
  const proof = await sender.prove(delivery, (shown) => isOneOf(tokens, shown));
  return proof.kind === 'sender' ? { kind: 'known', nonce: proof.nonce } : proof;
};

/** A delivery holds one event, or several in a list. */
const listOf = (body: unknown): readonly unknown[] => (Array.isArray(body) ? body : [body]);

const told = ({ touching, ignored, rejected }: TakenEvents): Answer => {
  const [first] = rejected;
  const taken = touching.length + ignored.length;
  const body = { touching: touching.length, ignored: ignored.length, rejected };
  if (first === undefined || taken > 0) return { status: 200, body };
  const { code, message } = first;
  return { status: code === 'ForeignAccount' ? 403 : 400, body: { code, message } };
};

const notServed = (): NotFoundError =>
  new NotFoundError({ code: 'NotFound', message: 'no events are taken here' });

/** `POST /v1/ingest/<cloud>`: events as a cloud's own event service sends them, onto the bus. */
export const createIngest = (deps: IngestDeps): Hono => {
  const { inlets, nonces, bus, regions, log, meter } = deps;

  const putOn = async ({ sender, accounts }: Inlet, { body }: Delivery): Promise<Answer> => {
    const taken = takeEvents(
      listOf(jsonOf(body)),
      { isLimited: true, accountIds: accounts },
      // Whose own calls they are, the bus and the worker know.
      { regions, isOurs: () => false },
    );
    await bus.publish(taken.touching.map(({ event }) => event));
    for (const { code, message } of taken.rejected) {
      log.warn('event rejected', { cloud: sender.cloud, code, message });
    }
    for (const [why, those] of Map.groupBy(taken.ignored, ({ reading }) => reading.why)) {
      meter.add('EventsTouchingNothing', those.length, why);
    }
    meter.flush();
    return told(taken);
  };

  /**
   * What was shown is used up when its events are on the bus, not before: whoever dies in between leaves a delivery
   * that may come again. Two at once may both be put there, and an event that comes twice is looked at twice.
   */
  const takeOnce = async (
    inlet: Inlet,
    delivery: Delivery,
    nonce: string | undefined,
  ): Promise<Answer | 'again'> => {
    if (nonce === undefined) return putOn(inlet, delivery);
    const who = `ingest-${inlet.sender.cloud}`;
    if (await nonces.isUsed(who, nonce)) return 'again';
    const answer = await putOn(inlet, delivery);
    await nonces.use(who, nonce);
    return answer;
  };

  const reportStranger = (facts: Readonly<Record<string, unknown>>): Answer => {
    log.warn('delivery refused', facts);
    meter.add('SignaturesRefused', 1);
    meter.flush();
    return refused;
  };

  const run = async (context: Context, inlet: Inlet, requestId: string): Promise<Answer> => {
    const facts = { requestId, cloud: inlet.sender.cloud, sourceAddress: deps.sourceOf(context) };
    const delivery = await deliveryOf(context.req.raw);
    const admission = await admit(inlet, delivery);
    if (admission.kind === 'stranger') {
      const { code, reason } = admission;
      return reportStranger({ ...facts, code, reason });
    }
    const answer = await takeOnce(inlet, delivery, admission.nonce);
    return answer === 'again'
      ? reportStranger({ ...facts, code: 'Replayed', reason: 'it was taken before' })
      : answer;
  };

  const app = new Hono();
  app.post('/v1/ingest/:cloud', async (context) => {
    const requestId = deps.newRequestId();
    const inlet = inlets.find(({ sender }) => sender.cloud === context.req.param('cloud'));
    const { status, body } = await (inlet === undefined
      ? Promise.reject(notServed())
      : run(context, inlet, requestId)
    ).catch((error: unknown) => {
      const { status: problem, code, message } = apiErrorOf(error);
      if (problem >= 500) log.error('request failed', { requestId, error });
      return { status: problem, body: { code, message } };
    });
    return new Response(JSON.stringify({ requestId, ...body }), {
      status,
      headers: { 'content-type': 'application/json;charset=utf-8' },
    });
  });
  return app;
};

import * as z from 'zod/mini';
import { eventSchema } from '../../clouds/event-schema.ts';
import { InvalidInputError } from '../../model/errors.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, defineStageCall } from '../call.ts';
import {
  endOf,
  rejectionCodes,
  type Sender,
  type TakenEvents,
  takeEvents,
  toldOf,
} from '../taken-events.ts';

const mostEvents = 1000;

const listOf = (body: unknown): readonly unknown[] => {
  if (!Array.isArray(body)) return [body];
  if (body.length <= mostEvents) return body;
  throw new InvalidInputError({
    code: 'NumberExceed.Events',
    message: `the body holds ${body.length} events; at most ${mostEvents} are allowed`,
  });
};

type EventDeps = Pick<AppDeps, 'bus' | 'cloud' | 'log' | 'meter' | 'regions'>;

/** Puts what touches something onto the bus. The rest ends here: nobody behind it could do anything with it. */
const putOn = async (
  { bus, log, meter }: EventDeps,
  { touching, ignored }: TakenEvents,
): Promise<void> => {
  await bus.publish(touching.map(({ event }) => event));
  for (const { event, reading } of ignored) {
    const { eventId, eventName } = event.detail;
    log.warn('event touches nothing', { eventId, eventName, reason: reading.reason });
  }
  for (const [why, those] of Map.groupBy(ignored, ({ reading }) => reading.why)) {
    meter.add('EventsTouchingNothing', those.length, why);
  }
};

type Posted = { readonly body: unknown; readonly query: { readonly dryRun: 'true' | 'false' } };

const take = async (deps: EventDeps, { body, query }: Posted, sender: Sender) => {
  const { cloud, regions } = deps;
  const taken = takeEvents(listOf(body), sender, { regions, isOurs: cloud.isOurs });
  const { touching, ignored, rejected } = taken;
  if (query.dryRun === 'false') await putOn(deps, taken);
  return {
    body: {
      accepted: touching.length + ignored.length,
      touching: touching.length,
      events: toldOf(taken),
      rejected: [...rejected],
    },
    end: endOf(taken),
  };
};

const toldSchema = z.object({
  index: z.int(),
  touched: z.int().check(z.describe('resources that the event touches; they are looked at')),
  reason: z.nullable(z.string()).check(z.describe('why it touches nothing')),
});

const posting = {
  method: 'POST',
  path: '/v1/events',
  query: z.strictObject({
    dryRun: z
      ._default(z.enum(['true', 'false']), 'false')
      .check(
        z.describe(
          'true: put nothing onto the bus, and only say how many resources each would touch',
        ),
      ),
  }),
  body: z.unknown(),
  bodyShown: () => z.union([eventSchema(), z.array(eventSchema()).check(z.maxLength(mostEvents))]),
  answer: z.object({
    accepted: z
      .int()
      .check(z.describe('events that are events, whether they touch something or not')),
    touching: z.int().check(z.describe('events that touch something, and were put onto the bus')),
    events: z.array(toldSchema),
    rejected: z.array(
      z.object({ index: z.int(), code: z.enum(rejectionCodes), message: z.string() }),
    ),
  }),
  status: 202,
  errors: { 'NumberExceed.Events': 400 },
  isAudited: true,
  isBodyKept: false,
} as const;

/**
 * `POST /v1/events`: one event or a list, in any accepted form, onto the bus. Who may call it for the
 * stage speaks for every account, and who may call it for an account for that one.
 */
export const eventCalls = (deps: EventDeps): readonly Call[] => [
  defineStageCall({
    ...posting,
    summary: `Takes one event, or a list of at most ${mostEvents}, of whatever accounts they are, and says what each touches.`,
    handle: ({ accountId, ...posted }) => take(deps, posted, { accountId, isLimited: false }),
  }),
  defineCall({
    ...posting,
    summary: `Takes one event of an account, or a list of at most ${mostEvents}, and says what each touches.`,
    handle: ({ accountId, ...posted }) =>
      take(deps, posted, { accountIds: [accountId], isLimited: true }),
  }),
];

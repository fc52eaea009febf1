import * as z from 'zod/mini';
import type { EventReader } from '../../../src/clouds/cloud.ts';
import type { Reading } from '../../../src/clouds/reading.ts';
import { type ToyType, toyArn } from './toy.ts';

/** What happened in the cloud, as it tells it. */
export const toyEvent = z.object({
  id: z.string(),
  call: z.enum(['PutOn', 'TakeOff', 'Paint']),
  child: z.string(),
  time: z.string(),
  region: z.string(),
  accountId: z.string(),
  type: z.enum(['Toy-Box', 'Toy-Lid'] satisfies ToyType[]),
  toyId: z.string(),
});

const source = 'toys';
const envelope = z.object({ source: z.literal(source), detail: toyEvent });
const anyForm = z.union([
  z.pipe(
    envelope,
    z.transform(({ detail }) => detail),
  ),
  toyEvent,
]);

const read: EventReader['read'] = (raw, regions): Reading => {
  const parsed = anyForm.safeParse(raw);
  if (!parsed.success) return { kind: 'invalid', reason: 'not an event of the toy cloud' };
  const { id, call, child, time, toyId, ...place } = parsed.data;
  if (!regions.has(place.region)) {
    return { kind: 'ignored', why: 'OtherRegion', reason: `no toys in ${place.region}` };
  }
  return {
    kind: 'touched',
    resources: [{ arn: toyArn({ ...place, id: toyId }), isGone: false }],
    cause: { eventId: id, eventName: call, eventTime: time, principal: child },
  };
};

export const toyEvents: EventReader = {
  cloud: 'toy',
  read,
  toBusEvent: (raw, _, regions) => {
    const reading = read(raw, regions);
    if (reading.kind === 'invalid') return reading;
    const detail = anyForm.parse(raw);
    return {
      kind: 'event',
      accountId: detail.accountId,
      time: detail.time,
      event: { source, detailType: detail.call, detail },
      reading,
    };
  },
  patterns: () => [{ name: 'toys', pattern: { source: [source] } }],
  simulatedCallers: [],
};

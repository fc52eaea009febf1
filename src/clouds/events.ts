import { eventReaders } from '#clouds';
import type { EventReader, Regions } from './cloud.ts';
import type { Reading, Taken } from './reading.ts';
import { supportedRegions } from './regions.ts';

export type { Taken } from './reading.ts';

type Invalid = { readonly kind: 'invalid'; readonly reason: string };

/** What the first cloud that knows an event makes of it. An event that none knows is told what each misses. */
const byWhoKnowsIt = <Made extends { readonly kind: string }>(
  make: (reader: EventReader) => Made | Invalid,
): Made | Invalid => {
  const misses: string[] = [];
  for (const reader of eventReaders) {
    const made = make(reader);
    if (made.kind !== 'invalid' || !('reason' in made)) return made;
    misses.push(eventReaders.length === 1 ? made.reason : `${reader.cloud}: ${made.reason}`);
  }
  return { kind: 'invalid', reason: misses.join('; ') };
};

/**
 * Says which resources an event touches. Pure, total, and never more than that: what to do about
 * them is decided from the state of the world.
 * @param raw an event as one of the clouds writes it, in one of the envelopes that it travels in
 */
export const readEvent = (raw: unknown, regions: Regions = supportedRegions): Reading =>
  byWhoKnowsIt((reader) => reader.read(raw, regions));

/**
 * Puts an event of any accepted form into the bus's own.
 * @param accountId whose the event is when it does not say so
 */
export const toBusEvent = (
  raw: unknown,
  accountId?: string,
  regions: Regions = supportedRegions,
): Taken => byWhoKnowsIt((reader) => reader.toBusEvent(raw, accountId, regions));

import { eventReaders } from '#clouds';
import type { EventReader } from './cloud.ts';
import type { Reading, Taken } from './reading.ts';
import { allRegions, type HandledRegions, regionsOfCloud } from './regions.ts';

export type { Taken } from './reading.ts';

type Invalid = { readonly kind: 'invalid'; readonly reason: string };

/** What an event misses, where no cloud knows it: for each cloud, unless it is the same for all. */
const allMisses = (misses: ReadonlyMap<string, string>): string => {
  const [first = '', ...others] = new Set(misses.values());
  if (others.length === 0) return first;
  return [...misses].map(([cloud, reason]) => `${cloud}: ${reason}`).join('; ');
};

/**
 * What the first cloud that knows an event makes of it. An event that none knows is told what each misses.
 */
const byWhoKnowsIt = <Made extends { readonly kind: string }>(
  regions: HandledRegions,
  make: (reader: EventReader, own: ReadonlySet<string>) => Made | Invalid,
): Made | Invalid => {
  const misses = new Map<string, string>();
  for (const reader of eventReaders) {
    const made = make(reader, regionsOfCloud(regions, reader.cloud));
    if (made.kind !== 'invalid' || !('reason' in made)) return made;
    misses.set(reader.cloud, made.reason);
  }
  return { kind: 'invalid', reason: allMisses(misses) };
};

/**
 * Says which resources an event touches. Pure, total, and never more than that: what to do about
 * them is decided from the state of the world.
 * @param raw an event as one of the clouds writes it, in one of the envelopes that it travels in
 */
export const readEvent = (raw: unknown, regions: HandledRegions = allRegions): Reading =>
  byWhoKnowsIt(regions, (reader, own) => reader.read(raw, own));

/**
 * Puts an event of any accepted form into the bus's own.
 * @param accountId whose the event is when it does not say so
 */
export const toBusEvent = (
  raw: unknown,
  accountId?: string,
  regions: HandledRegions = allRegions,
): Taken => byWhoKnowsIt(regions, (reader, own) => reader.toBusEvent(raw, accountId, own));

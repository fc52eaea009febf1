import type { BusEvent } from '../../../bus/bus.ts';
import type { Ignored, Reading } from '../../reading.ts';
import { type Regions, supportedRegions } from '../regions.ts';
import { unwrap } from './envelope.ts';
import { readEvent, scopeOf } from './read-event.ts';

/** What goes onto the bus, and what whoever takes it from there will make of it. */
export type Taken =
  | {
      readonly kind: 'event';
      readonly event: BusEvent;
      readonly reading: Extract<Reading, { kind: 'touched' }> | Ignored;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * Puts an event of any accepted form into the bus's own. The record travels on as it came, with the
 * account, the region and the time that stand elsewhere in the event.
 * @param accountId whose the event is when it does not say so
 */
export const toBusEvent = (
  raw: unknown,
  accountId?: string,
  regions: Regions = supportedRegions,
): Taken => {
  const wrapped = unwrap(raw);
  if (wrapped.kind === 'invalid') return wrapped;
  const { record, time } = wrapped;
  const scope = scopeOf(wrapped);
  const account = scope.accountId ?? accountId;
  const detail = {
    ...wrapped.raw,
    ...(account === undefined ? {} : { recipientAccountId: account }),
    ...(scope.region === undefined ? {} : { acsRegion: scope.region }),
    ...(record.eventTime !== undefined || time === undefined ? {} : { eventTime: time }),
  };
  const reading = readEvent(detail, regions);
  if (reading.kind === 'invalid') return reading;
  const { product, eventType } = record;
  return {
    kind: 'event',
    event: { source: `acs.${product}`, detailType: `${product}:ActionTrail:${eventType}`, detail },
    reading,
  };
};

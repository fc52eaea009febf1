import { readTime } from '../../../model/event-time.ts';
import type { Regions } from '../../cloud.ts';
import type { Taken } from '../../reading.ts';
import { supportedRegions } from '../regions.ts';
import { unwrap } from './envelope.ts';
import { readEvent, scopeOf } from './read-event.ts';

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
    accountId: account,
    time: record.eventTime ?? readTime(time),
    event: { source: `acs.${product}`, detailType: `${product}:ActionTrail:${eventType}`, detail },
    reading,
  };
};

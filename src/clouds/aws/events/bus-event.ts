import type { Regions } from '../../cloud.ts';
import type { Taken } from '../../reading.ts';
import type { Fields } from '../../shapes.ts';
import { supportedRegions } from '../regions.ts';
import { unwrap } from './envelope.ts';
import { readUnwrapped, scopeOf, timeOf } from './read-event.ts';

/** Where events that were sent by hand say that they are from: those of `aws.…` a bus takes from AWS alone. */
export const sentSource = 'heirtag.aws';

const trailType = 'AWS API Call via CloudTrail';

/**
 * Puts an event of any accepted form into the bus's own, in which it travels as EventBridge delivers it.
 * @param accountId whose the event is when it does not say so
 */
export const toBusEvent = (
  raw: unknown,
  accountId?: string,
  regions: Regions = supportedRegions,
): Taken => {
  const event = unwrap(raw);
  if (event.kind === 'invalid') return event;
  const scope = scopeOf(event);
  const account = scope.accountId ?? accountId;
  const time = timeOf(event);
  const isNotice = event.kind === 'notice';
  const detailType = isNotice ? event.type : trailType;
  const detail: Fields = {
    ...(isNotice ? event.raw : { detail: event.raw }),
    'detail-type': detailType,
    source: isNotice ? event.source : `aws.${event.record.service}`,
    ...(event.around.eventId === undefined ? {} : { id: event.around.eventId }),
    ...(account === undefined ? {} : { account }),
    ...(scope.region === undefined ? {} : { region: scope.region }),
    ...(time === undefined ? {} : { time }),
  };
  const reading = readUnwrapped(
    { ...event, around: { ...event.around, accountId: account } },
    regions,
  );
  if (reading.kind === 'invalid') return reading;
  return {
    kind: 'event',
    accountId: account,
    time,
    event: { source: sentSource, detailType, detail },
    reading,
  };
};

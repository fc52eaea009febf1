import { readEvent } from '../../../../src/clouds/alibaba/events/read-event.ts';
import type { Reading } from '../../../../src/clouds/reading.ts';

export const accountId = '2000000000000002';
export const region = 'cn-hangzhou';

/** A record of a call that succeeded, with only what a reader needs. */
export const recordOf = (call: string, changes: object = {}) => {
  const [serviceName, eventName] = call.split(':');
  return {
    eventId: 'e-1',
    eventName,
    serviceName,
    eventType: 'ApiCall',
    eventTime: '2026-03-01T08:00:00Z',
    acsRegion: region,
    recipientAccountId: accountId,
    ...changes,
  };
};

/** What a reading touches, in short: `ecs:disk/d-1`, with ` gone` behind what the call deleted. */
export const touchedIn = (reading: Reading): readonly string[] =>
  reading.kind === 'touched'
    ? reading.resources.map(({ arn, isGone }) => {
        const [, , product, , , path] = arn.split(':');
        return `${product}:${path}${isGone ? ' gone' : ''}`;
      })
    : [`${reading.kind}: ${reading.reason}`];

/** Reads a record and says what it touches. */
export const touchedBy = (raw: unknown): readonly string[] => touchedIn(readEvent(raw));

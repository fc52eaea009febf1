import type { Ignored, Reading } from './reading.ts';

/**
 * The reading of an event without what we did ourselves: whoever made one of our tag calls has verified
 * what came of it and sent the heirs on, so that its event, the echo, is no news.
 * @param isOurs true of callers, as the audit trail names them, that can only be this service
 */
export const withoutOwnCalls = <R extends Reading>(
  reading: R,
  isOurs: (caller: string) => boolean,
): R | Ignored => {
  if (reading.kind !== 'touched' || !isOurs(reading.cause.principal)) return reading;
  const { eventName, principal } = reading.cause;
  const reason = `${eventName} was called by ${principal}, which is this service itself`;
  return { kind: 'ignored', why: 'OwnCall', reason };
};

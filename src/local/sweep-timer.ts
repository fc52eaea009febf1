import { randomUUID } from 'node:crypto';
import { isoTime } from '../model/clock.ts';
import type { Log } from '../model/telemetry.ts';
import { type ChangesQueue, sweepStart } from '../queue/message.ts';

const everyMilliseconds = 3_600_000;

/** Does what the stack's sweep schedule does: starts a sweep every hour. @returns what stops it */
export const startSweepTimer = (queue: ChangesQueue, log: Log): (() => Promise<void>) => {
  const timer = setInterval(() => {
    const start = sweepStart({ eventId: randomUUID(), eventTime: isoTime(Date.now()) });
    queue.send([start]).catch((error: unknown) => log.error('no sweep was started', { error }));
  }, everyMilliseconds);
  return async () => clearInterval(timer);
};

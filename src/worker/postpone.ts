import type { Clock } from '../model/clock.ts';
import { CircuitOpenError, HeirtagError, ThrottledError } from '../model/errors.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import type { PutOff } from '../queue/put-off.ts';
import type { SqsQueue } from '../queue/sqs-queue.ts';
import { type RetryPolicy, type Turn, turnSeconds } from './retries.ts';

/** What is not to blame for its failure, and waits its turn: that is no try. */
export type Postponable = ThrottledError | CircuitOpenError;

/** Puts the work of one message off, or a part of it. */
export type Postpone = {
  /** True when work that failed with this is put off. */
  readonly takes: (failure: unknown) => failure is Postponable;
  /** Sends bodies that take the place of what is put off. Their deliveries are counted anew. */
  readonly send: (bodies: readonly string[], why: Postponable, turn: Turn) => Promise<void>;
};

export type PostponeDeps = {
  readonly putOff: SqsQueue['putOff'];
  readonly retries: Pick<RetryPolicy, 'retryHours'>;
  /** From 0 up to, but without, 1. */
  readonly random: () => number;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
};

/** What is known of a message that may be put off. */
export type Waiting = {
  readonly messageId: string;
  /** Undefined when it was never put off. */
  readonly before: PutOff | undefined;
  /** It may wait until what is broken is mended. */
  readonly mayWaitForRepair: boolean;
};

/**
 * Opens what puts a message off. A throttle passes by itself: what it keeps waiting is never given up for that.
 * What is broken needs somebody: after `retryHours` its failure counts as any other.
 */
export const createPostpone = (
  { putOff, retries, random, clock, log, meter }: PostponeDeps,
  { messageId, before, mayWaitForRepair }: Waiting,
): Postpone => {
  const brokenSince = before?.brokenSince ?? clock();
  const isPatient = mayWaitForRepair && clock() - brokenSince < retries.retryHours * 3_600_000;
  return {
    takes: (failure): failure is Postponable =>
      failure instanceof ThrottledError || (failure instanceof CircuitOpenError && isPatient),

    send: async (bodies, why, turn) => {
      const now = clock();
      const since = before?.since ?? now;
      const isBroken = why instanceof CircuitOpenError;
      // When what is broken is tried again is known; others that wait for it say nothing.
      const waitedSeconds = isBroken ? 0 : Math.max(0, now - since) / 1000;
      const delaySeconds = turnSeconds(turn, { waitedSeconds, now }, random);
      await putOff(bodies, delaySeconds, {
        since,
        brokenSince: isBroken ? brokenSince : undefined,
      });
      meter.add('MessagesPutOff', bodies.length);
      const { code, message } = why;
      log.info('message put off', {
        messageId,
        messages: bodies.length,
        delaySeconds,
        code,
        message,
      });
    },
  };
};

/** Puts a message off as it is. @returns false when that is not for what failed, or did not succeed */
export const postponeWhole = async (
  postpone: Postpone,
  body: string,
  failure: unknown,
): Promise<boolean> => {
  if (!postpone.takes(failure)) return false;
  try {
    const seconds = failure.retryAfterSeconds ?? 1;
    await postpone.send([body], failure, { seconds, apartSeconds: 1 });
    return true;
  } catch (error) {
    // The message itself is still there, and comes again as after any other failure.
    if (error instanceof HeirtagError) return false;
    throw error;
  }
};

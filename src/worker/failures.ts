import type { SQSRecord } from 'aws-lambda';
import { type Clock, isoTime } from '../model/clock.ts';
import { HeirtagError } from '../model/errors.ts';
import type { DeadLetterReason, SetAside } from '../queue/set-aside.ts';
import { type Postpone, type PostponeDeps, postponeWhole } from './postpone.ts';
import { mayTryAgain, pauseSeconds, type RetryPolicy, type Try } from './retries.ts';

export type FailureDeps = PostponeDeps & {
  /** Makes a failed message visible again after a delay. */
  readonly retryLater: (receiptHandle: string, delaySeconds: number) => Promise<void>;
  /** Keeps what is not tried again. */
  readonly setAside: SetAside;
  readonly retries: RetryPolicy;
};

/** A time as SQS tells it; undefined when it does not. */
export const timeOf = (attribute: string): number | undefined => Number(attribute) || undefined;

/** Which delivery of a message this is. */
export const tryOf = (clock: Clock, { attributes }: Pick<SQSRecord, 'attributes'>): Try => {
  const firstAt = timeOf(attributes.ApproximateFirstReceiveTimestamp);
  return {
    receives: Number(attributes.ApproximateReceiveCount),
    // The clocks of queue and worker may differ.
    ageSeconds: firstAt === undefined ? 0 : Math.max(0, clock() - firstAt) / 1000,
  };
};

/** Keeps a message that is not tried again, with the reason. @returns false when that did not succeed */
export const giveUp = async (
  { setAside, clock, log }: FailureDeps,
  { body, messageId }: SQSRecord,
  reason: Pick<DeadLetterReason, 'code' | 'message'>,
): Promise<boolean> => {
  try {
    await setAside(body, { ...reason, time: isoTime(clock()) });
    return true;
  } catch (error) {
    log.warn('message could not be set aside', { messageId, error });
    return false;
  }
};

const retryAfter = async (
  { retryLater, log }: FailureDeps,
  { messageId, receiptHandle }: SQSRecord,
  delaySeconds: number,
): Promise<void> => {
  try {
    await retryLater(receiptHandle, delaySeconds);
  } catch (error) {
    // The queue's own visibility timeout then takes the place of our delay.
    log.warn('message could not be postponed', { messageId, error });
  }
};

/**
 * Decides on a message that failed: has it wait its turn, puts its next try off, or sets it aside.
 * @returns true when it is done with
 */
export const settleFailure = async (
  deps: FailureDeps,
  record: SQSRecord,
  { failure, postpone }: { readonly failure: unknown; readonly postpone: Postpone },
): Promise<boolean> => {
  if (await postponeWhole(postpone, record.body, failure)) return true;
  const { retries, random, clock, meter, log } = deps;
  const each = tryOf(clock, record);
  const isLast = !postpone.takes(failure) && !mayTryAgain(retries, failure, each);
  const delaySeconds = pauseSeconds(retries, each, random);
  const error = failure instanceof Error ? failure : new Error(String(failure));
  const code = failure instanceof HeirtagError ? failure.code : 'Unknown';
  meter.add('MessagesFailed', 1);
  meter.add('RetryAgeMilliseconds', each.ageSeconds * 1000);
  log.warn('message failed', {
    messageId: record.messageId,
    ...each,
    isLast,
    ...(isLast ? {} : { delaySeconds }),
    code,
    error,
  });
  if (isLast && (await giveUp(deps, record, { code, message: error.message }))) return true;
  await retryAfter(deps, record, delaySeconds);
  return false;
};

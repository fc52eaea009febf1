import { HeirtagError } from '../model/errors.ts';

/** How long a failed message is tried again. */
export type RetryPolicy = {
  /** Pause before the second try; doubles each time. Seconds. */
  readonly retrySeconds: number;
  /** A message that was first received longer ago, and fails, is given up. Hours. */
  readonly retryHours: number;
  /** Deliveries after which the queue itself gives a message up: the last that the worker gets. */
  readonly maxReceives: number;
};

/** One delivery of a message. */
export type Try = {
  /** How often it was delivered so far, from 1. */
  readonly receives: number;
  /** Since it was first received. Seconds; 0 where the queue does not tell. */
  readonly ageSeconds: number;
};

/** Longest pause between two tries: after an outage, work goes on within so many seconds. */
export const longestPauseSeconds = 900;

/** Tries that a message has at the least: hours in which the worker stood still count for nothing. */
const leastTries = 10;

/** Tries of what cannot succeed until somebody changes something: no use in hours of them. */
const triesOfTerminal = 3;

/** True when a failure of this try makes a dead letter of the message, whatever failed. */
export const isLastTry = (
  { retryHours, maxReceives }: RetryPolicy,
  { receives, ageSeconds }: Try,
): boolean =>
  receives >= maxReceives || (ageSeconds >= retryHours * 3600 && receives >= leastTries);

/**
 * True when a message that failed is tried again.
 *
 * | what failed | is tried again |
 * |---|---|
 * | retryable (throttled, timed out, 5xx), conflict, not found, not foreseen | for `retryHours` |
 * | terminal, invalid: somebody must change something | twice, in case that was just done |
 */
export const mayTryAgain = (policy: RetryPolicy, failure: unknown, each: Try): boolean => {
  if (isLastTry(policy, each)) return false;
  const isFinal =
    failure instanceof HeirtagError && (failure.kind === 'terminal' || failure.kind === 'invalid');
  return !isFinal || each.receives < triesOfTerminal;
};

const fullPause = (retrySeconds: number, receives: number): number =>
  Math.min(longestPauseSeconds, retrySeconds * 2 ** Math.max(0, Math.min(receives, 20) - 1));

/**
 * How long to put a failed message off: doubles with each delivery up to `longestPauseSeconds`, half of
 * it jitter. Whole seconds.
 * @param random from 0 up to, but without, 1
 */
export const pauseSeconds = (
  { retrySeconds }: Pick<RetryPolicy, 'retrySeconds'>,
  { receives }: Pick<Try, 'receives'>,
  random: () => number,
): number => {
  const full = fullPause(retrySeconds, receives);
  return Math.ceil(full / 2 + (full / 2) * random());
};

/** When what waits for calls may come again. */
export type Turn = {
  /** No sooner. */
  readonly seconds: number;
  /**
   * What has waited long for the same calls comes together, at multiples of this by the clock: equal changes share calls.
   * What has not, at multiples of what it may be put off by, so that a short storm need not wait for its end.
   */
  readonly apartSeconds: number;
};

/** What waits for calls is put off by so much of what it waited already, at the most. */
const mostLonger = 0.1;

/**
 * How long to put off what waits for calls. Nobody knows how much else waits for them, but how long it waited tells:
 * the longer, the less often it comes. More come than there are calls for, until all but the last tenth of the time
 * is over. Whole seconds.
 * @param waitedSeconds since it was put off first
 * @param now by the clock, milliseconds
 * @param random from 0 up to, but without, 1
 */
export const turnSeconds = (
  { seconds, apartSeconds }: Turn,
  { waitedSeconds, now }: { readonly waitedSeconds: number; readonly now: number },
  random: () => number,
): number => {
  const soonest = now / 1000 + Math.max(seconds, mostLonger * waitedSeconds * random());
  const apart = Math.max(1, Math.min(apartSeconds, Math.floor(mostLonger * waitedSeconds)));
  const at = Math.ceil(soonest / apart) * apart;
  return Math.min(longestPauseSeconds, Math.max(1, Math.ceil(at - now / 1000)));
};

/** How long a message waits at the least, over all its tries. Seconds. */
export const shortestPatienceSeconds = ({
  retrySeconds,
  retryHours,
  maxReceives,
}: RetryPolicy): number => {
  const most = retryHours * 3600;
  let sum = 0;
  for (let receives = 1; receives < maxReceives && sum < most; receives += 1) {
    sum += fullPause(retrySeconds, receives) / 2;
  }
  return Math.min(most, sum);
};

import type { Rate } from '../clouds/call.ts';
import type { Clock } from '../model/clock.ts';

/**
 * How many calls a second one process may make of what a cloud allows to all of them together, and to
 * others. Nobody tells it how many others there are; only refused calls do.
 */
export type AdaptiveRate = {
  /** Calls a second, now. */
  readonly perSecond: () => number;
  /** The cloud took a call. */
  readonly accepted: () => void;
  /** The cloud refused a call because of its rate. */
  readonly refused: () => void;
};

export type AdaptiveRateOptions = {
  /** What the cloud allows to all: never more. */
  readonly allowed: Rate;
  /** Processes that may be at work at once: each begins with its part. */
  readonly workers: number;
  readonly clock: Clock;
};

/** Before the first refusal, each call that is taken raises the rate by so much of the cloud's. */
const growth = 0.02;

/** A refusal takes so much of the rate away, which comes back within so many seconds. */
const cut = 0.3;
const backAfterSeconds = 25;

/** Of the cloud's rate: what is left however many calls are refused. */
const least = 0.002;

/**
 * Begins with its part of the cloud's rate and grows with each call that is taken. A refusal says that all together have
 * used up the cloud's bucket. Where nothing was known of others (no call was refused, or so long ago that the rate is back
 * at the whole), our part of the bucket is then our part of the rate. Each refusal cuts the rate; it comes back along a
 * cube: quickly at first, slowly around the rate that was refused, then faster and faster, because whoever used the rest
 * seems to be gone (as TCP CUBIC does, with times instead of round trips).
 */
export const createAdaptiveRate = ({
  allowed: { perSecond: most, burst },
  workers,
  clock,
}: AdaptiveRateOptions): AdaptiveRate => {
  const fair = most / workers;
  const fillsInMs = (burst / most) * 1000;
  let starting = fair;
  let taken = { calls: 0, at: clock() };
  let refusal: { readonly perSecond: number; readonly at: number } | undefined;

  const perSecond = (): number => {
    if (refusal === undefined) return Math.min(most, starting);
    const left = 1 - (clock() - refusal.at) / 1000 / backAfterSeconds;
    return Math.min(most, Math.max(most * least, refusal.perSecond * (1 - cut * left ** 3)));
  };

  /**
   * Calls that were taken, those of long ago counted less and less: as the bucket fills, the calls that it was filled
   * for are forgotten. Whoever makes all calls that are allowed comes to a whole bucket, however long.
   */
  const takenOfLate = (): number => taken.calls * Math.exp((taken.at - clock()) / fillsInMs);

  const earned = (): number => Math.min(most, Math.max(fair, (most * takenOfLate()) / burst));

  const knowsOthers = (): boolean => refusal !== undefined && perSecond() < most;

  return {
    perSecond,
    accepted: () => {
      taken = { calls: takenOfLate() + 1, at: clock() };
      starting = Math.min(most, starting + most * growth);
    },
    refused: () => {
      refusal = { perSecond: knowsOthers() ? perSecond() : earned(), at: clock() };
    },
  };
};

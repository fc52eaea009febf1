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
  /** What the cloud allows, calls a second: never more. */
  readonly most: number;
  /** Processes that may be at work at once: each begins with its part. */
  readonly workers: number;
  readonly clock: Clock;
};

/** Before the first refusal, each call that is taken raises the rate by so much of the cloud's. */
const growth = 0.02;

/** Whoever grows until the first refusal has grown too far: what is aimed at afterwards, of that. */
const startedTooFast = 0.5;

/** A refusal takes so much of the rate away, which comes back within so many seconds. */
const cut = 0.3;
const backAfterSeconds = 60;

/** Of the cloud's rate: what is left however many calls are refused. */
const least = 0.002;

/**
 * Begins with its part of the cloud's rate and grows with each call that is taken. Each refusal cuts the rate;
 * it comes back along a cube: quickly at first, slowly around the rate that was refused, then faster and
 * faster, because whoever used the rest seems to be gone (as TCP CUBIC does, with times instead of round trips).
 */
export const createAdaptiveRate = ({ most, workers, clock }: AdaptiveRateOptions): AdaptiveRate => {
  let starting = most / workers;
  let refusal: { readonly perSecond: number; readonly at: number } | undefined;

  const perSecond = (): number => {
    if (refusal === undefined) return Math.min(most, starting);
    const left = 1 - (clock() - refusal.at) / 1000 / backAfterSeconds;
    return Math.min(most, Math.max(most * least, refusal.perSecond * (1 - cut * left ** 3)));
  };

  return {
    perSecond,
    accepted: () => {
      starting = Math.min(most, starting + most * growth);
    },
    refused: () => {
      const isFirst = refusal === undefined;
      refusal = { perSecond: perSecond() * (isFirst ? startedTooFast : 1), at: clock() };
    },
  };
};

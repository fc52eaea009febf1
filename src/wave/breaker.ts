import type { Clock } from '../model/clock.ts';
import { AccessDeniedError, isUnreachable } from '../model/errors.ts';

/** Keeps calls away from what fails each of them. */
export type Breaker = {
  /** How long no call is made; 0 when one may be. Seconds. */
  readonly waitSeconds: () => number;
  /** A call is made. */
  readonly calling: () => void;
  /** A call was answered. */
  readonly answered: () => void;
  /** A call failed. */
  readonly failed: (failure: unknown) => void;
};

export type BreakerOptions = {
  readonly clock: Clock;
  /** Told when calls end for some time. */
  readonly onOpen: (failure: unknown, seconds: number) => void;
};

/** So many failures in a row, in no longer than this. */
const mostFailures = 5;
const withinMs = 30_000;

/** How long no call is made; doubles when the next one fails, too. Seconds. */
const shortestSeconds = 30;
const longestSeconds = 300;

/** For others, while one call is tried. Seconds. */
const retrySeconds = 1;

/** Fails whatever is asked: nobody is there, or nobody lets us in. */
const isBreaking = (failure: unknown): boolean =>
  isUnreachable(failure) || (failure instanceof AccessDeniedError && failure.scope !== 'resource');

/**
 * A circuit breaker: after five failures in a row no call is made for half a minute, then one. When that
 * fails, too, none is made for twice as long.
 */
export const createBreaker = ({ clock, onOpen }: BreakerOptions): Breaker => {
  let failures: readonly number[] = [];
  let openUntil: number | undefined;
  let seconds = shortestSeconds;
  let isTrying = false;

  const open = (failure: unknown): void => {
    openUntil = clock() + seconds * 1000;
    onOpen(failure, seconds);
    seconds = Math.min(longestSeconds, seconds * 2);
    failures = [];
    isTrying = false;
  };

  const close = (): void => {
    failures = [];
    openUntil = undefined;
    seconds = shortestSeconds;
    isTrying = false;
  };

  return {
    waitSeconds: () => {
      if (openUntil === undefined) return 0;
      return Math.max(isTrying ? retrySeconds : 0, (openUntil - clock()) / 1000);
    },

    calling: () => {
      isTrying = openUntil !== undefined;
    },

    answered: close,

    failed: (failure) => {
      if (!isBreaking(failure)) return close();
      // What was under way when it opened says nothing new.
      if (openUntil !== undefined && !isTrying) return;
      if (isTrying) return open(failure);
      const now = clock();
      failures = [...failures.filter((at) => now - at < withinMs), now];
      if (failures.length >= mostFailures) open(failure);
    },
  };
};

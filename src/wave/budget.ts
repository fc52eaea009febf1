import type { Rate, Urgency } from '../clouds/call.ts';

import type { After, Clock } from '../model/clock.ts';
import { type AdaptiveRate, createAdaptiveRate } from './adaptive-rate.ts';

/** The calls that one process may make of one API in one account and region. */
export type Budget = {
  /**
   * Waits for a call's turn, and takes it.
   * @returns undefined; or, when the turn comes after the patience is over, how many seconds that is away
   */
  readonly take: (urgency: Urgency, patienceSeconds: number) => Promise<number | undefined>;
  /** The cloud took a call. */
  readonly accepted: () => void;
  /**
   * The cloud refused a call because of its rate. Calls that were under way by then say nothing new.
   * @param sentAt when the call was sent, by the clock
   */
  readonly refused: (sentAt: number, retryAfterSeconds: number | undefined) => void;
  /**
   * Gives the turns that have come by now.
   * @returns calls that could be made at once after them, none of them urgent. Whole
   */
  readonly giveTurns: () => number;
  /** Calls that can be made at once after a pause, at the present rate. */
  readonly burst: () => number;
};

export type BudgetOptions = {
  /** What the cloud allows to all. */
  readonly rate: Rate;
  /** Processes that may be at work at once. */
  readonly workers: number;
  readonly clock: Clock;
  readonly after: After;
};

/** Part of the bucket that is kept for live events. */
const keptForLive = 0.1;

/** What was learned of others is out of date after so long: all of it without a call, that there are any without a refusal. */
const forgottenAfterMs = 60_000;

type Waiter = {
  readonly urgency: Urgency;
  readonly until: number;
  readonly end: (late?: number) => void;
};

const rankOf = ({ urgency }: Pick<Waiter, 'urgency'>): number => (urgency === 'live' ? 0 : 1);

/** Opens a budget: a bucket of tokens, filled at a rate that adapts to what the cloud refuses, and a line before it. */
export const createBudget = ({ rate: allowed, workers, clock, after }: BudgetOptions): Budget => {
  const newRate = (): AdaptiveRate => createAdaptiveRate({ allowed, workers, clock });
  let rate = newRate();
  const burst = (): number => Math.max(1, (allowed.burst * rate.perSecond()) / allowed.perSecond);
  let tokens = burst();
  let at = clock();
  let lastCallAt = at;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let nextCallAt = at;
  let line: readonly Waiter[] = [];
  let callOff: (() => void) | undefined;

  const refill = (): void => {
    const now = clock();
    if (now - lastCallAt > forgottenAfterMs && now > pausedUntil) {
      rate = newRate();
      tokens = burst();
      lastCallAt = now;
    }
    tokens = Math.min(burst(), tokens + ((now - at) / 1000) * rate.perSecond());
    at = now;
  };

  /** Tokens that must be there for a call: others may need the last ones more. */
  const needed = (urgency: Urgency): number =>
    urgency === 'live' ? 1 : Math.min(burst(), 1 + burst() * keptForLive);

  const isOpen = (urgency: Urgency): boolean => clock() >= pausedUntil && tokens >= needed(urgency);

  const mayGo = (urgency: Urgency): boolean => clock() >= nextCallAt && isOpen(urgency);

  /** Others use the cloud's bucket, too, or may: a burst of all that we have might be refused as a whole. */
  const isShared = (): boolean => workers > 1 || clock() - refusedAt < forgottenAfterMs;

  const spend = (): void => {
    tokens -= 1;
    lastCallAt = clock();
    // As the bucket fills, or once the cloud took any call: of a burst no more is refused than is under way by then.
    if (isShared()) nextCallAt = lastCallAt + 1000 / allowed.perSecond;
  };

  /** Until the turn of a call behind so many others. */
  const secondsFor = (urgency: Urgency, ahead: number): number => {
    const paused = Math.max(0, pausedUntil - clock(), nextCallAt - clock()) / 1000;
    return paused + Math.max(0, needed(urgency) + ahead - tokens) / rate.perSecond();
  };

  const serve = (): void => {
    callOff?.();
    callOff = undefined;
    refill();
    const now = clock();
    const stay: Waiter[] = [];
    for (const waiter of line.toSorted((left, right) => rankOf(left) - rankOf(right))) {
      if (mayGo(waiter.urgency)) {
        spend();
        waiter.end();
      } else if (now >= waiter.until) waiter.end(secondsFor(waiter.urgency, stay.length));
      else stay.push(waiter);
    }
    line = stay;
    const [first] = stay;
    // A millisecond more, or what is left of a token after rounding would be waited for again and again.
    if (first !== undefined) callOff = after(secondsFor(first.urgency, 0) + 0.001, serve);
  };

  return {
    take: async (urgency, patienceSeconds) => {
      refill();
      const ahead = line.filter((other) => rankOf(other) <= rankOf({ urgency })).length;
      if (ahead === 0 && mayGo(urgency)) {
        spend();
        return undefined;
      }
      const seconds = secondsFor(urgency, ahead);
      if (seconds > patienceSeconds) return seconds;
      const { promise, resolve } = Promise.withResolvers<number | undefined>();
      const until = clock() + patienceSeconds * 1000;
      line = [...line, { urgency, until, end: resolve }];
      serve();
      return promise;
    },

    accepted: () => {
      const before = burst();
      rate.accepted();
      // The cloud's bucket was full when we began: with a larger part of it come calls to make.
      tokens += Math.max(0, burst() - before);
      nextCallAt = clock();
      if (line.length > 0) serve();
    },

    refused: (sentAt, retryAfterSeconds) => {
      refill();
      tokens = 0;
      const pause = retryAfterSeconds ?? 1 / rate.perSecond();
      pausedUntil = Math.max(pausedUntil, clock() + pause * 1000);
      if (sentAt <= refusedAt) return;
      refusedAt = clock();
      rate.refused();
    },

    giveTurns: () => {
      // Whoever's turn came while the process stood still is no line any more, though its timer is yet to come.
      serve();
      return line.length === 0 && isOpen('later') ? Math.floor(tokens - needed('later')) + 1 : 0;
    },

    burst,
  };
};

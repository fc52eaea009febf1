import { describe, expect, it } from 'vitest';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  RetryableError,
  TerminalError,
} from '../../src/model/errors.ts';
import {
  isLastTry,
  longestPauseSeconds,
  mayTryAgain,
  pauseSeconds,
  type RetryPolicy,
  shortestPatienceSeconds,
  turnSeconds,
} from '../../src/worker/retries.ts';
import { fc } from '../properties.ts';

const policy: RetryPolicy = { retrySeconds: 5, retryHours: 6, maxReceives: 100 };
const info = { code: 'Any', message: 'any' };
const almostOne = () => 0.999;

describe('the pause before the next try', () => {
  it('doubles with each delivery, half of it jitter', () => {
    const pauses = [1, 2, 3, 4].map((receives) => [
      pauseSeconds({ retrySeconds: 2 }, { receives }, () => 0),
      pauseSeconds({ retrySeconds: 2 }, { receives }, almostOne),
    ]);

    expect(pauses).toEqual([
      [1, 2],
      [2, 4],
      [4, 8],
      [8, 16],
    ]);
  });

  it('is a whole number of seconds, and never longer than a quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (retrySeconds, receives, random) => {
          const pause = pauseSeconds({ retrySeconds }, { receives }, () => random);

          expect(Number.isInteger(pause)).toBe(true);
          expect(pause).toBeGreaterThanOrEqual(1);
          expect(pause).toBeLessThanOrEqual(longestPauseSeconds);
        },
      ),
    );
  });
});

describe('the pause of what waits for calls', () => {
  const atOnce = { seconds: 1, apartSeconds: 1 } as const;

  it('is up to a tenth of what it waited already, so that all comes again before much time is lost', () => {
    const pauses = [() => 0, () => 0.5, almostOne].map((random) =>
      turnSeconds(atOnce, { waitedSeconds: 1000, now: 0 }, random),
    );

    expect(pauses).toEqual([1, 50, 100]);
  });

  it('is never shorter than the cloud asks for, and ends at the same times for all', () => {
    const pauses = [0, 1000, 4000].map((now) =>
      turnSeconds({ seconds: 7, apartSeconds: 5 }, { waitedSeconds: 50, now }, almostOne),
    );

    expect(pauses).toEqual([10, 9, 11]);
  });

  it('does not have a short storm wait for others longer than for calls', () => {
    const pauses = [0, 20, 30, 50, 100].map((waitedSeconds) =>
      turnSeconds({ seconds: 1, apartSeconds: 5 }, { waitedSeconds, now: 0 }, () => 0),
    );

    expect(pauses).toEqual([1, 2, 3, 5, 5]);
  });

  it('is a whole number of seconds, and never longer than a quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.double({ min: 0, max: 2e12, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (waitedSeconds, now, random) => {
          const pause = turnSeconds(
            { seconds: 0, apartSeconds: 5 },
            { waitedSeconds, now },
            () => random,
          );

          expect(Number.isInteger(pause)).toBe(true);
          expect(pause).toBeGreaterThanOrEqual(1);
          expect(pause).toBeLessThanOrEqual(longestPauseSeconds);
        },
      ),
    );
  });
});

/** Plays an outage that never ends. @returns when the tries are, in seconds after the message was sent */
const triesOf = (failure: unknown, random: () => number): readonly number[] => {
  const tries: number[] = [];
  for (let ageSeconds = 0, receives = 1; ; receives += 1) {
    tries.push(ageSeconds);
    if (!mayTryAgain(policy, failure, { receives, ageSeconds })) return tries;
    ageSeconds += pauseSeconds(policy, { receives }, random);
  }
};

describe('a message that fails', () => {
  it.each([
    ['retryable', new RetryableError(info)],
    ['conflicting', new ConflictError(info)],
    ['not found', new NotFoundError(info)],
    ['not foreseen', new TypeError('any')],
  ])('is tried for hours when the failure is %s, and the queue does not end that', (_, failure) => {
    for (const random of [() => 0, almostOne]) {
      const tries = triesOf(failure, random);
      const last = tries.at(-1) ?? 0;

      expect(last).toBeGreaterThanOrEqual(6 * 3600);
      expect(last).toBeLessThanOrEqual(6 * 3600 + longestPauseSeconds);
      expect(tries.length).toBeLessThan(policy.maxReceives);
    }
  });

  it.each([
    ['terminal', new TerminalError(info)],
    ['invalid', new InvalidInputError(info)],
  ])('is given up within a minute when the failure is %s', (_, failure) => {
    const tries = triesOf(failure, almostOne);

    expect(tries).toHaveLength(3);
    expect(tries.at(-1)).toBeLessThan(60);
  });

  it('is given up with its reason at the last delivery that the queue allows', () => {
    const each = { receives: 100, ageSeconds: 10 };

    expect(mayTryAgain(policy, new RetryableError(info), each)).toBe(false);
    expect(isLastTry(policy, each)).toBe(true);
    expect(isLastTry(policy, { receives: 99, ageSeconds: 10 })).toBe(false);
  });
});

describe('a message that waited while the worker stood still', () => {
  it('is not given up by the first tries that it gets', () => {
    const outage = new RetryableError(info);

    expect(mayTryAgain(policy, outage, { receives: 2, ageSeconds: 20 * 3600 })).toBe(true);
    expect(mayTryAgain(policy, outage, { receives: 10, ageSeconds: 20 * 3600 })).toBe(false);
  });
});

describe('the shortest patience', () => {
  it('is what all pauses take without jitter, and not more than the hours', () => {
    expect(shortestPatienceSeconds({ retrySeconds: 4, retryHours: 6, maxReceives: 4 })).toBe(
      2 + 4 + 8,
    );
    expect(shortestPatienceSeconds(policy)).toBe(6 * 3600);
  });
});

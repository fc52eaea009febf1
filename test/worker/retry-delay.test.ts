import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelaySeconds } from '../../src/worker/retry-delay.ts';

it('doubles with each delivery, half of it jitter', () => {
  const delays = [1, 2, 3, 4].map((receives) => [
    retryDelaySeconds({ retrySeconds: 2, receives, random: () => 0 }),
    retryDelaySeconds({ retrySeconds: 2, receives, random: () => 0.999 }),
  ]);

  expect(delays).toEqual([
    [1, 2],
    [2, 4],
    [4, 8],
    [8, 16],
  ]);
});

it('is a whole number of seconds that SQS takes, whatever the message has been through', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 0, max: 100_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (retrySeconds, receives, random) => {
        const delay = retryDelaySeconds({ retrySeconds, receives, random: () => random });

        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(1);
        expect(delay).toBeLessThanOrEqual(43_200);
      },
    ),
  );
});

import { expect, it } from 'vitest';
import { playSchedule } from './interleaved.ts';
import { secondSeed } from './seeds.ts';

/** Orders to try in all. */
const schedules = Number(process.env.HEIRTAG_LATE_SCHEDULES ?? 160);
const fresh = secondSeed('HEIRTAG_LATE_SCHEDULES_SEED');

/** How late reads are at the most: users pause for less, and for more. */
const lagSeconds = 3;

console.log(
  `late interleavings: fixed seeds from 1, fresh from ${fresh} (HEIRTAG_LATE_SCHEDULES_SEED)`,
);

it.each([
  ['fixed', 1],
  ['fresh', fresh],
])(
  "users and three workers who read what was end in the oracle's tags, in any order of their port calls (%s seeds)",
  async (_, start) => {
    for (let played = 0; played < Math.ceil(schedules / 2); played += 1) {
      const seed = start + played;
      const calls = await playSchedule({ seed, workers: 3, userSteps: 12, lagSeconds }).catch(
        (cause: unknown) => {
          throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
        },
      );
      expect(calls).toBeGreaterThan(0);
    }
  },
  900_000,
);

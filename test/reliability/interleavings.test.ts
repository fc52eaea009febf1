import { describe, expect, it } from 'vitest';
import { playSchedule } from './interleaved.ts';
import { secondSeed } from './seeds.ts';

/** Orders to try in all. */
const schedules = Number(process.env.HEIRTAG_SCHEDULES ?? 1200);
const fresh = secondSeed('HEIRTAG_SCHEDULES_SEED');

console.log(`interleavings: fixed seeds from 1, fresh from ${fresh} (HEIRTAG_SCHEDULES_SEED)`);

const seedsFrom = (start: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + index);

describe('users and three workers, in any order of their port calls', () => {
  it.each([
    ['fixed', 1],
    ['fresh', fresh],
  ])(
    "end in the oracle's tags (%s seeds)",
    async (_, start) => {
      for (const seed of seedsFrom(start, Math.ceil(schedules / 2))) {
        await playSchedule({ seed, workers: 3, userSteps: 12 });
      }
    },
    900_000,
  );
});

describe('workers whose calls fail now and then, some after they have happened', () => {
  it('leave no tag wrong, no intent open and no dead letter behind', async () => {
    for (const seed of seedsFrom(1, 200)) {
      await playSchedule({ seed, workers: 3, userSteps: 8, failsOneIn: 12 });
    }
  }, 900_000);
});

describe('a worker that dies at a port call', () => {
  it("loses nothing: another one ends in the oracle's tags, for each call in turn", async () => {
    let points = 0;
    for (let seed = 1; seed <= 6; seed += 1) {
      const calls = await playSchedule({ seed, workers: 2, userSteps: 6 });
      for (let diesAtCall = 1; diesAtCall <= calls; diesAtCall += 1) {
        await playSchedule({ seed, workers: 2, userSteps: 6, diesAtCall });
        points += 1;
      }
    }

    expect(points).toBeGreaterThan(100);
  }, 900_000);
});

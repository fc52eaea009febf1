import { expect, it } from 'vitest';
import { growthOf, mostGrowth } from '../../bench/held.ts';
import { startRunner } from '../../bench/runner.ts';
import { soak } from '../../bench/soak/play.ts';
import { inFolder } from '../local/embedded-fixture.ts';

const seconds = Number(process.env.HEIRTAG_SOAK_SECONDS ?? 60);

it(
  `the local runner is right, and holds no more, after ${seconds} s of random operations`,
  async () => {
    await inFolder(async (folder) => {
      const runner = await startRunner(folder, 10_000, { HEIRTAG_CONTEST_REPAIRS: '100' });
      try {
        const { comparisons, samples } = await soak(runner, { seconds, seed: 1 });

        expect(comparisons).toBeGreaterThan(0);
        // Only Linux tells what a process holds.
        if (samples.length === 0) return;
        const growth = growthOf(samples);
        expect(growth.residentMiB).toBeLessThanOrEqual(mostGrowth.residentMiB);
        expect(growth.handles).toBeLessThanOrEqual(mostGrowth.handles);
      } finally {
        await runner.kill();
      }
    });
  },
  seconds * 1000 + 240_000,
);

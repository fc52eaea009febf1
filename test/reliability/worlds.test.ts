import { describe, it } from 'vitest';
import { fc } from '../properties.ts';
import { secondSeed } from './seeds.ts';
import { playWorld } from './world/alibaba.ts';
import { anyWorld } from './world/arbitrary.ts';
import { longestRunMs, toldAsTheyGo } from './world/long-runs.ts';
import type { Manner, World } from './world/play.ts';
import { playOrShrink } from './world/shrink.ts';

/** Worlds in all; half of them from the fixed seed, half from a fresh one. */
const worlds = Number(process.env.HEIRTAG_WORLDS ?? 1600);
const numRunsOf = (share: number): number => Math.ceil((worlds * share) / 2);
const fixedSeed = 20_260_301;
const freshSeed = secondSeed('HEIRTAG_WORLDS_SEED');

const shares: readonly (readonly [Manner, number])[] = [
  ['calm', 0.35],
  ['hasty', 0.2],
  ['lossy', 0.2],
  ['cramped', 0.15],
  ['late', 0.1],
];

console.log(`random worlds: seeds ${fixedSeed} and ${freshSeed} (HEIRTAG_WORLDS_SEED)`);

const play = (world: World): Promise<void> => playOrShrink(world, playWorld);

describe.each(shares)('in %s worlds', (manner, share) => {
  it.each([
    ['fixed', fixedSeed],
    ['fresh', freshSeed],
  ])(
    "the tags are the oracle's in the end (%s seed)",
    async (which, seed) => {
      const numRuns = numRunsOf(share);
      const told = toldAsTheyGo(`${manner} worlds, ${which} seed`, numRuns, play);
      await fc.assert(fc.asyncProperty(anyWorld(manner), told), {
        seed,
        numRuns,
        endOnFailure: true,
      });
    },
    longestRunMs(numRunsOf(share)),
  );
});

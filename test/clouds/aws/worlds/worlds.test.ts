import { describe, it } from 'vitest';
import { fc } from '../../../properties.ts';
import { secondSeed } from '../../../reliability/seeds.ts';
import { anyWorldOf } from '../../../reliability/world/arbitrary.ts';
import { longestRunMs, toldAsTheyGo } from '../../../reliability/world/long-runs.ts';
import { type Manner, playOn, type World } from '../../../reliability/world/play.ts';
import { playOrShrink } from '../../../reliability/world/shrink.ts';
import { awsRules, openGround, stepKinds } from './ground.ts';

/** Worlds in all; half of them from the fixed seed, half from a fresh one. */
const worlds = Number(process.env.HEIRTAG_AWS_WORLDS ?? 100);
const numRunsOf = (share: number): number => Math.ceil((worlds * share) / 2);
const fixedSeed = 20_261_101;
const freshSeed = secondSeed('HEIRTAG_AWS_WORLDS_SEED');

const shares: readonly (readonly [Manner, number])[] = [
  ['calm', 0.2],
  ['hasty', 0.2],
  ['lossy', 0.2],
  ['late', 0.4],
];

console.log(`random worlds of AWS: seeds ${fixedSeed} and ${freshSeed} (HEIRTAG_AWS_WORLDS_SEED)`);

const play = (world: World): Promise<void> =>
  playOrShrink(world, (each) => playOn(openGround(), each), awsRules);

describe.each(shares)('in %s worlds of AWS', (manner, share) => {
  it.each([
    ['fixed', fixedSeed],
    ['fresh', freshSeed],
  ])(
    "the tags are the oracle's in the end (%s seed)",
    async (which, seed) => {
      const numRuns = numRunsOf(share);
      const told = toldAsTheyGo(`${manner} worlds of AWS, ${which} seed`, numRuns, play);
      const any = anyWorldOf({ rules: awsRules, stepKinds }, manner);
      await fc.assert(fc.asyncProperty(any, told), { seed, numRuns, endOnFailure: true });
    },
    longestRunMs(numRunsOf(share)),
  );
});

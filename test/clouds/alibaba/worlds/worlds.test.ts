import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownRules } from '../../../default-rules.ts';
import { fc } from '../../../properties.ts';
import { secondSeed } from '../../../reliability/seeds.ts';
import { anyWorldOf } from '../../../reliability/world/arbitrary.ts';
import { type Manner, playOn, type World } from '../../../reliability/world/play.ts';
import { playOrShrink } from '../../../reliability/world/shrink.ts';
import { type DisturbedWire, startDisturbedWire } from './disturbed-wire.ts';
import { openGround, stepKinds } from './ground.ts';

/** Worlds in all; half of them from the fixed seed, half from a fresh one. */
const worlds = Number(process.env.HEIRTAG_WIRE_WORLDS ?? 24);
const fixedSeed = 20_261_102;
const freshSeed = secondSeed('HEIRTAG_WIRE_WORLDS_SEED');

const shares: readonly (readonly [Manner, number])[] = [
  ['calm', 0.25],
  ['hasty', 0.25],
  ['lossy', 0.25],
  ['late', 0.25],
];

const troubles = ['token over', 'forbidden', 'throttled', 'answer lost', 'gateway'];

console.log(
  `random worlds over HTTP: seeds ${fixedSeed} and ${freshSeed} (HEIRTAG_WIRE_WORLDS_SEED)`,
);

let wire: DisturbedWire;
beforeAll(async () => {
  wire = await startDisturbedWire();
});
afterAll(() => wire.stop());

/** Each call goes over HTTP. */
const shortened = (world: World): World => ({ ...world, steps: world.steps.slice(0, 30) });

const play = (world: World): Promise<void> =>
  playOrShrink(world, (each) => playOn(openGround(wire), each));

describe.each(shares)('in %s worlds over HTTP', (manner, share) => {
  it.each([
    ['fixed', fixedSeed],
    ['fresh', freshSeed],
  ])(
    "the tags are the oracle's in the end (%s seed)",
    async (_, seed) => {
      const numRuns = Math.ceil((worlds * share) / 2);
      const any = anyWorldOf({ rules: ownRules, stepKinds }, manner).map(shortened);
      await fc.assert(fc.asyncProperty(any, play), { seed, numRuns, endOnFailure: true });
    },
    1_800_000,
  );
});

it('they met every trouble', () => {
  for (const trouble of troubles) expect(wire.met.get(trouble), trouble).toBeGreaterThan(0);
});

it('they logged much, and no secret', () => {
  expect(wire.met.get('lines')).toBeGreaterThan(100);
  expect(wire.leaks).toEqual([]);
});

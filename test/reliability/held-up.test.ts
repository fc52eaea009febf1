import { expect, it } from 'vitest';
import { playHeldUp } from './held-up.ts';
import { randomFrom } from './random.ts';
import { secondSeed } from './seeds.ts';

/** Worlds, each of which is played once for every port call of the worker that is held up. */
const worlds = Number(process.env.HEIRTAG_HELD_UP ?? 50);
const fresh = secondSeed('HEIRTAG_HELD_UP_SEED');

console.log(`held up: fixed seeds from 1, fresh from ${fresh} (HEIRTAG_HELD_UP_SEED)`);

/** Holds a worker up at its first call, then at its second, and so on; every other one dies soon after. */
const playAll = async (seed: number): Promise<number> => {
  const random = randomFrom(seed + 7919);
  for (let call = 1; ; call += 1) {
    const fate = random.isOneIn(2) ? {} : { callsLeft: random.below(4) };
    const calls = await playHeldUp({ seed, call, ...fate });
    if (calls < call) return call - 1;
  }
};

it.each([
  ['fixed', 1],
  ['fresh', fresh],
])(
  'a worker that is held up at any of its calls takes nothing from what others did meanwhile (%s seeds)',
  async (_, start) => {
    let points = 0;
    for (let world = 0; world < Math.ceil(worlds / 2); world += 1) {
      points += await playAll(start + world).catch((cause: unknown) => {
        throw new Error(`seed ${start + world}: ${String(cause)}`, { cause });
      });
    }
    expect(points).toBeGreaterThan(worlds);
  },
  900_000,
);

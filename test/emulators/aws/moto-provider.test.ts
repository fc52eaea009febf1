import { afterAll, beforeAll, describe } from 'vitest';
import { providerContract } from '../../clouds/provider-contract.ts';
import { randomFrom } from '../../reliability/random.ts';
import { secondSeed } from '../../reliability/seeds.ts';
import { type Moto, startMoto } from '../moto.ts';
import { toAwkwardMoto } from './awkward-moto.ts';
import { emulatedStage } from './moto-stage.ts';

let moto: Moto;
let accounts = 0;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

/** An account that nobody used before. */
const nextAccount = (): string => {
  accounts += 1;
  return String(200_000_000_000 + accounts);
};

// moto takes every key and value: what AWS refuses, and how that is read, is in test/clouds/aws/provider.
providerContract(
  'AWS, as moto plays it',
  async () => emulatedStage(moto.endpoint, nextAccount()),
  [],
);

describe.each([7, secondSeed('HEIRTAG_AWKWARD_SEED')])('on a bad day (seed %i)', (seed) => {
  const random = randomFrom(seed);
  providerContract('AWS, late, throttled and without some answers,', async () => {
    const day = toAwkwardMoto({ random, throttlesOneIn: 6, losesAnswerOneIn: 9 });
    return emulatedStage(moto.endpoint, nextAccount(), day);
  }, []);
});

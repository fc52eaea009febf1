import { afterAll, beforeAll } from 'vitest';
import { providerContract } from '../../clouds/provider-contract.ts';
import { type Moto, startMoto } from '../moto.ts';
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

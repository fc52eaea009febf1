import { afterAll, beforeAll } from 'vitest';
import { providerContract } from '../../clouds/provider-contract.ts';
import { type MiniStack, startMiniStack } from '../ministack.ts';
import { emulatedStage } from './moto-stage.ts';

let aws: MiniStack;
let accounts = 0;
beforeAll(async () => {
  aws = await startMiniStack();
});
afterAll(() => aws.stop());

/** An account that nobody used before. */
const nextAccount = (): string => {
  accounts += 1;
  return String(220_000_000_000 + accounts);
};

providerContract(
  'AWS, as MiniStack plays it',
  async () => emulatedStage(aws.endpoint, nextAccount()),
  [],
  ['tag quota', 'unknown resources', 'detach at the end of an instance'],
);

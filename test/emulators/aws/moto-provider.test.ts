import { afterAll, beforeAll, describe } from 'vitest';
import { awsNever, troubledAws } from '../../clouds/aws/provider/troubled-aws.ts';
import { providerContract } from '../../clouds/provider-contract.ts';
import { troublesContract } from '../../clouds/provider-troubles.ts';
import { randomFrom } from '../../reliability/random.ts';
import { secondSeed } from '../../reliability/seeds.ts';
import { type Moto, startMoto } from '../moto.ts';
import { toAwkwardMoto } from './awkward-moto.ts';
import { credentialsAt, emulatedRegion } from './emulated-account.ts';
import { emulatedStage } from './moto-stage.ts';
import { sendOverHttp } from './send-over-http.ts';

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

troublesContract(
  'AWS, as moto plays it,',
  async () => {
    const accountId = nextAccount();
    const { endpoint } = moto;
    return troubledAws({
      accountId,
      region: emulatedRegion,
      credentials: credentialsAt(endpoint)(accountId),
      endpoint,
      send: sendOverHttp,
      makeDisk: emulatedStage(endpoint, accountId).makeDisk,
    });
  },
  awsNever,
);

describe.each([7, secondSeed('HEIRTAG_AWKWARD_SEED')])('on a bad day (seed %i)', (seed) => {
  const random = randomFrom(seed);
  providerContract('AWS, late, throttled and without some answers,', async () => {
    const day = toAwkwardMoto({ random, throttlesOneIn: 6, losesAnswerOneIn: 9 });
    return emulatedStage(moto.endpoint, nextAccount(), day);
  }, []);
});

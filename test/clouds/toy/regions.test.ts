import { expect, it } from 'vitest';
import { absentProvider } from '../../../src/clouds/absent-provider.ts';
import { formatArn } from '../../../src/clouds/arn.ts';
import { heirsPage, primariesBelow } from '../../../src/engine/heirs.ts';
import { type Eyes, observe } from '../../../src/engine/observe.ts';
import { regionsOf } from '../../../src/runtime/clouds.ts';
import { readEnvironment } from '../../../src/runtime/environment.ts';
import { gatheredCloud } from '../../../src/wave/gathered-cloud.ts';
import { noWave } from '../../../src/wave/wave.ts';
import { meantBy } from '../../../src/worker/unnamed.ts';
import { settingsOf } from '../../engine/fixtures.ts';
import { kinds } from './toy.ts';

const unexpected = async (): Promise<never> => {
  throw new Error('not asked for here');
};

const instanceIn = (region: string) =>
  ({ type: 'Ecs-Instance', region, accountId: '1000000000000001', id: 'i-1' }) as const;

const boxIn = (region: string) =>
  ({ type: kinds.box, region, accountId: 'toy-1', id: 'red' }) as const;

type Ref = ReturnType<typeof instanceIn> | ReturnType<typeof boxIn>;

/** What is asked of a resource. Each reads its account's settings first, where its region is handled. */
const questions: readonly ((eyes: Eyes, ref: Ref) => Promise<unknown>)[] = [
  (eyes, ref) => observe(eyes, formatArn(ref), eyes.settings.read),
  (eyes, ref) => heirsPage(eyes, { primary: formatArn(ref), cursor: null }),
  (eyes, ref) => primariesBelow(eyes, formatArn(ref), 'CreateSnapshotGroup'),
  (eyes, ref) => meantBy(eyes, [ref]),
];

/** How many of the questions take the resource's region for one that is handled. */
const handling = async (regions: string | undefined, ref: Ref): Promise<number> => {
  const environment = readEnvironment({
    HEIRTAG_STATE_TABLE: 'state',
    HEIRTAG_CHANGES_QUEUE_URL: 'http://127.0.0.1:1/changes',
    HEIRTAG_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:1/dead',
    HEIRTAG_BUS_NAME: 'bus',
    HEIRTAG_CLOUD_REGIONS: regions,
  });
  let reads = 0;
  const eyes: Eyes = {
    cloud: { ...gatheredCloud(absentProvider, noWave.gather), detached: unexpected },
    ledger: {
      read: unexpected,
      readMany: unexpected,
      heirs: unexpected,
      heirships: unexpected,
      refused: unexpected,
      replace: unexpected,
      renew: unexpected,
      primaries: unexpected,
      contested: unexpected,
    },
    settings: {
      read: async () => {
        reads += 1;
        return { ...settingsOf(), feature: 'Disable' };
      },
      replace: unexpected,
      accounts: unexpected,
    },
    regions: regionsOf(environment),
  };
  for (const ask of questions) await ask(eyes, ref);
  return reads;
};

const [all, none] = [questions.length, 0];
/** The toy has no calls that reach through what an event names. */
const allOfToy = all - 1;

it.each([
  [undefined, instanceIn('cn-hangzhou'), all],
  [undefined, boxIn('attic'), allOfToy],
  [undefined, instanceIn('attic'), none],
  [undefined, boxIn('cn-hangzhou'), none],
  ['attic,cn-hangzhou', instanceIn('cn-hangzhou'), all],
  ['attic,cn-hangzhou', instanceIn('attic'), none],
  ['attic,cn-hangzhou', instanceIn('cn-beijing'), none],
  ['attic,cn-hangzhou', boxIn('cn-hangzhou'), none],
])(
  'with the regions %s, handles a resource where its own cloud has the region: %j',
  async (regions, ref, asked) => {
    expect(await handling(regions, ref)).toBe(asked);
  },
);

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patientCall } from '../../src/clouds/provider.ts';
import type { Table } from '../../src/storage/table.ts';
import { randomFrom } from '../reliability/random.ts';
import { secondSeed } from '../reliability/seeds.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { now, openTestCloud } from './alibaba/cloud-fixture.ts';
import { refusedTags, simulatedStage, troubledSimulator } from './alibaba/simulated-stage.ts';
import { allPages, tagsIn } from './ask.ts';
import { type Awkwardness, awkwardProvider, withIndexedParents } from './awkward-provider.ts';
import { openLateTable } from './late-table.ts';
import { providerContract, type Stage } from './provider-contract.ts';
import { type TroubledStage, troublesContract } from './provider-troubles.ts';
import { createTroubles } from './troubles.ts';

const lagSeconds = 30;

let dynamoDb: EmbeddedDynamoDb;
let table: Table;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
afterAll(() => dynamoDb.stop());

/** A stage of its own on a cloud that is as awkward as it may be, unless told otherwise. */
const awkwardStage = (
  seed: number,
  changes: Partial<Awkwardness> = {},
  isIndexed = false,
): Stage => {
  const random = randomFrom(seed);
  let time = now;
  const clock = () => time;
  const { strong, late } = openLateTable(table, { clock, random, lagSeconds, lateOneIn: 2 });
  const cloud = openTestCloud(strong, { clock, reads: late });
  const stage = simulatedStage(cloud);
  const inner = isIndexed
    ? withIndexedParents(cloud.provider, { clock, keepSeconds: lagSeconds })
    : cloud.provider;
  const provider = awkwardProvider(inner, {
    random,
    pageSize: 2,
    expiresOneIn: 2,
    throttlesOneIn: 10,
    cannotTellOneIn: 5,
    failsToWriteOneIn: 4,
    readLagSeconds: lagSeconds,
    ...changes,
  });
  const settle = () => {
    time += lagSeconds * 1000;
  };
  return { ...stage, provider, settle };
};

const seed = secondSeed('HEIRTAG_AWKWARD_SEED');
let opened = 0;

providerContract(
  'an awkward cloud that keeps an index of parents (fixed seed)',
  async () => {
    opened += 1;
    return awkwardStage(opened, {}, true);
  },
  refusedTags,
);
providerContract(
  `an awkward cloud (seed ${seed})`,
  async () => {
    opened += 1;
    return awkwardStage(seed + opened);
  },
  refusedTags,
);

/** Awkward by itself only where it is told to be: pages of two, late reads, and what cannot be told or has expired. */
const troubledAwkwardStage = (): TroubledStage => {
  const random = randomFrom(11);
  const troubles = createTroubles();
  let time = now;
  const clock = () => time;
  const { strong, late } = openLateTable(table, { clock, random, lagSeconds, lateOneIn: 2 });
  const stage = troubledSimulator(strong, { clock, reads: late }, troubles);
  return {
    ...stage,
    settle: () => {
      time += lagSeconds * 1000;
    },
    openAt: (at) =>
      awkwardProvider(stage.openAt(at), {
        random,
        pageSize: 2,
        readLagSeconds: lagSeconds,
        get expiresOneIn() {
          return troubles.isArmed('cursor expired') ? 1 : undefined;
        },
        get cannotTellOneIn() {
          return troubles.isArmed('hidden') ? 1 : undefined;
        },
      }),
  };
};

troublesContract('an awkward cloud', async () => troubledAwkwardStage());

describe('an awkward cloud', () => {
  it('lists two to a page, in another order each time a page is read, and the same on it', async () => {
    const { provider, makeDisk, settle, accountId } = awkwardStage(7, {
      throttlesOneIn: 1e9,
      expiresOneIn: 1e9,
    });
    for (let n = 0; n < 7; n += 1) await makeDisk();
    settle();
    const list = (cursor: string | undefined) =>
      provider.list(accountId, 'Ecs-Disk', cursor, patientCall);
    const { next } = await list(undefined);

    const pages = await Promise.all(Array.from({ length: 10 }, () => list(next)));
    const all = await allPages(list);

    expect(pages.every(({ items }) => items.length === 2)).toBe(true);
    expect(new Set(pages.map(({ items }) => items.join())).size).toBe(2);
    expect(new Set(pages.map(({ items }) => items.toSorted().join())).size).toBe(1);
    expect(all).not.toEqual(all.toSorted());
  });

  it('shows for the time of its lag what was before, and never after it', async () => {
    const stage = awkwardStage(3, {
      throttlesOneIn: 1e9,
      cannotTellOneIn: 1e9,
      failsToWriteOneIn: 1e9,
    });
    const { provider, settle } = stage;
    const [instance, disk] = [await stage.makeInstance(), await stage.makeDisk()];
    settle();
    await stage.attach(instance, disk);
    const look = async () => {
      const sight = (await provider.describe([disk], patientCall)).get(disk);
      return sight?.kind === 'present' ? sight.resource.parents.length : undefined;
    };

    const early = await Promise.all(Array.from({ length: 20 }, look));
    settle();
    const late = await Promise.all(Array.from({ length: 20 }, look));

    expect(new Set(early)).toEqual(new Set([0, 1]));
    expect(new Set(late)).toEqual(new Set([1]));
    expect(await tagsIn(provider, disk)).toEqual(new Map());
  });
});

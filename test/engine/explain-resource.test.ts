import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { explainResource } from '../../src/engine/explain-resource.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from './reconcile-world.ts';

const instanceRule = 'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance';
const snapshotRule = 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(instanceRule), setting(diskRule), setting(snapshotRule));
});

const explain = async (arn: Arn, key?: string) => explainResource(world.deps(), arn, key);

/** A cluster, one of its instances, that one's disk and a snapshot of it. */
const makeChain = async () => {
  const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
  const instance = await world.make('Ecs-Instance', 'Cs/ScaleClusterNodePool', {
    ClusterId: idOf(cluster),
    Count: 1,
  });
  const [disk] = (await world.cloud.heirs(instance, 'Ecs-Disk', undefined, patientCall)).items;
  if (disk === undefined) throw new Error('the instance has no disk');
  const snapshot = await world.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: idOf(disk) });
  return { cluster, instance, disk, snapshot };
};

const causeOf = (principal: string) => ({
  eventId: `e-${principal}`,
  eventName: 'TagResources',
  eventTime: '2026-03-01T08:00:00.000Z',
  principal,
});

describe('the chain of a tag', () => {
  it('leads through every hop to the first source, each with its rule, event and time', async () => {
    const { cluster, instance, disk, snapshot } = await makeChain();
    await world.tag(cluster, { cost: 'shanghai' });
    await world.tag(disk, { cost: 'mine' });
    await world.worker()(instance, { cause: causeOf('alice') });
    world.wait(1);
    await world.worker()(disk, { cause: causeOf('bob') });
    world.wait(1);
    await world.worker()(snapshot, { cause: causeOf('carol') });

    const { keys } = await explain(snapshot, 'cost');

    expect(keys).toMatchObject([{ key: 'cost', origin: 'inherited', why: 'in place' }]);
    expect(keys[0]?.chain).toEqual([
      {
        resource: snapshot,
        value: 'shanghai',
        inherited: {
          rule: snapshotRule,
          primary: disk,
          since: '2026-03-01T08:00:02.000Z',
          cause: causeOf('carol'),
          displaced: null,
        },
      },
      {
        resource: disk,
        value: 'shanghai',
        inherited: {
          rule: diskRule,
          primary: instance,
          since: '2026-03-01T08:00:01.000Z',
          cause: causeOf('bob'),
          displaced: 'mine',
        },
      },
      {
        resource: instance,
        value: 'shanghai',
        inherited: {
          rule: instanceRule,
          primary: cluster,
          since: '2026-03-01T08:00:00.000Z',
          cause: causeOf('alice'),
          displaced: null,
        },
      },
      { resource: cluster, value: 'shanghai', inherited: null },
    ]);
  });

  it('ends where a primary is gone, or has the tag no more', async () => {
    const { disk, snapshot } = await makeChain();
    await world.tag(disk, { cost: 'shanghai' });
    await world.worker()(snapshot);
    await world.untag(disk, 'cost');

    const { keys } = await explain(snapshot);

    expect(keys[0]).toMatchObject({
      key: 'cost',
      why: 'event not seen',
      pending: { action: 'remove', reason: 'key left primary' },
    });
    expect(keys[0]?.chain.at(-1)).toEqual({ resource: disk, value: null, inherited: null });
  });

  it('ends at a tag that is somebody else by now', async () => {
    const { disk, snapshot } = await makeChain();
    await world.tag(disk, { cost: 'shanghai' });
    await world.worker()(snapshot);
    await world.tag(snapshot, { cost: 'mine' });

    const { keys } = await explain(snapshot, 'cost');

    expect(keys[0]).toMatchObject({ origin: 'own', why: 'event not seen' });
    expect(keys[0]?.chain).toEqual([{ resource: snapshot, value: 'mine', inherited: null }]);
  });

  it('stops where the ledger would lead in a circle', async () => {
    const { disk, snapshot } = await makeChain();
    await world.tag(disk, { cost: 'shanghai' });
    await world.worker()(snapshot);
    const record = await world.ledger.read(snapshot);
    const circular = [...record.entries].map(
      ([key, entry]) => [key, { ...entry, primary: snapshot }] as const,
    );
    await world.ledger.replace(await world.ledger.read(disk), {
      ...record,
      entries: new Map(circular),
    });

    const { keys } = await explain(snapshot, 'cost');

    expect(keys[0]?.chain.map(({ resource }) => resource)).toEqual([snapshot, disk]);
  });
});

it('reads each resource on the way once, however many keys pass it', async () => {
  const { cluster, instance, disk } = await makeChain();
  await world.tag(cluster, { a: '1', b: '1', c: '1' });
  await world.worker()(instance);
  await world.worker()(disk);
  const read: Arn[] = [];
  const ledger = {
    ...world.ledger,
    read: (arn: Arn) => {
      read.push(arn);
      return world.ledger.read(arn);
    },
  };

  const { keys } = await explainResource({ ...world.deps(), ledger }, disk, undefined);

  expect(keys).toHaveLength(3);
  expect(read.toSorted()).toEqual([disk, disk, instance, cluster].toSorted());
});

it('says of a resource that is gone that it is gone, for all keys that the ledger still knows', async () => {
  const { disk, snapshot } = await makeChain();
  await world.tag(disk, { cost: 'shanghai' });
  await world.worker()(snapshot);
  await world.make('Ecs-Snapshot', 'Ecs/DeleteSnapshot', { SnapshotId: idOf(snapshot) });

  const { exists, keys } = await explain(snapshot);

  expect(exists).toBe(false);
  expect(keys).toMatchObject([{ key: 'cost', why: 'resource gone', value: null }]);
  expect((await explain(snapshot, 'team')).keys).toMatchObject([{ why: 'resource gone' }]);
});

it('writes nothing', async () => {
  const { instance, cluster } = await makeChain();
  await world.tag(cluster, { cost: 'shanghai' });

  await explain(instance);

  expect(await world.tagsOf(instance)).toEqual({});
  expect((await world.ledger.read(instance)).version).toBe(0);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { sweepStart } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import {
  clusterEipRule,
  diskRule,
  eipRule,
  setting,
  snapshotRule,
  type TagList,
} from '../engine/fixtures.ts';
import { accountId, idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openWorker, type TestWorker } from './worker-fixture.ts';

const nodeRule = 'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let worker: TestWorker;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  worker = openWorker(world);
});

/** An ActionTrail record of a call as a body. */
const eventOf = (serviceName: string, eventName: string, requestParameters: object): string =>
  JSON.stringify({
    eventName,
    serviceName,
    eventType: 'ApiCall',
    eventId: eventName,
    eventTime: new Date(world.now()).toISOString(),
    acsRegion: 'cn-hangzhou',
    recipientAccountId: accountId,
    requestParameters,
  });

const tagEventOf = (arn: Arn): string => eventOf('Tag', 'TagResources', { ResourceARN: [arn] });

/** Delivers bodies as one batch, and all that the worker sends itself. */
const deliver = async (...bodies: readonly string[]): Promise<void> => {
  expect(await worker.deliver(bodies)).toEqual([]);
  while (worker.sent.length > 0) {
    expect(await worker.deliver(worker.sent.splice(0).map(writeMessage))).toEqual([]);
  }
};

const tag = async (arn: Arn, tags: TagList): Promise<void> => {
  await world.tag(arn, tags);
};

const turnOn = (...names: readonly SettingName[]) =>
  world.setRules(...names.map((name) => setting(name)));

/** Everything existed before its rules: cluster, node, disk and snapshot, each with a `cost` of its own. */
const chain = async () => {
  const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
  const scale = { ClusterId: idOf(cluster), NodepoolId: 'np-1', Count: 1 };
  const node = await world.make('Ecs-Instance', 'Cs/ScaleClusterNodePool', scale);
  const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk', { InstanceId: idOf(node) });
  const snapshot = await world.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: idOf(disk) });
  await tag(cluster, { cost: 'of the cluster', team: 'blue' });
  await tag(node, { cost: 'of the node' });
  await tag(disk, { cost: 'of the disk' });
  await tag(snapshot, { cost: 'of the snapshot' });
  await turnOn(nodeRule, diskRule, snapshotRule);
  return { cluster, node, disk, snapshot };
};

const attach = async (instance: Arn, disk: Arn): Promise<string> => {
  const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
  return eventOf('Ecs', 'AttachDisk', ids);
};

/** A disk on an instance whose tags it has not, as its rule came later; and a free one. */
const existingDisk = async () => {
  const instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const free = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  await attach(instance, disk);
  await tag(instance, { cost: 'of the instance', team: 'blue' });
  await tag(disk, { cost: 'of the disk' });
  await turnOn(diskRule);
  return { instance, disk, free };
};

const freeEipOf = async (cluster: Arn): Promise<Arn> => {
  const [eip] = (await world.cloud.heirs(cluster, 'Vpc-Eip', undefined, patientCall)).items;
  if (eip === undefined) throw new Error('the cluster has no EIP');
  return eip;
};

describe('what existed before its rule', () => {
  it('stays as it is when a tag of its own changes', async () => {
    const { disk } = await existingDisk();
    await tag(disk, { unrelated: '1' });

    await deliver(tagEventOf(disk));

    expect(await world.tagsOf(disk)).toEqual({ cost: 'of the disk', unrelated: '1' });
    expect((await world.ledger.read(disk)).version).toBe(0);
  });

  it('keeps what it was refused before its rule was off and on again, when an own tag changes', async () => {
    const { instance, disk } = await existingDisk();
    await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
    await deliver(tagEventOf(instance));
    const { refusals } = await world.ledger.read(disk);
    await world.setRules(setting(diskRule, { generation: 2 }));
    await tag(disk, { unrelated: '1' });

    await deliver(tagEventOf(disk));

    expect([...refusals.keys()]).toEqual(['cost']);
    expect(await world.tagsOf(disk)).toMatchObject({ cost: 'of the disk', unrelated: '1' });
  });

  it('inherits all when a tag of its primary changes', async () => {
    const { instance, disk } = await existingDisk();
    await tag(instance, { env: 'test' });

    await deliver(tagEventOf(instance));

    const tags = { cost: 'of the instance', team: 'blue', env: 'test' };
    expect(await world.tagsOf(disk)).toEqual(tags);
  });

  it('is followed and repaired from then on, on any event', async () => {
    const { instance, disk } = await existingDisk();
    await deliver(tagEventOf(instance));
    await tag(disk, { cost: 'changed', unrelated: '1' });

    await deliver(tagEventOf(disk));

    const tags = { cost: 'of the instance', team: 'blue', unrelated: '1' };
    expect(await world.tagsOf(disk)).toEqual(tags);
  });

  it('inherits when an association is made, and not when one ends', async () => {
    const { instance, disk, free } = await existingDisk();
    await tag(free, { cost: 'of the free disk' });
    const attached = await attach(instance, free);

    await deliver(eventOf('Ecs', 'DetachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) }));
    await deliver(attached);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'of the disk' });
    expect(await world.tagsOf(free)).toEqual({ cost: 'of the instance', team: 'blue' });
  });

  it('inherits when an event of its own comes together with one of an association', async () => {
    const { instance, free } = await existingDisk();
    const attached = await attach(instance, free);
    await tag(free, { unrelated: '1' });

    await deliver(tagEventOf(free), attached, tagEventOf(free));

    const tags = { cost: 'of the instance', team: 'blue', unrelated: '1' };
    expect(await world.tagsOf(free)).toEqual(tags);
  });

  it('keeps its tags down the chain, where what changed of a node goes on with all the node has', async () => {
    const { cluster, node, disk, snapshot } = await chain();
    await tag(node, { unrelated: '1' });

    await deliver(tagEventOf(node));
    await deliver(tagEventOf(disk));

    expect(await world.tagsOf(node)).toMatchObject({ cost: 'of the node', unrelated: '1' });
    const tags = { cost: 'of the node', unrelated: '1' };
    expect(await world.tagsOf(disk)).toEqual(tags);
    expect(await world.tagsOf(snapshot)).toEqual(tags);
    expect(await world.entriesOf(node)).toEqual([]);

    await deliver(tagEventOf(cluster));
    expect(await world.tagsOf(node)).toMatchObject({ cost: 'of the cluster', team: 'blue' });
  });

  it("keeps its cluster's tags away when its holder's change", async () => {
    const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
    const eip = await freeEipOf(cluster);
    const instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
    const ids = { AllocationId: idOf(eip), InstanceId: idOf(instance) };
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', ids);
    await tag(cluster, { cost: 'of the cluster' });
    await tag(eip, { cost: 'of the EIP' });
    await turnOn(eipRule, clusterEipRule);
    await tag(instance, { team: 'blue' });

    await deliver(tagEventOf(instance), eventOf('Vpc', 'AssociateEipAddress', ids));

    expect(await world.tagsOf(eip)).toEqual({ cost: 'of the EIP', team: 'blue' });
  });

  it('is reached over the queue when its primary has many heirs', async () => {
    const { instance, disk } = await existingDisk();
    const disks = [disk];
    for (let count = 0; count < 9; count += 1) {
      const next = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
      await attach(instance, next);
      disks.push(next);
    }

    await deliver(tagEventOf(instance));

    for (const each of disks) {
      expect(await world.tagsOf(each)).toEqual({ cost: 'of the instance', team: 'blue' });
    }
  });

  it('is not reached over the queue by an event that is no news to heirs', async () => {
    const { instance, disk } = await existingDisk();
    for (let count = 0; count < 9; count += 1) {
      const next = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
      await attach(instance, next);
    }

    await deliver(eventOf('Ecs', 'ReplaceSystemDisk', { InstanceId: idOf(instance) }));

    expect(await world.tagsOf(disk)).toEqual({ cost: 'of the disk' });
  });

  it('inherits at once, on any event, when the rule applies to existing resources', async () => {
    const { disk } = await existingDisk();
    await world.setRules(setting(diskRule, { existingStatus: 'Enable', backfillId: 'job-1' }));

    await deliver(tagEventOf(disk));

    expect(await world.tagsOf(disk)).toEqual({ cost: 'of the instance', team: 'blue' });
  });

  it('inherits when what was refused finds room', async () => {
    const { instance, disk } = await existingDisk();
    await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
    await deliver(tagEventOf(instance));
    expect(await world.tagsOf(disk)).toEqual({ cost: 'of the disk', team: 'blue' });
    await world.untag(disk, 'cost');

    await deliver(tagEventOf(disk));

    expect(await world.tagsOf(disk)).toEqual({ cost: 'of the instance', team: 'blue' });
  });
});

it('inherits as a snapshot of a group that names the instance alone', async () => {
  const instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk', { InstanceId: idOf(instance) });
  await tag(disk, { cost: 'of the disk' });
  await turnOn(snapshotRule);
  const snapshot = await world.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: idOf(disk) });

  await deliver(eventOf('Ecs', 'CreateSnapshotGroup', { InstanceId: idOf(instance) }));

  expect(await world.tagsOf(snapshot)).toEqual({ cost: 'of the disk' });
});

describe('a sweep', () => {
  const sweep = () =>
    deliver(writeMessage(sweepStart({ eventId: 's-1', eventTime: '2026-03-01T08:00:00Z' })));

  it('finds a lost attachment to a primary that the ledger knows', async () => {
    const { instance, free } = await existingDisk();
    await deliver(tagEventOf(instance));
    await attach(instance, free);

    await sweep();

    expect(await world.tagsOf(free)).toEqual({ cost: 'of the instance', team: 'blue' });
  });

  it('leaves alone what hangs on a primary that the ledger does not know', async () => {
    const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
    const eip = await freeEipOf(cluster);
    const instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
    const ids = { AllocationId: idOf(eip), InstanceId: idOf(instance) };
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', ids);
    await tag(cluster, { cost: 'of the cluster' });
    await tag(eip, { cost: 'of the EIP' });
    await tag(instance, { team: 'blue' });
    await turnOn(eipRule, clusterEipRule);
    await deliver(tagEventOf(instance));

    await sweep();

    expect(await world.tagsOf(eip)).toEqual({ cost: 'of the EIP', team: 'blue' });
  });
});

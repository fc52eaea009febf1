import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Arn } from '../../../../src/clouds/alibaba/arn.ts';
import { CloudApiError } from '../../../../src/clouds/alibaba/simulator/cloud-api-error.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { idOf, openTestCloud, type TestCloud } from '../cloud-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
afterAll(() => dynamoDb.stop());

/** Several processes on one account. */
const processes = (count: number): readonly [TestCloud, ...TestCloud[]] => {
  const first = openTestCloud(table);
  const others = Array.from({ length: count - 1 }, () =>
    openTestCloud(table, { accountId: first.accountId }),
  );
  return [first, ...others];
};

/** Runs calls at once. @returns how many succeeded and the codes of those that did not */
const race = async (calls: readonly Promise<unknown>[]) => {
  const settled = await Promise.allSettled(calls);
  const reasons = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(reasons.filter((reason) => !(reason instanceof CloudApiError))).toEqual([]);
  return {
    won: settled.length - reasons.length,
    codes: new Set(reasons.map((reason: unknown) => Object(reason).code)),
  };
};

const namesOf = (clouds: readonly TestCloud[]): readonly unknown[] =>
  clouds.flatMap((cloud) => cloud.takeEventNames());

it('attaches a disk to one instance only, however many try at once', async () => {
  const clouds = processes(6);
  const [cloud] = clouds;
  const disk = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');
  const instances: Arn[] = [];
  for (const each of clouds) instances.push(await each.make('Ecs-Instance', 'Ecs/RunInstances'));
  namesOf(clouds);

  const { won, codes } = await race(
    clouds.map((each, index) =>
      each.act('Ecs/AttachDisk', {
        DiskId: idOf(disk),
        InstanceId: idOf(instances[index] ?? disk),
      }),
    ),
  );

  expect(won).toBe(1);
  expect([...codes]).toEqual(['IncorrectDiskStatus']);
  expect(await cloud.parentsOf(disk)).toHaveLength(1);
  expect(namesOf(clouds)).toEqual(['AttachDisk']);
});

it('gives an EIP to one holder only, however many try at once', async () => {
  const clouds = processes(6);
  const [cloud] = clouds;
  const eip = await cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
  const holders: Arn[] = [];
  for (const each of clouds) holders.push(await each.make('Ecs-Instance', 'Ecs/RunInstances'));
  namesOf(clouds);

  const { won, codes } = await race(
    clouds.map((each, index) =>
      each.act('Vpc/AssociateEipAddress', {
        AllocationId: idOf(eip),
        InstanceId: idOf(holders[index] ?? eip),
      }),
    ),
  );

  expect(won).toBe(1);
  expect([...codes]).toEqual(['IncorrectEipStatus']);
  expect(await cloud.parentsOf(eip)).toHaveLength(1);
  expect(namesOf(clouds)).toEqual(['AssociateEipAddress']);
});

it('gives an EIP to one load balancer only when two update at once', async () => {
  const clouds = processes(2);
  const [cloud] = clouds;
  const eip = await cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
  const make = () =>
    cloud.make('Nlb-Loadbalancer', 'Nlb/CreateLoadBalancer', { AddressType: 'Intranet' });
  const balancers = [await make(), await make()];

  await race(
    clouds.map((each, index) =>
      each.act('Nlb/UpdateLoadBalancerAddressTypeConfig', {
        LoadBalancerId: idOf(balancers[index] ?? eip),
        AddressType: 'Internet',
        ZoneMappings: [{ ZoneId: 'cn-hangzhou-h', VSwitchId: 'vsw-1', AllocationId: idOf(eip) }],
      }),
    ),
  );

  expect(await cloud.parentsOf(eip)).toHaveLength(1);
});

it('never lets tags exceed the quota, and loses no tag it answered for', async () => {
  const clouds = processes(6);
  const [cloud] = clouds;
  const disk = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');

  const { won, codes } = await race(
    clouds.map((each, index) =>
      each.act('Ecs/TagResources', {
        ResourceType: 'disk',
        ResourceId: [idOf(disk)],
        Tag: [1, 2, 3, 4].map((n) => ({ Key: `key-${index}-${n}`, Value: 'v' })),
      }),
    ),
  );

  expect(won).toBe(5);
  expect(codes.size).toBe(1);
  expect(Object.keys(await cloud.tagsOf(disk))).toHaveLength(20);
});

it('does forty tag calls at once on one resource, which wait for each other', async () => {
  const cloud = openTestCloud(table, { maxTagsPerResource: () => 50 });
  const disk = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');
  const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);

  const { won, codes } = await race(
    keys.map((Key) =>
      cloud.act('Ecs/TagResources', {
        ResourceType: 'disk',
        ResourceId: [idOf(disk)],
        Tag: [{ Key, Value: 'v' }],
      }),
    ),
  );

  expect([won, ...codes]).toEqual([40]);
  expect(Object.keys(await cloud.tagsOf(disk)).toSorted()).toEqual(keys.toSorted());
});

it('keeps to the quota when calls over several resources overlap', async () => {
  const clouds = processes(4);
  const [cloud] = clouds;
  const disks = [
    await cloud.make('Ecs-Disk', 'Ecs/CreateDisk'),
    await cloud.make('Ecs-Disk', 'Ecs/CreateDisk'),
  ];

  await race(
    clouds.map((each, index) =>
      each.act('Ecs/TagResources', {
        ResourceType: 'disk',
        ResourceId: (index % 2 === 0 ? disks : disks.toReversed()).map(idOf),
        Tag: Array.from({ length: 8 }, (_, n) => ({ Key: `key-${index}-${n}`, Value: 'v' })),
      }),
    ),
  );

  for (const disk of disks) {
    expect(Object.keys(await cloud.tagsOf(disk)).length).toBeLessThanOrEqual(20);
  }
});

it('leaves no disk stuck when its instance goes while it is attached', async () => {
  for (let round = 0; round < 10; round += 1) {
    const clouds = processes(2);
    const [cloud, other = cloud] = clouds;
    const disk = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');
    const instance = await cloud.make('Ecs-Instance', 'Ecs/RunInstances');

    await race([
      cloud.act('Ecs/AttachDisk', { DiskId: idOf(disk), InstanceId: idOf(instance) }),
      other.act('Ecs/DeleteInstance', { InstanceId: idOf(instance), Force: true }),
    ]);

    const next = await cloud.make('Ecs-Instance', 'Ecs/RunInstances');
    await cloud.act('Ecs/AttachDisk', { DiskId: idOf(disk), InstanceId: idOf(next) });
    expect(await cloud.parentsOf(disk)).toEqual([next]);
  }
});

it('never loses an heir to attaching and detaching at once', async () => {
  const clouds = processes(4);
  const [cloud] = clouds;
  const disk = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');
  const instance = await cloud.make('Ecs-Instance', 'Ecs/RunInstances');
  const ids = { DiskId: idOf(disk), InstanceId: idOf(instance) };

  for (let round = 0; round < 25; round += 1) {
    await race(
      clouds.map((each, index) =>
        each.act((round + index) % 2 === 0 ? 'Ecs/AttachDisk' : 'Ecs/DetachDisk', ids),
      ),
    );
    const isAttached = (await cloud.parentsOf(disk))?.includes(instance) === true;
    const { items } = await cloud.provider.heirs(instance, 'Ecs-Disk', undefined, patientCall);
    if (isAttached) expect(items).toContain(disk);
  }
});

it('leaves one record for each of many calls at once in one process', async () => {
  const cloud = openTestCloud(table);

  await race(Array.from({ length: 20 }, () => cloud.act('Ecs/RunInstances')));

  expect(cloud.events).toHaveLength(20);
  expect(new Set(cloud.events.map(({ detail }) => detail.eventId)).size).toBe(20);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bus, BusEvent } from '../../../../src/bus/bus.ts';
import { type Arn, parseArn } from '../../../../src/clouds/alibaba/arn.ts';
import type { Resource } from '../../../../src/clouds/provider.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { idOf, nextAccount, openTestCloud, type TestCloud } from '../cloud-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
afterAll(() => dynamoDb.stop());

/** Stands for `kill -9`: from the n-th call on, nothing of this process reaches table or bus. */
const dyingAt = (n: number) => {
  let calls = 0;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls < n) return work();
    throw new Error(`the process died at call ${n}`);
  };
  const wrapTable = (inner: Table): Table => ({
    get: (key) => step(() => inner.get(key)),
    getMany: (keys) => step(() => inner.getMany(keys)),
    put: (item, expectation) => step(() => inner.put(item, expectation)),
    putMany: (items) => step(() => inner.putMany(items)),
    putParts: (key, write) => step(() => inner.putParts(key, write)),
    delete: (key, expectation) => step(() => inner.delete(key, expectation)),
    query: (listing) => step(() => inner.query(listing)),
    count: (key, expiresAt) => step(() => inner.count(key, expiresAt)),
    scan: (scan) => step(() => inner.scan(scan)),
  });
  const wrapBus = (inner: Bus): Bus => ({ publish: (events) => step(() => inner.publish(events)) });
  return { wrapTable, wrapBus, hasDied: () => calls >= n };
};

type Call = { readonly action: string; readonly parameters: object };

type Scenario = {
  readonly title: string;
  /** Prepares the account and says what to call. */
  readonly setUp: (cloud: TestCloud) => Promise<Call>;
};

const instance = (cloud: TestCloud) => cloud.make('Ecs-Instance', 'Ecs/RunInstances');
const disk = (cloud: TestCloud) => cloud.make('Ecs-Disk', 'Ecs/CreateDisk', { Size: 20 });
const eip = (cloud: TestCloud) => cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress');

const attachedDisk = async (cloud: TestCloud, holder: Arn): Promise<Arn> => {
  const free = await disk(cloud);
  await cloud.act('Ecs/AttachDisk', { InstanceId: idOf(holder), DiskId: idOf(free) });
  return free;
};

const scenarios: readonly Scenario[] = [
  {
    title: 'RunInstances',
    setUp: async () => ({
      action: 'Ecs/RunInstances',
      parameters: { Amount: 2, Tag: [{ Key: 'cost', Value: 'shanghai' }] },
    }),
  },
  {
    title: 'AttachDisk',
    setUp: async (cloud) => ({
      action: 'Ecs/AttachDisk',
      parameters: { InstanceId: idOf(await instance(cloud)), DiskId: idOf(await disk(cloud)) },
    }),
  },
  {
    title: 'DetachDisk',
    setUp: async (cloud) => {
      const holder = await instance(cloud);
      const held = await attachedDisk(cloud, holder);
      return {
        action: 'Ecs/DetachDisk',
        parameters: { InstanceId: idOf(holder), DiskId: idOf(held) },
      };
    },
  },
  {
    title: 'DeleteInstance with a data disk and an EIP',
    setUp: async (cloud) => {
      const holder = await instance(cloud);
      await attachedDisk(cloud, holder);
      await cloud.act('Vpc/AssociateEipAddress', {
        AllocationId: idOf(await eip(cloud)),
        InstanceId: idOf(holder),
      });
      return {
        action: 'Ecs/DeleteInstance',
        parameters: { InstanceId: idOf(holder), Force: true },
      };
    },
  },
  {
    title: 'CreateSnapshot',
    setUp: async (cloud) => ({
      action: 'Ecs/CreateSnapshot',
      parameters: { DiskId: idOf(await disk(cloud)) },
    }),
  },
  {
    title: 'TagResources of two disks',
    setUp: async (cloud) => ({
      action: 'Ecs/TagResources',
      parameters: {
        ResourceType: 'disk',
        ResourceId: [idOf(await disk(cloud)), idOf(await disk(cloud))],
        Tag: [{ Key: 'cost', Value: 'shanghai' }],
      },
    }),
  },
  {
    title: 'UntagResources with All',
    setUp: async (cloud) => {
      const tagged = await disk(cloud);
      await cloud.act('Ecs/TagResources', {
        ResourceType: 'disk',
        ResourceId: [idOf(tagged)],
        Tag: [{ Key: 'cost', Value: 'shanghai' }],
      });
      return {
        action: 'Ecs/UntagResources',
        parameters: { ResourceType: 'disk', ResourceId: [idOf(tagged)], All: true },
      };
    },
  },
  {
    title: 'TagResources of the unified API',
    setUp: async (cloud) => ({
      action: 'Tag/TagResources',
      parameters: {
        ResourceARN: [await disk(cloud), await instance(cloud)],
        Tags: JSON.stringify({ cost: 'shanghai' }),
      },
    }),
  },
  {
    title: 'AssociateEipAddress',
    setUp: async (cloud) => ({
      action: 'Vpc/AssociateEipAddress',
      parameters: {
        AllocationId: idOf(await eip(cloud)),
        InstanceId: idOf(await instance(cloud)),
      },
    }),
  },
  {
    title: 'ReleaseEipAddress',
    setUp: async (cloud) => ({
      action: 'Vpc/ReleaseEipAddress',
      parameters: { AllocationId: idOf(await eip(cloud)) },
    }),
  },
  {
    title: 'UpdateLoadBalancerZones of an NLB that swaps an EIP',
    setUp: async (cloud) => {
      const first = await eip(cloud);
      const second = await cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress', {
        Tag: [{ Key: 'which', Value: 'second' }],
      });
      const zone = (allocation: Arn) => ({
        ZoneId: 'cn-hangzhou-h',
        VSwitchId: 'vsw-1',
        AllocationId: idOf(allocation),
      });
      const nlb = await cloud.make('Nlb-Loadbalancer', 'Nlb/CreateLoadBalancer', {
        AddressType: 'Internet',
        ZoneMappings: [zone(first)],
      });
      return {
        action: 'Nlb/UpdateLoadBalancerZones',
        parameters: { LoadBalancerId: idOf(nlb), ZoneMappings: [zone(second)] },
      };
    },
  },
  {
    title: 'CreateTopic under the name of a deleted one',
    setUp: async (cloud) => {
      const kafka = await cloud.make('Kafka-Instance', 'AliKafka/CreateInstance');
      const topic = { InstanceId: idOf(kafka), Topic: 'orders' };
      await cloud.act('AliKafka/CreateTopic', topic);
      await cloud.act('AliKafka/DeleteTopic', topic);
      return { action: 'AliKafka/CreateTopic', parameters: topic };
    },
  },
  {
    title: 'DeleteInstance of Kafka with a topic and a group',
    setUp: async (cloud) => {
      const kafka = await cloud.make('Kafka-Instance', 'AliKafka/CreateInstance');
      const InstanceId = idOf(kafka);
      await cloud.act('AliKafka/CreateTopic', { InstanceId, Topic: 'orders' });
      await cloud.act('AliKafka/CreateConsumerGroup', { InstanceId, ConsumerId: 'GID_orders' });
      return { action: 'AliKafka/DeleteInstance', parameters: { InstanceId } };
    },
  },
  {
    title: 'CreateCluster',
    setUp: async () => ({ action: 'Cs/CreateCluster', parameters: { Name: 'demo' } }),
  },
  {
    title: 'DeleteCluster with an instance',
    setUp: async (cloud) => {
      const cluster = await cloud.make('Cs-Cluster', 'Cs/CreateCluster', { Name: 'demo' });
      const ClusterId = idOf(cluster);
      await cloud.act('Cs/ScaleClusterNodePool', { ClusterId, NodepoolId: 'np-1', Count: 1 });
      return { action: 'Cs/DeleteCluster', parameters: { ClusterId } };
    },
  },
  {
    title: 'CreateContainerGroup with an EIP',
    setUp: async (cloud) => ({
      action: 'Eci/CreateContainerGroup',
      parameters: { ContainerGroupName: 'pod', EipInstanceId: idOf(await eip(cloud)) },
    }),
  },
];

/** What exists, with ids left out, so that two accounts can be compared. */
const shapeOf = (resources: readonly Resource[]): readonly string[] => {
  const living = new Set(resources.map(({ arn }) => arn));
  return resources
    .map(({ arn, tags, parents }) =>
      JSON.stringify([
        parseArn(arn).type,
        [...tags].sort(),
        parents
          .filter((parent) => living.has(parent))
          .map((parent) => parseArn(parent).type)
          .sort(),
      ]),
    )
    .sort();
};

const eventNames = (events: readonly BusEvent[]): ReadonlySet<unknown> =>
  new Set(events.map(({ detail }) => detail.eventName));

/** Everything that hangs on a living primary must be found from it. */
const expectEveryHeirIsFound = async (cloud: TestCloud): Promise<void> => {
  const resources = await cloud.everything();
  const living = new Set(resources.map(({ arn }) => arn));
  for (const { arn, parents } of resources) {
    for (const parent of parents.filter((each) => living.has(each))) {
      const page = await cloud.provider.heirs(parent, parseArn(arn).type, undefined, patientCall);
      expect(page.items).toContain(arn);
    }
  }
};

const runUndisturbed = async ({ setUp }: Scenario) => {
  const cloud = openTestCloud(table);
  const { action, parameters } = await setUp(cloud);
  const before = shapeOf(await cloud.everything());
  cloud.events.length = 0;
  await cloud.act(action, parameters);
  return {
    before,
    after: shapeOf(await cloud.everything()),
    events: eventNames(cloud.events),
    eventNames: cloud.events.map(({ detail }) => detail.eventName).sort(),
    name: action.split('/')[1],
  };
};

/** Runs one scenario in a process that dies at its n-th call. */
const runDying = async ({ setUp }: Scenario, n: number) => {
  const accountId = nextAccount();
  const { action, parameters } = await setUp(openTestCloud(table, { accountId }));
  const death = dyingAt(n);
  const dying = openTestCloud(death.wrapTable(table), { accountId, busOf: death.wrapBus });
  await dying.act(action, parameters).catch(() => undefined);
  return { accountId, hasDied: death.hasDied(), events: dying.events };
};

const mostCalls = 300;

it.each(scenarios)('leaves all or nothing of $title, whenever it is killed', async (scenario) => {
  const undisturbed = await runUndisturbed(scenario);
  const outcomes = new Set<string>();

  for (let n = 1; n <= mostCalls; n += 1) {
    const { accountId, hasDied, events } = await runDying(scenario, n);
    if (!hasDied) break;
    expect(n).toBeLessThan(mostCalls);
    const restarted = openTestCloud(table, { accountId });
    await restarted.recover();

    const shape = shapeOf(await restarted.everything());
    const seen = eventNames([...events, ...restarted.events]);
    if (shape.join() === undisturbed.after.join()) {
      outcomes.add('happened');
      expect([...undisturbed.events].filter((name) => !seen.has(name))).toEqual([]);
    } else {
      outcomes.add('never happened');
      expect(shape).toEqual(undisturbed.before);
      expect([...seen]).toEqual([]);
    }
    await expectEveryHeirIsFound(restarted);
    expect(await restarted.recover()).toBe(0);
  }

  expect([...outcomes].sort()).toEqual(['happened', 'never happened']);
  expect(undisturbed.events).toContain(undisturbed.name);
});

/** The n-th write arrives, its answer is lost, and the client's own retry meets what it wrote. */
const losingAnswer = (inner: Table, n: number) => {
  let writes = 0;
  const lose = (isLost: boolean) => (isLost ? 2 : 1);
  const repeat = async (work: () => Promise<void>): Promise<void> => {
    writes += 1;
    for (let times = lose(writes === n); times > 0; times -= 1) await work();
  };
  const table: Table = {
    ...inner,
    put: (item, expectation) => repeat(() => inner.put(item, expectation)),
    delete: (key, expectation) => repeat(() => inner.delete(key, expectation)),
  };
  return { table, wasLost: () => writes >= n };
};

it.each(scenarios)('does $title once when any one answer is lost', async (scenario) => {
  const undisturbed = await runUndisturbed(scenario);

  for (let n = 1; n <= mostCalls; n += 1) {
    const accountId = nextAccount();
    const { action, parameters } = await scenario.setUp(openTestCloud(table, { accountId }));
    const losing = losingAnswer(table, n);
    const cloud = openTestCloud(losing.table, { accountId });
    await cloud.act(action, parameters);

    expect(shapeOf(await cloud.everything())).toEqual(undisturbed.after);
    expect(cloud.events.map(({ detail }) => detail.eventName).sort()).toEqual(
      undisturbed.eventNames,
    );
    expect(await cloud.recover()).toBe(0);
    if (!losing.wasLost()) break;
  }
});

it('recovers from a crash during recovery', async () => {
  const scenario = scenarios.find(({ title }) => title.startsWith('DeleteInstance with'));
  if (scenario === undefined) throw new Error('the scenario is gone');
  const undisturbed = await runUndisturbed(scenario);
  let recoveries = 0;

  for (let n = 1; n <= mostCalls; n += 1) {
    const { accountId, hasDied, events } = await runDying(scenario, n);
    if (!hasDied) break;
    const again = dyingAt(1 + (n % 7));
    const dying = openTestCloud(again.wrapTable(table), { accountId, busOf: again.wrapBus });
    await dying.recover().catch(() => undefined);
    const restarted = openTestCloud(table, { accountId });
    await restarted.recover();
    recoveries += 1;

    const shape = shapeOf(await restarted.everything());
    const seen = eventNames([...events, ...dying.events, ...restarted.events]);
    if (shape.join() === undisturbed.after.join()) {
      expect([...undisturbed.events].filter((name) => !seen.has(name))).toEqual([]);
    } else expect(shape).toEqual(undisturbed.before);
  }

  expect(recoveries).toBeGreaterThan(5);
});

it('finishes with a later call what a failing bus left, and lets others go on meanwhile', async () => {
  let failures = 2;
  const cloud = openTestCloud(table, {
    busOf: (bus) => ({
      publish: async (events) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the bus is away');
        await bus.publish(events);
      },
    }),
  });

  await expect(cloud.act('Vpc/AllocateEipAddress')).rejects.toThrow('the bus is away');
  await cloud.act('Ecs/CreateDisk');
  expect(cloud.takeEventNames()).toEqual(['CreateDisk']);
  await cloud.act('Ecs/CreateSecurityGroup');

  expect(cloud.takeEventNames()).toEqual(['AllocateEipAddress', 'CreateSecurityGroup']);
  expect(await cloud.recover()).toBe(0);
});

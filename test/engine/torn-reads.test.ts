import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import { tornCloud } from '../reliability/torn-cloud.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { clusterEipRule, diskRule, eipRule, nlbRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
});

/** Describes resources one after the other, the given one last; `between` happens once, before that. */
const readLast = (last: Arn, between: () => Promise<void>): CloudProvider => {
  let isDue = true;
  return tornCloud(world.cloud, {
    order: (arns) => [...arns.filter((arn) => arn !== last), ...arns.filter((arn) => arn === last)],
    before: async (arn) => {
      if (arn !== last || !isDue) return;
      isDue = false;
      await between();
    },
  });
};

const diskOn = async (instance: Arn): Promise<Arn> => {
  const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const attachment = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', attachment);
  return disk;
};

/** A disk that inherited its instance's tags. */
const diskWith = async (
  tags: Readonly<Record<string, string>>,
  choice: Partial<RuleSetting> = {},
) => {
  await world.setRules(setting(diskRule, choice));
  const instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  const disk = await diskOn(instance);
  await world.tag(instance, tags);
  await world.worker()(disk);
  return { instance, disk };
};

const balancerOn = (eip: Arn): Promise<Arn> =>
  world.make('Nlb-Loadbalancer', 'Nlb/CreateLoadBalancer', {
    AddressType: 'Internet',
    LoadBalancerName: 'balancer',
    VpcId: 'vpc-1',
    ZoneMappings: [
      { ZoneId: 'z-1', VSwitchId: 'v-1', AllocationId: idOf(eip) },
      { ZoneId: 'z-2', VSwitchId: 'v-2' },
    ],
  });

const letGo = (balancer: Arn): Promise<Arn> =>
  world.make('Nlb-Loadbalancer', 'Nlb/UpdateLoadBalancerAddressTypeConfig', {
    LoadBalancerId: idOf(balancer),
    AddressType: 'Intranet',
  });

const clusterWithEip = async (): Promise<{ cluster: Arn; eip: Arn }> => {
  const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
  const [eip] = (await world.cloud.heirs(cluster, 'Vpc-Eip', undefined, patientCall)).items;
  if (eip === undefined) throw new Error('the cluster has no EIP');
  return { cluster, eip };
};

describe('an heir that is read before its parent', () => {
  it.each([
    ['inherits', undefined],
    ['follows', 'then'],
  ])('%s nothing that the parent got after it had let it go', async (_, before) => {
    await world.setRules(setting(nlbRule));
    const eip = await world.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
    const balancer = await balancerOn(eip);
    if (before !== undefined) await world.tag(balancer, { owner: before });
    await world.worker()(eip);

    const cloud = readLast(balancer, async () => {
      await letGo(balancer);
      await world.tag(balancer, { owner: 'late' });
    });
    await world.worker({ cloud })(eip);
    await world.worker()(eip);

    expect(await world.tagsOf(eip)).toEqual(before === undefined ? {} : { owner: before });
  });
});

describe('parents that are read before their heir', () => {
  it('put no displaced value back when another parent gives the key by now', async () => {
    const first = { conflictPolicy: 'overwrite', restoreDisplaced: true } as const;
    await world.setRules(setting(eipRule, first), setting(clusterEipRule, first));
    const instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
    const { cluster, eip } = await clusterWithEip();
    const association = { AllocationId: idOf(eip), InstanceId: idOf(instance) };
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', association);
    await world.tag(eip, { cost: 'old' });
    await world.tag(instance, { cost: 'instance' });
    await world.tag(cluster, { env: 'test' });
    await world.worker()(eip);
    const second = { conflictPolicy: 'keep', restoreDisplaced: true } as const;
    await world.setRules(setting(eipRule, second), setting(clusterEipRule, second));

    const cloud = readLast(eip, async () => {
      await world.tag(cluster, { cost: 'cluster' });
      await world.make('Vpc-Eip', 'Vpc/UnassociateEipAddress', { AllocationId: idOf(eip) });
    });
    await world.worker({ cloud })(eip);
    await world.worker()(eip);

    expect(await world.tagsOf(eip)).toEqual({ cost: 'cluster', env: 'test' });
  });

  it('start no contest about a tag that is as they have it by now', async () => {
    const { instance, disk } = await diskWith({ cost: 'a' });
    for (const theirs of ['x', 'y', 'z']) {
      await world.tag(disk, { cost: theirs });
      await world.worker()(disk);
    }

    const cloud = readLast(disk, async () => {
      await world.tag(instance, { cost: 'b' });
      await world.tag(disk, { cost: 'b' });
    });
    await world.worker({ cloud })(disk);
    await world.tag(instance, { cost: 'c' });
    await world.worker()(disk);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'c' });
  });

  it('hand no tag over that is as they have it by now', async () => {
    const { instance, disk } = await diskWith({ cost: 'a' }, { conflictPolicy: 'keep' });

    const cloud = readLast(disk, async () => {
      await world.tag(instance, { cost: 'b' });
      await world.tag(disk, { cost: 'b' });
    });
    await world.worker({ cloud })(disk);
    await world.worker()(disk);

    expect(await world.entriesOf(disk)).toHaveLength(1);
  });

  it("cost nobody a tag that was written after the parent's was taken away", async () => {
    const { instance, disk } = await diskWith({ cost: 'a', team: 'b' });

    const cloud = readLast(disk, async () => {
      await world.untag(instance, 'cost');
      await world.tag(disk, { cost: 'own' });
    });
    await world.worker({ cloud })(disk);
    await world.worker()(disk);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'own', team: 'b' });
  });

  it.each(['keep', 'overwrite'] as const)(
    'do not let an entry be forgotten whose key another parent gives by now (%s)',
    async (conflictPolicy) => {
      const choice = { conflictPolicy, restoreDisplaced: true };
      await world.setRules(setting(nlbRule, choice), setting(clusterEipRule, choice));
      const { cluster, eip } = await clusterWithEip();
      const balancer = await balancerOn(eip);
      await world.tag(balancer, { cost: 'balancer' });
      await world.tag(cluster, { env: 'test' });
      await world.worker()(eip);

      const cloud = readLast(eip, async () => {
        await world.tag(cluster, { cost: 'cluster' });
        await letGo(balancer);
      });
      await world.worker({ cloud })(eip);
      await world.worker()(eip);

      expect(await world.tagsOf(eip)).toEqual({ cost: 'cluster', env: 'test' });
      const entries = await world.entriesOf(eip);
      expect(entries.find(({ key }) => key === 'cost')).toMatchObject({ displaced: null });
    },
  );
});

it('releases a resource although what it inherited from cannot be read', async () => {
  const { instance, disk } = await diskWith({ cost: 'a' });
  const attachment = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/DetachDisk', attachment);
  const describe: CloudProvider['describe'] = async (arns, call) => {
    if (!arns.includes(instance)) return world.cloud.describe(arns, call);
    throw new TerminalError({ code: 'Forbidden', message: `${instance} must not be read` });
  };

  await world.worker({ cloud: { ...world.cloud, describe } })(disk);

  expect(await world.tagsOf(disk)).toEqual({});
});

it('asks a cloud that is busy no second time', async () => {
  const { disk } = await diskWith({ cost: 'a' });
  let calls = 0;
  const describe: CloudProvider['describe'] = () => {
    calls += 1;
    return Promise.reject(new RetryableError({ code: 'Throttling', message: 'too many calls' }));
  };

  const look = world.worker({ cloud: { ...world.cloud, describe } })(disk);

  await expect(look).rejects.toMatchObject({ code: 'Throttling' });
  expect(calls).toBe(1);
});

it('does not care for a record that cannot be read while the feature is off', async () => {
  await world.setRules(setting(diskRule));
  const disk = await diskOn(await world.make('Ecs-Instance', 'Ecs/RunInstances'));
  await world.setFeature('Disable');
  const failure = new TerminalError({ code: 'MalformedLedgerRecord', message: 'no record' });
  const ledger = { ...world.ledger, read: () => Promise.reject(failure) };

  expect(await world.worker({ ledger })(disk)).toMatchObject({ kind: 'inactive' });
});

import { describe, expect, it } from 'vitest';
import type { Client } from '../../src/clouds/alibaba/demo/client.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import { callFor, idOf, make, useRunner } from './path-fixture.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const snapshotRule = 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot';
const clusterRule = 'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance';
const clusterEipRule = 'rule:TagCluster:Cs-Cluster:Vpc-Eip';
const natRule = 'rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip';

const openClient = useRunner();

const enabled = async (...rules: readonly SettingName[]): Promise<Client> => {
  const client = openClient();
  await client.setFeature('Enable');
  for (const rule of rules) await client.setRule(rule, { status: 'Enable' });
  return client;
};

const attachedDisk = async (client: Client, instance: Arn): Promise<Arn> => {
  const disk = await make(client, 'Ecs-Disk', 'Ecs/CreateDisk');
  await client.cloud('Ecs/AttachDisk', {
    RegionId: 'cn-hangzhou',
    InstanceId: idOf(instance),
    DiskId: idOf(disk),
  });
  return disk;
};

describe('a chain', () => {
  it('carries a tag from a cluster over its instance and the disk to the snapshot, and takes it back', async () => {
    const client = await enabled(clusterRule, diskRule, snapshotRule);
    const cluster = await make(client, 'Cs-Cluster', 'Cs/CreateCluster', { Name: 'chain' });
    const instance = await make(client, 'Ecs-Instance', 'Cs/ScaleClusterNodePool', {
      ClusterId: idOf(cluster),
      count: 1,
    });
    const disk = await attachedDisk(client, instance);
    const snapshot = await make(client, 'Ecs-Snapshot', 'Ecs/CreateSnapshot', {
      DiskId: idOf(disk),
    });

    await client.tag(cluster, { cost: 'shanghai' });
    await client.settle();
    const carried = await Promise.all([instance, disk, snapshot].map(client.tagsOf));
    await client.untag(cluster, ['cost']);
    await client.settle();
    const taken = await Promise.all([instance, disk, snapshot].map(client.tagsOf));

    expect(carried).toEqual([{ cost: 'shanghai' }, { cost: 'shanghai' }, { cost: 'shanghai' }]);
    expect(taken).toEqual([{}, {}, {}]);
  });
});

describe('Apply To Existing Resources', () => {
  it('tags what was associated before the rule was enabled; without it nothing happens', async () => {
    const client = await enabled();
    const instance = await make(client, 'Ecs-Instance', 'Ecs/CreateInstance');
    const disk = await attachedDisk(client, instance);
    await client.tag(instance, { cost: 'shanghai' });
    // Events that came only after the rule was on would be new associations to it.
    await client.settle();

    await client.setRule(diskRule, { status: 'Enable' });
    await client.settle();
    const before = await client.tagsOf(disk);
    await client.setRule(diskRule, { status: 'Enable', existingStatus: 'Enable' });
    await client.settle();

    expect(before).toEqual({});
    expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });

  it('is refused for a rule that does not support it, and changes nothing', async () => {
    const client = await enabled(clusterRule);

    await expect(
      client.setRule(clusterRule, { status: 'Disable', existingStatus: 'Enable' }),
    ).rejects.toMatchObject({ code: 'Http400' });

    const cluster = await make(client, 'Cs-Cluster', 'Cs/CreateCluster', { Name: 'still on' });
    const instance = await make(client, 'Ecs-Instance', 'Cs/ScaleClusterNodePool', {
      ClusterId: idOf(cluster),
      count: 1,
    });
    await client.tag(cluster, { cost: 'shanghai' });
    await client.settle();
    expect(await client.tagsOf(instance)).toEqual({ cost: 'shanghai' });
  });
});

describe('several parents', () => {
  it('the direct holder wins over the cluster, and the cluster follows when it leaves', async () => {
    const client = await enabled(clusterEipRule, natRule);
    const arns = await client.cloud('Cs/CreateCluster', { RegionId: 'cn-hangzhou', Name: 'two' });
    const of = (part: string) => {
      const arn = arns.find((each) => each.includes(part));
      if (arn === undefined) throw new Error(`no ${part} among ${arns}`);
      return arn;
    };
    const [cluster, gateway, eip] = [of(':cluster/'), of(':natgateway/'), of(':eip/')];
    const association = {
      RegionId: 'cn-hangzhou',
      AllocationId: idOf(eip),
      InstanceId: idOf(gateway),
      InstanceType: 'Nat',
    };
    await client.cloud('Vpc/AssociateEipAddress', association);
    await client.tag(cluster, { cost: 'cluster', team: 'blue' });
    await client.tag(gateway, { cost: 'gateway' });
    await client.settle();
    const both = await client.tagsOf(eip);

    await client.cloud('Vpc/UnassociateEipAddress', association);
    await client.settle();

    expect(both).toEqual({ cost: 'gateway', team: 'blue' });
    expect(await client.tagsOf(eip)).toEqual({ cost: 'cluster', team: 'blue' });
  });
});

describe('the switch for the whole feature', () => {
  it('off: events do nothing and tags stay; rule calls are refused', async () => {
    const client = await enabled(diskRule);
    const instance = await make(client, 'Ecs-Instance', 'Ecs/CreateInstance');
    const disk = await attachedDisk(client, instance);
    await client.tag(instance, { cost: 'shanghai' });
    await client.settle();

    await client.setFeature('Disable');
    await client.tag(instance, { cost: 'beijing' });
    await client.settle();

    expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    await expect(client.setRule(diskRule, { status: 'Enable' })).rejects.toThrow(
      'InvalidOperation.NotActivated',
    );
  });
});

describe('many heirs', () => {
  it('all follow their primary', async () => {
    const client = await enabled(diskRule);
    const [instance] = await callFor(client, 'Ecs-Instance', 'Ecs/RunInstances');
    if (instance === undefined) throw new Error('no instance');
    const disks: Arn[] = [];
    for (let index = 0; index < 40; index += 1) disks.push(await attachedDisk(client, instance));

    await client.tag(instance, { cost: 'shanghai' });
    await client.settle();

    for (const disk of disks) expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });
});

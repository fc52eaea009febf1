import { type Arn, formatArn, parseArn } from '../../src/model/arn.ts';
import type { ResourceType } from '../../src/model/resource-types.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import type { Measured, MeasuredWorld } from './world.ts';

/** Something that happens to a fresh world, and what the service asked of others because of it. */
export type Scenario = (world: MeasuredWorld) => Promise<Measured>;

export const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
export const nodeRule = 'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance';

const idOf = (arn: Arn): string => parseArn(arn).id;

/** A message that asks for a look at resources. */
export const keysBody = (arns: readonly Arn[]): string =>
  writeMessage({
    kind: 'keys',
    arns,
    cause: {
      eventId: 'bench',
      eventName: 'Bench',
      eventTime: new Date().toISOString(),
      principal: 'bench',
    },
  });

export const tagPrimary = (world: MeasuredWorld, arn: Arn, cost: string): Promise<readonly Arn[]> =>
  world.call('Tag/TagResources', { ResourceARN: [arn], Tags: JSON.stringify({ cost }) });

/** An instance with a tag and a disk beside it, settled. */
const instanceAndDisk = async (world: MeasuredWorld): Promise<{ instance: Arn; disk: Arn }> => {
  await world.enable(diskRule);
  const instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  await tagPrimary(world, instance, 'shanghai');
  const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk', {
    ZoneId: 'cn-hangzhou-a',
    Size: 20,
  });
  await world.settle();
  return { instance, disk };
};

const attachment = ({ instance, disk }: { instance: Arn; disk: Arn }) => ({
  InstanceId: idOf(instance),
  DiskId: idOf(disk),
});

/** A cluster with a tag and so many nodes, which have inherited it. */
export const clusterOf = async (world: MeasuredWorld, nodes: number): Promise<readonly Arn[]> => {
  await world.enable(nodeRule);
  const named = (type: ResourceType, id: string): Arn =>
    formatArn({ type, id, region: 'cn-hangzhou', accountId: world.accountId });
  const cluster = named('Cs-Cluster', 'c1');
  const heirs = Array.from({ length: nodes }, (_, index) => named('Ecs-Instance', `i-${index}`));
  await world.seed([{ arn: cluster }, ...heirs.map((arn) => ({ arn, parents: [cluster] }))]);
  await tagPrimary(world, cluster, 'shanghai');
  await world.settle();
  return [cluster, ...heirs];
};

/** A disk that has inherited from its instance. */
export const rightDisk = async (world: MeasuredWorld): Promise<Arn> => {
  const both = await instanceAndDisk(world);
  await world.call('Ecs/AttachDisk', attachment(both));
  await world.settle();
  return both.disk;
};

/** A resource that is right is looked at again. */
export const lookAgain: Scenario = async (world) => {
  world.deliver(keysBody([await rightDisk(world)]));
  return world.settle();
};

/** Many resources that are right are looked at again, as by a sweep. */
export const lookAgainAt =
  (count: number): Scenario =>
  async (world) => {
    const [, ...heirs] = await clusterOf(world, count);
    for (let at = 0; at < count; at += 50) world.deliver(keysBody(heirs.slice(at, at + 50)));
    return world.settle();
  };

export const attach: Scenario = async (world) => {
  const both = await instanceAndDisk(world);
  await world.call('Ecs/AttachDisk', attachment(both));
  return world.settle();
};

export const detach: Scenario = async (world) => {
  const both = await instanceAndDisk(world);
  await world.call('Ecs/AttachDisk', attachment(both));
  await world.settle();
  await world.call('Ecs/DetachDisk', attachment(both));
  return world.settle();
};

/** A tag of a primary changes, which so many heirs follow. */
export const tagChange =
  (heirs: number): Scenario =>
  async (world) => {
    const [cluster] = await clusterOf(world, heirs);
    if (cluster !== undefined) await tagPrimary(world, cluster, 'beijing');
    return world.settle();
  };

/** A primary changes so often, while the worker is busy elsewhere, and so many heirs follow. */
export const burst =
  (changes: number, heirs: number): Scenario =>
  async (world) => {
    const [cluster] = await clusterOf(world, heirs);
    for (let change = 0; change < changes; change += 1) {
      if (cluster !== undefined) await tagPrimary(world, cluster, `city-${change}`);
    }
    return world.settle();
  };

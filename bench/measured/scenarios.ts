import { type Arn, formatArn, parseArn } from '../../src/clouds/arn.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
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

/** An instance and a disk of its own. */
export type Pair = { readonly instance: Arn; readonly disk: Arn };

/** Instances, each with a tag of another value and a disk beside it, settled. */
export const instancesAndDisks = async (
  world: MeasuredWorld,
  count: number,
): Promise<readonly Pair[]> => {
  await world.enable(diskRule);
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
    await tagPrimary(world, instance, `city-${pairs.length}`);
    const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk', {
      ZoneId: 'cn-hangzhou-a',
      Size: 20,
    });
    pairs.push({ instance, disk });
  }
  await world.settle();
  return pairs;
};

const callEach =
  (action: string) =>
  async (world: MeasuredWorld, pairs: readonly Pair[]): Promise<void> => {
    for (const { instance, disk } of pairs) {
      await world.call(action, { InstanceId: idOf(instance), DiskId: idOf(disk) });
    }
  };

/** Attaches each disk to its instance; nothing is settled. */
export const attachEach = callEach('Ecs/AttachDisk');
export const detachEach = callEach('Ecs/DetachDisk');

/** Gives each instance another value; nothing is settled. */
export const tagEach = async (
  world: MeasuredWorld,
  pairs: readonly Pair[],
  value: string,
): Promise<void> => {
  for (const [index, { instance }] of pairs.entries()) {
    await tagPrimary(world, instance, `${value}-${index}`);
  }
};

/** Lets the worker know the rows of today's history, as one does that has been at work for some minutes. */
export const warmUp = async (world: MeasuredWorld): Promise<void> => {
  await instancesWithDisks(world, 40);
};

const instancesWithDisks = async (
  world: MeasuredWorld,
  count: number,
): Promise<readonly Pair[]> => {
  const pairs = await instancesAndDisks(world, count);
  await attachEach(world, pairs);
  await world.settle();
  return pairs;
};

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
  const [pair] = await instancesWithDisks(world, 1);
  if (pair === undefined) throw new Error('no disk was made');
  return pair.disk;
};

/** So many resources that are right are looked at again, each because of a message of its own. */
export const lookAgain =
  (count: number): Scenario =>
  async (world) => {
    for (const { disk } of await instancesWithDisks(world, count)) {
      world.deliver(keysBody([disk]));
    }
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

/** So many disks are attached, each to an instance of its own, while the worker is busy elsewhere. */
export const attach =
  (count: number): Scenario =>
  async (world) => {
    await attachEach(world, await instancesAndDisks(world, count));
    return world.settle();
  };

export const detach =
  (count: number): Scenario =>
  async (world) => {
    await detachEach(world, await instancesWithDisks(world, count));
    return world.settle();
  };

/** So many instances, each with a system disk, get another tag each while the worker is busy elsewhere. */
export const tagChanges =
  (count: number): Scenario =>
  async (world) => {
    await tagEach(world, await instancesAndDisks(world, count), 'village');
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

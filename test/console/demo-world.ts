import type { Client, TagList } from '../../src/clouds/alibaba/demo/client.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { parseArn } from '../../src/clouds/arn.ts';

const region = { RegionId: 'cn-hangzhou' } as const;

/** An instance with a disk that has a snapshot; what the page is shown. */
export type Machine = { readonly instance: Arn; readonly disk: Arn; readonly snapshot: Arn };

const theOne = (arns: readonly Arn[], type: string): Arn => {
  const arn = arns.find((each) => parseArn(each).type === type);
  if (arn === undefined) throw new Error(`no ${type} among ${arns.join(', ')}`);
  return arn;
};

/** Makes a machine whose instance and disk have tags of their own. */
export const makeMachine = async (
  client: Client,
  tags: { readonly instance: TagList; readonly disk?: TagList },
): Promise<Machine> => {
  const instance = theOne(await client.cloud('Ecs/RunInstances', region), 'Ecs-Instance');
  await client.tag(instance, tags.instance);
  const made = await client.cloud('Ecs/CreateDisk', {
    ...region,
    ZoneId: 'cn-hangzhou-h',
    Size: 20,
  });
  const disk = theOne(made, 'Ecs-Disk');
  if (tags.disk !== undefined) await client.tag(disk, tags.disk);
  const ids = { InstanceId: parseArn(instance).id, DiskId: parseArn(disk).id };
  await client.cloud('Ecs/AttachDisk', ids);
  const shot = await client.cloud('Ecs/CreateSnapshot', { ...region, DiskId: ids.DiskId });
  return { instance, disk, snapshot: theOne(shot, 'Ecs-Snapshot') };
};

/** The rules that the page's stories are about. */
export const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
export const snapshotRule = 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot';

/** A small world in which something is inherited, overwritten, and handed on. */
export const makeWorld = async (client: Client): Promise<Machine> => {
  await client.setFeature('Enable');
  await client.setRule(diskRule, { status: 'Enable' });
  await client.setRule(snapshotRule, { status: 'Enable' });
  const machine = await makeMachine(client, {
    instance: { cost: 'shanghai', team: 'blue' },
    disk: { cost: 'hangzhou', own: 'kept' },
  });
  await client.settle();
  return machine;
};

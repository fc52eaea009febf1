import {
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import { NotFoundError } from '../../../model/errors.ts';
import type { TagCall } from '../../tag-calls.ts';
import { parseArn } from '../arn.ts';
import type { SendOptions } from './asking.ts';
import type { Clients } from './clients.ts';

/** Keys of a group's tags, and whether Auto Scaling gives them to new instances. */
const passedOn = async (
  clients: Clients,
  name: string,
  options: SendOptions,
): Promise<ReadonlyMap<string | undefined, boolean>> => {
  const question = { AutoScalingGroupNames: [name], IncludeInstances: false };
  const { AutoScalingGroups: [group] = [] } = await clients
    .autoScaling()
    .send(new DescribeAutoScalingGroupsCommand(question), options);
  if (group === undefined) {
    throw new NotFoundError({
      code: 'AutoScalingGroupNotFound',
      message: `there is no Auto Scaling group ${name} whose tags could be written`,
    });
  }
  return new Map(
    (group.Tags ?? []).map(({ Key, PropagateAtLaunch = false }) => [Key, PropagateAtLaunch]),
  );
};

/**
 * Writes tags of an Auto Scaling group. Whether a tag is given to new instances stands beside its value, and is
 * written with it: it stays as it is, which takes a read. New tags are not given on: that is a rule's to say.
 */
export const writeGroupTags = async (
  clients: Clients,
  { arns: [arn], change }: TagCall,
  options: SendOptions,
): Promise<void> => {
  if (arn === undefined) return;
  const of = { ResourceId: parseArn(arn).id, ResourceType: 'auto-scaling-group' };
  const kept = await passedOn(clients, of.ResourceId, options);
  const client = clients.autoScaling();
  if (change.kind === 'set') {
    const Tags = change.tags.map(([Key, Value]) => ({
      ...of,
      Key,
      Value,
      PropagateAtLaunch: kept.get(Key) ?? false,
    }));
    await client.send(new CreateOrUpdateTagsCommand({ Tags }), options);
    return;
  }
  const Tags = change.keys.filter((key) => kept.has(key)).map((Key) => ({ ...of, Key }));
  if (Tags.length > 0) await client.send(new DeleteTagsCommand({ Tags }), options);
};

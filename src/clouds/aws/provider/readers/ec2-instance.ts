import { DescribeInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { askEc2, filterBy } from '../ec2-listing.ts';
import { arnIn, type TypeReader, tagsIn } from '../reader.ts';
import { instancesOfGroup } from './autoscaling-group.ts';
import { clusterKeyOf, clustersIn } from './eks-signs.ts';

/** Set and taken away by Auto Scaling itself. */
const groupKey = 'aws:autoscaling:groupName';

const instances = askEc2<Instance>({
  api: 'ec2:DescribeInstances',
  what: 'instances',
  idFilter: 'instance-id',
  send: async (client, question, options) => {
    const command = new DescribeInstancesCommand(question);
    const { Reservations, NextToken } = await client.send(command, options);
    return { items: Reservations?.flatMap(({ Instances }) => Instances ?? []), next: NextToken };
  },
  show: ({ InstanceId: id, State, Tags }, at) => {
    // It is shown for about an hour after its end.
    if (id === undefined || State?.Name === 'terminated') return undefined;
    const tags = tagsIn(Tags);
    const group = tags.get(groupKey);
    const groups = group ? [arnIn(at, 'AutoScaling-Group', group)] : [];
    return { id, tags, parents: [...groups, ...clustersIn(tags, at)] };
  },
});

/** Instances: their tags say which group and which cluster they belong to. */
export const instanceReader: TypeReader = {
  ...instances,
  hanging: {
    'AutoScaling-Group': instances.hangingOn('AutoScaling-Group'),
    'Eks-Cluster': instances.hangingOn('Eks-Cluster'),
  },
  heirs: {
    'AutoScaling-Group': instancesOfGroup,
    'Eks-Cluster': instances.heirsOf('Eks-Cluster', (id) => [
      [filterBy('tag-key', clusterKeyOf(id))],
      [filterBy('tag:aws:eks:cluster-name', id)],
      [filterBy('tag:eks:cluster-name', id)],
    ]),
  },
};

import { DescribeSecurityGroupsCommand, type SecurityGroup } from '@aws-sdk/client-ec2';
import { askEc2 } from '../ec2-listing.ts';
import { arnIn, type TypeReader, tagsIn } from '../reader.ts';
import { securityGroupOfCluster } from './eks-cluster.ts';

/** Set by EKS on the security group that it makes for a cluster; other groups are only used by it. */
const clusterKey = 'aws:eks:cluster-name';

const groups = askEc2<SecurityGroup>({
  api: 'ec2:DescribeSecurityGroups',
  what: 'security groups',
  idFilter: 'group-id',
  send: async (client, question, options) => {
    const command = new DescribeSecurityGroupsCommand(question);
    const { SecurityGroups, NextToken } = await client.send(command, options);
    return { items: SecurityGroups, next: NextToken };
  },
  show: ({ GroupId: id, OwnerId, Tags }, at) => {
    // Those that others share are shown, too.
    if (id === undefined || (OwnerId !== undefined && OwnerId !== at.accountId)) return undefined;
    const tags = tagsIn(Tags);
    const cluster = tags.get(clusterKey);
    return { id, tags, parents: cluster ? [arnIn(at, 'Eks-Cluster', cluster)] : [] };
  },
});

/** Security groups: a tag of the cloud's own says whose cluster's one is. */
export const securityGroupReader: TypeReader = {
  ...groups,
  hanging: { 'Eks-Cluster': groups.hangingOn('Eks-Cluster') },
  heirs: { 'Eks-Cluster': securityGroupOfCluster },
};

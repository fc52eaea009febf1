import type { AccountRegion } from '../../call.ts';
import { type Arn, formatArn } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import { itemsAt, textAt } from './answers.ts';
import type { Ask } from './ask.ts';
import { orIfGone, type Shown } from './listing.ts';
import { operations } from './operations.ts';

/** What `resource_type` of a cluster's resources says. Source: DescribeClusterResources; the types are those of ROS. */
const typesByName: ReadonlyMap<string, ResourceType> = new Map([
  ['ALIYUN::ECS::SecurityGroup', 'Ecs-SecurityGroup'],
  ['ALIYUN::ESS::ScalingGroup', 'Ess-ScalingGroup'],
  ['ALIYUN::SLB::LoadBalancer', 'Slb-Instance'],
  ['ALIYUN::VPC::EIP', 'Vpc-Eip'],
  ['ALIYUN::VPC::NatGateway', 'Vpc-Natgateway'],
]);

type Part = readonly [type: ResourceType | undefined, id: string | undefined];

const readParts = async (
  ask: Ask,
  at: AccountRegion,
  { id, fields }: Pick<Shown, 'id' | 'fields'>,
): Promise<readonly Arn[]> => {
  const ClusterId = id;
  const [resources, nodePools] = await Promise.all([
    ask({
      operation: operations.clusterResources,
      parameters: { ClusterId, with_addon_resources: true },
      what: `listing the resources of cluster ${id}`,
    }),
    ask({
      operation: operations.clusterNodePools,
      parameters: { ClusterId },
      what: `listing the node pools of cluster ${id}`,
    }),
  ]);
  const parts: readonly Part[] = [
    ['Ecs-SecurityGroup', textAt(fields, 'security_group_id')],
    ['Slb-Instance', textAt(fields, 'external_loadbalancer_id')],
    ...itemsAt(resources).map(
      (item): Part => [
        typesByName.get(textAt(item, 'resource_type') ?? ''),
        textAt(item, 'instance_id'),
      ],
    ),
    ...itemsAt(nodePools, 'nodepools').map(
      (pool): Part => ['Ess-ScalingGroup', textAt(pool, 'scaling_group', 'scaling_group_id')],
    ),
  ];
  const arns = parts.flatMap(([type, partId]) =>
    type === undefined || partId === undefined ? [] : [formatArn({ ...at, type, id: partId })],
  );
  return [...new Set(arns)];
};

/**
 * Lists what belongs to a cluster and does not say so itself: no reverse look-up tells it. Nodes do, by a tag,
 * and are left out.
 * @param cluster as the list of clusters shows it
 */
export const partsOfCluster = (
  ask: Ask,
  at: AccountRegion,
  cluster: Pick<Shown, 'id' | 'fields'>,
): Promise<readonly Arn[]> => orIfGone(readParts(ask, at, cluster), []);

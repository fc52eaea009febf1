import * as z from 'zod/mini';
import { type Arn, parseArn } from '../../arn.ts';
import type { ResourceType } from '../../resource-types.ts';
import { defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { candidates } from './filters.ts';
import { type NumberedPage, pageByNumber } from './paging.ts';
import { attributesOf, placeOf, shownTags } from './rows.ts';

const text = z.optional(z.string());
const id = z.string().check(z.minLength(1));
const number = z.optional(z.int().check(z.minimum(1)));
const size = z.optional(z.int().check(z.minimum(1), z.maximum(100)));

/** Names of the resource orchestration service; those of load balancers and NAT gateways are published. */
const orchestrated: readonly (readonly [ResourceType, string])[] = [
  ['Ecs-SecurityGroup', 'ALIYUN::ECS::SecurityGroup'],
  ['Slb-Instance', 'ALIYUN::SLB::LoadBalancer'],
  ['Vpc-Eip', 'ALIYUN::VPC::EIP'],
  ['Vpc-Natgateway', 'ALIYUN::VPC::NatGateway'],
  ['Ess-ScalingGroup', 'ALIYUN::ESS::ScalingGroup'],
];

const idOf = ({ arn }: { readonly arn: Arn }): string => parseArn(arn).id;

const firstOf = async (context: OperationContext, cluster: Arn, type: ResourceType) => {
  const [first] = await context.heirs(cluster, type);
  return first === undefined ? '' : idOf(first);
};

const rowOf = async (cluster: StoredResource, context: OperationContext) => {
  const { RegionId } = placeOf(cluster);
  const its = attributesOf(cluster);
  const nodes = await context.heirs(cluster.arn, 'Ecs-Instance');
  return {
    cluster_id: idOf(cluster),
    name: its.text('Name') ?? '',
    cluster_type: its.text('ClusterType') ?? 'ManagedKubernetes',
    cluster_spec: its.text('ClusterSpec') ?? 'ack.standard',
    current_version: its.text('KubernetesVersion') ?? '',
    region_id: RegionId,
    vpc_id: its.text('VpcId') ?? '',
    state: 'running',
    size: nodes.length,
    security_group_id: await firstOf(context, cluster.arn, 'Ecs-SecurityGroup'),
    external_loadbalancer_id: await firstOf(context, cluster.arn, 'Slb-Instance'),
    deletion_protection: false,
    tags: [...shownTags(cluster)].map(([key, value]) => ({ key, value })),
  };
};

const pageInfo = ({ PageNumber, PageSize, TotalCount }: Omit<NumberedPage, 'page'>) => ({
  page_number: PageNumber,
  page_size: PageSize,
  total_count: TotalCount,
});

const describeClusters = defineOperation({
  product: 'Cs',
  name: 'DescribeClustersV1',
  parameters: { ClusterId: text, Name: text, PageSize: size, PageNumber: number },
  decide: async ({ ClusterId, Name, PageNumber, PageSize }, context) => {
    const ids = ClusterId === undefined ? undefined : [ClusterId];
    const found = await candidates(context, 'Cs-Cluster', { ids });
    const chosen = found.filter(
      (cluster) => Name === undefined || attributesOf(cluster).text('Name') === Name,
    );
    const { page, ...told } = pageByNumber(chosen, { PageNumber, PageSize });
    return {
      result: {
        clusters: await Promise.all(page.map((cluster) => rowOf(cluster, context))),
        page_info: pageInfo(told),
      },
      arns: page.map(({ arn }) => arn),
    };
  },
});

const clusterNamed = (context: OperationContext, ClusterId: string) =>
  context.find('Cs-Cluster', ClusterId, 'ClusterId');

const describeClusterDetail = defineOperation({
  product: 'Cs',
  name: 'DescribeClusterDetail',
  parameters: { ClusterId: id },
  decide: async ({ ClusterId }, context) => {
    const cluster = await clusterNamed(context, ClusterId);
    return { result: await rowOf(cluster, context), arns: [cluster.arn] };
  },
});

const describeClusterResources = defineOperation({
  product: 'Cs',
  name: 'DescribeClusterResources',
  parameters: { ClusterId: id, WithAddonResources: z.optional(z.boolean()) },
  decide: async ({ ClusterId }, context) => {
    const cluster = await clusterNamed(context, ClusterId);
    const rows = await Promise.all(
      orchestrated.map(async ([type, resource_type]) =>
        (await context.heirs(cluster.arn, type)).map((resource) => ({
          cluster_id: ClusterId,
          instance_id: idOf(resource),
          resource_type,
          state: 'CREATE_COMPLETE',
          auto_create: 1,
          creator_type: 'system',
        })),
      ),
    );
    return { result: { resources: rows.flat() }, arns: [cluster.arn] };
  },
});

const describeClusterNodes = defineOperation({
  product: 'Cs',
  name: 'DescribeClusterNodes',
  parameters: { ClusterId: id, InstanceIds: text, PageSize: size, PageNumber: number },
  decide: async ({ ClusterId, InstanceIds, PageNumber, PageSize }, context) => {
    const cluster = await clusterNamed(context, ClusterId);
    const named = InstanceIds?.split(',');
    const nodes = (await context.heirs(cluster.arn, 'Ecs-Instance')).filter(
      (node) => named === undefined || named.includes(idOf(node)),
    );
    const { page, ...told } = pageByNumber(nodes, { PageNumber, PageSize });
    return {
      result: {
        nodes: page.map((node) => ({
          instance_id: idOf(node),
          instance_name: attributesOf(node).text('InstanceName') ?? idOf(node),
          nodepool_id: attributesOf(node).text('NodepoolId') ?? '',
          instance_role: 'Worker',
          instance_status: 'Running',
          is_aliyun_node: true,
          state: 'running',
        })),
        page: pageInfo(told),
      },
      arns: page.map(({ arn }) => arn),
    };
  },
});

const describeClusterNodePools = defineOperation({
  product: 'Cs',
  name: 'DescribeClusterNodePools',
  parameters: { ClusterId: id },
  decide: async ({ ClusterId }, context) => {
    const cluster = await clusterNamed(context, ClusterId);
    const groups = await context.heirs(cluster.arn, 'Ess-ScalingGroup');
    return {
      result: {
        nodepools: groups.map((group, index) => ({
          nodepool_info: {
            nodepool_id: `np-${idOf(group).slice('asg-'.length)}`,
            name: index === 0 ? 'default-nodepool' : `nodepool-${index}`,
            type: 'ess',
            is_default: index === 0,
            region_id: context.region,
          },
          scaling_group: { scaling_group_id: idOf(group) },
        })),
      },
      arns: [cluster.arn],
    };
  },
});

/** What ACK tells of clusters and of what belongs to them; names as ACK writes them. */
export const clusterDescriptions = [
  describeClusters,
  describeClusterDetail,
  describeClusterResources,
  describeClusterNodes,
  describeClusterNodePools,
];

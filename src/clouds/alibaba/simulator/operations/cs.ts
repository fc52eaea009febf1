import * as z from 'zod/mini';
import { parseArn } from '../../arn.ts';
import type { ResourceType } from '../../resource-types.ts';
import type { ProductName } from '../call-record.ts';
import { creation, defineOperation, type PlatformEvent } from '../operation.ts';
import type { Write } from '../sim-resource.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';
import { instanceDeletion, instancesMade, newInstance } from './ecs-instances.ts';
import { freeEips } from './vpc.ts';

const id = z.string().check(z.minLength(1));

type Part = {
  readonly type: ResourceType;
  readonly prefix: string;
  readonly product: ProductName;
  /** The call that deletes it; what Ess deletes, no rule watches. */
  readonly deletion: string | undefined;
};

/** What a cluster makes for itself. */
const parts: readonly Part[] = [
  { type: 'Ecs-SecurityGroup', prefix: 'sg-', product: 'Ecs', deletion: 'DeleteSecurityGroup' },
  { type: 'Slb-Instance', prefix: 'lb-', product: 'Slb', deletion: 'DeleteLoadBalancer' },
  { type: 'Vpc-Eip', prefix: 'eip-', product: 'Vpc', deletion: 'ReleaseEipAddress' },
  { type: 'Vpc-Natgateway', prefix: 'ngw-', product: 'Vpc', deletion: 'DeleteNatGateway' },
  { type: 'Ess-ScalingGroup', prefix: 'asg-', product: 'Ecs', deletion: undefined },
];

const createCluster = defineOperation({
  product: 'Cs',
  name: 'CreateCluster',
  parameters: {
    Name: z.optional(z.string()),
    ClusterType: z.optional(z.string()),
    ClusterSpec: z.optional(z.string()),
    KubernetesVersion: z.optional(z.string()),
    VpcId: z.optional(z.string()),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, ...attributes }, context) => {
    const clusterId = context.newId('c');
    const cluster = context.arnOf('Cs-Cluster', clusterId);
    const made = parts.map(({ type, prefix }) => context.arnOf(type, context.newId(prefix)));
    return {
      result: { ClusterId: clusterId },
      arns: [cluster, ...made],
      writes: [
        ...made.map((arn) => creation(arn, { parents: [cluster] })),
        creation(cluster, { tags: readTags(Tag), attributes }),
      ],
    };
  },
});

const scaleClusterNodePool = defineOperation({
  product: 'Cs',
  name: 'ScaleClusterNodePool',
  parameters: {
    ClusterId: id,
    NodepoolId: z.optional(z.string()),
    Count: z.int().check(z.minimum(1), z.maximum(100)),
  },
  decide: async ({ ClusterId, NodepoolId, Count }, context) => {
    const cluster = await context.find('Cs-Cluster', ClusterId, 'ClusterId');
    const { ids, arns, writes } = instancesMade(
      Array.from({ length: Count }, () =>
        newInstance(context, { tags: [], parents: [cluster.arn], attributes: { NodepoolId } }),
      ),
    );
    return {
      result: { TaskId: context.newId('T-') },
      arns: [cluster.arn, ...arns],
      writes,
      platformEvents: [
        {
          product: 'Ecs',
          operation: 'RunInstances',
          references: arns,
          response: { InstanceIdSets: { InstanceIdSet: ids } },
        },
      ],
    };
  },
});

const deleteCluster = defineOperation({
  product: 'Cs',
  name: 'DeleteCluster',
  parameters: { ClusterId: id },
  decide: async ({ ClusterId }, context) => {
    const cluster = await context.find('Cs-Cluster', ClusterId, 'ClusterId');
    const writes: Write[] = [];
    const platformEvents: PlatformEvent[] = [];
    for (const { type, product, deletion } of parts) {
      for (const { arn } of await context.heirs(cluster.arn, type)) {
        const freed = await freeEips(context, arn);
        writes.push(...freed.writes, { kind: 'delete', arn });
        platformEvents.push(...freed.platformEvents);
        if (deletion !== undefined) {
          platformEvents.push({ product, operation: deletion, references: [arn] });
        }
      }
    }
    for (const { arn } of await context.heirs(cluster.arn, 'Ecs-Instance')) {
      const cascade = await instanceDeletion(context, arn);
      writes.push(...cascade.writes, { kind: 'delete', arn });
      platformEvents.push(...cascade.platformEvents, {
        product: 'Ecs',
        operation: 'DeleteInstance',
        references: [arn],
      });
    }
    return {
      result: { ClusterId: parseArn(cluster.arn).id },
      arns: [cluster.arn],
      guard: { kind: 'delete', resource: cluster },
      writes,
      platformEvents,
    };
  },
});

/** ACK. */
export const clusterOperations = [createCluster, scaleClusterNodePool, deleteCluster];

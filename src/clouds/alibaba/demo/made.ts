import * as z from 'zod/mini';
import type { ResourceType } from '../resource-types.ts';

/** A resource that a call made. */
export type Made = { readonly type: ResourceType; readonly id: string };

type Parameters = Readonly<Record<string, unknown>>;

/** What tells which resource a call made: a field of its answer. */
const fields: Readonly<Record<string, readonly [field: string, type: ResourceType]>> = {
  'Ecs/CreateDisk': ['DiskId', 'Ecs-Disk'],
  'Ecs/CreateNetworkInterface': ['NetworkInterfaceId', 'Ecs-Eni'],
  'Ecs/CreateSnapshot': ['SnapshotId', 'Ecs-Snapshot'],
  'Ecs/CreateSecurityGroup': ['SecurityGroupId', 'Ecs-SecurityGroup'],
  'Vpc/AllocateEipAddress': ['AllocationId', 'Vpc-Eip'],
  'Vpc/CreateNatGateway': ['NatGatewayId', 'Vpc-Natgateway'],
  'Slb/CreateLoadBalancer': ['LoadBalancerId', 'Slb-Instance'],
  'Nlb/CreateLoadBalancer': ['LoadBalancerId', 'Nlb-Loadbalancer'],
  'Alb/CreateLoadBalancer': ['LoadBalancerId', 'Alb-LoadBalancer'],
  'AliKafka/CreateInstance': ['InstanceId', 'Kafka-Instance'],
  'Eci/CreateContainerGroup': ['ContainerGroupId', 'Eci-ContainerGroup'],
  'Cs/CreateCluster': ['cluster_id', 'Cs-Cluster'],
};

const record = z.record(z.string(), z.unknown());
const instances = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.array(z.string()) }) });

const insideKafka: Readonly<Record<string, readonly [parameter: string, type: ResourceType]>> = {
  'AliKafka/CreateTopic': ['Topic', 'Kafka-Topic'],
  'AliKafka/CreateConsumerGroup': ['ConsumerId', 'Kafka-ConsumerGroup'],
};

/** What a call made, by its answer, or by its parameters where the caller gives the name. */
export const madeBy = (
  action: string,
  { answer, parameters }: { readonly answer: unknown; readonly parameters: Parameters },
): readonly Made[] => {
  if (action === 'Ecs/RunInstances') {
    const ids = instances.parse(answer).InstanceIdSets.InstanceIdSet;
    return ids.map((id): Made => ({ type: 'Ecs-Instance', id }));
  }
  const kafka = insideKafka[action];
  if (kafka !== undefined) {
    const [parameter, type] = kafka;
    return [{ type, id: `Kafka_${parameters.InstanceId}_${parameters[parameter]}` }];
  }
  const [field = '', type] = fields[action] ?? [];
  return type === undefined ? [] : [{ type, id: z.string().parse(record.parse(answer)[field]) }];
};

/** What ACK calls the kinds of resources that a cluster has. */
const kinds: Readonly<Record<string, ResourceType>> = {
  'ALIYUN::ECS::SecurityGroup': 'Ecs-SecurityGroup',
  'ALIYUN::SLB::LoadBalancer': 'Slb-Instance',
  'ALIYUN::VPC::EIP': 'Vpc-Eip',
  'ALIYUN::VPC::NatGateway': 'Vpc-Natgateway',
  'ALIYUN::ESS::ScalingGroup': 'Ess-ScalingGroup',
};

const resources = z.array(z.object({ instance_id: z.string(), resource_type: z.string() }));
const nodes = z.object({ nodes: z.array(z.object({ instance_id: z.string() })) });

/** What a cluster made for itself, which the call that had it do so does not name. */
export const partsOf = async (
  action: string,
  call: {
    readonly made: readonly Made[];
    readonly parameters: Parameters;
    readonly ask: (action: string, parameters: Parameters) => Promise<unknown>;
  },
): Promise<readonly Made[]> => {
  const { made, parameters, ask } = call;
  if (action === 'Cs/CreateCluster') {
    const ClusterId = made[0]?.id;
    const answer = await ask('Cs/DescribeClusterResources', { ClusterId });
    return resources.parse(answer).flatMap(({ instance_id, resource_type }): readonly Made[] => {
      const type = kinds[resource_type];
      return type === undefined ? [] : [{ type, id: instance_id }];
    });
  }
  if (action !== 'Cs/ScaleClusterNodePool') return [];
  const answer = await ask('Cs/DescribeClusterNodes', { ClusterId: parameters.ClusterId });
  return nodes
    .parse(answer)
    .nodes.map(({ instance_id }): Made => ({ type: 'Ecs-Instance', id: instance_id }));
};

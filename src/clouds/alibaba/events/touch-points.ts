import type { ApiCall } from '../calls.ts';
import { kafkaId } from '../kafka-names.ts';
import {
  allResourceTypes,
  type Product,
  type ResourceType,
  resourceTypes,
} from '../resource-types.ts';
import { type Flat, valuesAt } from './flatten.ts';
import { type Named, namedByArn } from './named.ts';
import { typeNamed } from './type-names.ts';

/** A call's parameters and its answer. */
export type Call = { readonly request: Flat; readonly response: Flat };

/** One place where a call names resources. */
type Find = {
  /** What it may name; references of these types are of the same kind. */
  readonly types: readonly ResourceType[];
  readonly in: (call: Call) => readonly Named[];
};

/** Where one API call names the resources it touches. */
export type TouchPoint = {
  readonly finds: readonly Find[];
  /** The call deletes what it names of this type. */
  readonly deletes?: ResourceType;
};

const valuesIn =
  (part: keyof Call) =>
  (type: ResourceType, ...names: readonly string[]): Find => ({
    types: [type],
    in: (call) => names.flatMap((name) => valuesAt(call[part], name)).map((id) => ({ type, id })),
  });

const named = valuesIn('request');

const answered = valuesIn('response');

/** Only a record's references name these: neither parameters nor answer do. */
const referenced = (type: ResourceType): Find => ({ types: [type], in: () => [] });

const touches = (...finds: readonly Find[]): TouchPoint => ({ finds });

const deletes = (type: ResourceType, ...names: readonly string[]): TouchPoint => ({
  finds: [named(type, ...names)],
  deletes: type,
});

type WithinKafka = 'Kafka-Topic' | 'Kafka-ConsumerGroup';

const ofKafka = (type: WithinKafka, parameter: string): Find => ({
  types: [type],
  in: ({ request }) => {
    const [instance] = valuesAt(request, 'InstanceId');
    return instance === undefined
      ? []
      : valuesAt(request, parameter).map((name) => ({ type, id: kafkaId({ instance, name }) }));
  },
});

/** The EIP alone: who holds it now is read from the cloud. */
const eip = touches(named('Vpc-Eip', 'AllocationId'));

/** EIPs of `ZoneMappings.N.AllocationId`. */
const zoneEips: Find = {
  types: ['Vpc-Eip'],
  in: ({ request }) =>
    [...request]
      .filter(([name]) => /^ZoneMappings\.\d+\.AllocationId$/.test(name))
      .map(([, id]) => ({ type: 'Vpc-Eip', id })),
};

/** `ResourceType` and `ResourceId.N`; an absent type means the product's only one, if it has one. */
const tagged = (product: Product): Find => {
  const types = allResourceTypes.filter((type) => resourceTypes[type].product === product);
  return {
    types,
    in: ({ request }) => {
      const [given] = ['ResourceType', 'resource_type'].flatMap((name) => valuesAt(request, name));
      const type = given === undefined ? types[0] : typeNamed(given, product);
      if (type === undefined || (given === undefined && types.length > 1)) return [];
      return ['ResourceId', 'ResourceIds', 'resource_ids']
        .flatMap((name) => valuesAt(request, name))
        .map((id) => ({ type, id }));
    },
  };
};

const byArn: Find = {
  types: allResourceTypes,
  in: ({ request }) =>
    ['ResourceARN', 'ResourceArn']
      .flatMap((name) => valuesAt(request, name))
      .map(namedByArn)
      .filter((each) => each !== undefined),
};

const instancesMade = answered(
  'Ecs-Instance',
  'InstanceId',
  'InstanceIds',
  'InstanceIdSets',
  'InstanceIdSets.InstanceIdSet',
);

const balancer = (type: 'Nlb-Loadbalancer' | 'Alb-LoadBalancer') => ({
  made: touches(answered(type, 'LoadBalancerId', 'LoadbalancerId'), zoneEips),
  updated: touches(named(type, 'LoadBalancerId'), zoneEips),
});

const ecsTags = touches(tagged('ecs'));
const vpcTags = touches(tagged('vpc'));
const slbTags = touches(tagged('slb'));
const slbOldTags = touches(tagged('slb'), named('Slb-Instance', 'LoadBalancerId'));
const nlbTags = touches(tagged('nlb'));
const albTags = touches(tagged('alb'));
const kafkaTags = touches(tagged('alikafka'));
const eciTags = touches(tagged('eci'));
const essTags = touches(tagged('ess'));
const clusterNamed = named('Cs-Cluster', 'ClusterId', 'cluster_id');
const clusterTags = touches(tagged('cs'), clusterNamed);
const unifiedTags = touches(byArn);

/**
 * Where each call that a rule watches names what may be out of date. An association call touches its
 * associated resource: nothing changes for the primary, nor for its other heirs. What the record
 * references counts, too, when it is of a type that is named here; when nothing is named, all of it.
 * Source of the parameters: Alibaba's published API metadata.
 */
export const touchPoints: Readonly<Record<ApiCall, TouchPoint>> = {
  'ecs:RunInstances': touches(instancesMade),
  'ecs:CreateInstance': touches(instancesMade),
  'ecs:DeleteInstance': deletes('Ecs-Instance', 'InstanceId'),
  'ecs:DeleteInstances': deletes('Ecs-Instance', 'InstanceId'),
  'ecs:CreateDisk': touches(answered('Ecs-Disk', 'DiskId')),
  'ecs:AttachDisk': touches(named('Ecs-Disk', 'DiskId')),
  'ecs:DetachDisk': touches(named('Ecs-Disk', 'DiskId')),
  'ecs:DeleteDisk': deletes('Ecs-Disk', 'DiskId'),
  'ecs:ReplaceSystemDisk': touches(
    answered('Ecs-Disk', 'DiskId'),
    named('Ecs-Instance', 'InstanceId'),
  ),
  'ecs:CreateNetworkInterface': touches(answered('Ecs-Eni', 'NetworkInterfaceId')),
  'ecs:AttachNetworkInterface': touches(named('Ecs-Eni', 'NetworkInterfaceId')),
  'ecs:DetachNetworkInterface': touches(named('Ecs-Eni', 'NetworkInterfaceId')),
  'ecs:DeleteNetworkInterface': deletes('Ecs-Eni', 'NetworkInterfaceId'),
  'ecs:CreateSnapshot': touches(answered('Ecs-Snapshot', 'SnapshotId')),
  'ecs:CreateSnapshotGroup': touches(
    named('Ecs-Disk', 'DiskId'),
    named('Ecs-Instance', 'InstanceId'),
    referenced('Ecs-Snapshot'),
  ),
  'ecs:DeleteSnapshot': deletes('Ecs-Snapshot', 'SnapshotId'),
  'ecs:CreateSecurityGroup': touches(answered('Ecs-SecurityGroup', 'SecurityGroupId')),
  'ecs:DeleteSecurityGroup': deletes('Ecs-SecurityGroup', 'SecurityGroupId'),
  'ecs:AssociateEipAddress': eip,
  'ecs:UnassociateEipAddress': eip,
  'ecs:ReleaseEipAddress': deletes('Vpc-Eip', 'AllocationId'),
  'vpc:AllocateEipAddress': touches(answered('Vpc-Eip', 'AllocationId')),
  'vpc:AssociateEipAddress': eip,
  'vpc:AssociateEipAddressBatch': touches(named('Vpc-Eip', 'InstanceIds')),
  'vpc:UnassociateEipAddress': eip,
  'vpc:ReleaseEipAddress': deletes('Vpc-Eip', 'AllocationId'),
  'vpc:CreateNatGateway': touches(
    answered('Vpc-Natgateway', 'NatGatewayId'),
    named('Vpc-Eip', 'EipAllocationId', 'AllocationId'),
  ),
  'vpc:DeleteNatGateway': deletes('Vpc-Natgateway', 'NatGatewayId'),
  'slb:CreateLoadBalancer': touches(answered('Slb-Instance', 'LoadBalancerId')),
  'slb:DeleteLoadBalancer': deletes('Slb-Instance', 'LoadBalancerId'),
  'nlb:CreateLoadBalancer': balancer('Nlb-Loadbalancer').made,
  'nlb:DeleteLoadBalancer': deletes('Nlb-Loadbalancer', 'LoadBalancerId'),
  'nlb:UpdateLoadBalancerZones': balancer('Nlb-Loadbalancer').updated,
  'nlb:UpdateLoadBalancerAddressTypeConfig': balancer('Nlb-Loadbalancer').updated,
  'alb:CreateLoadBalancer': balancer('Alb-LoadBalancer').made,
  'alb:DeleteLoadBalancer': deletes('Alb-LoadBalancer', 'LoadBalancerId'),
  'alb:UpdateLoadBalancerZones': balancer('Alb-LoadBalancer').updated,
  'alb:UpdateLoadBalancerAddressTypeConfig': balancer('Alb-LoadBalancer').updated,
  'alikafka:CreateInstance': touches(answered('Kafka-Instance', 'InstanceId')),
  'alikafka:DeleteInstance': deletes('Kafka-Instance', 'InstanceId'),
  'alikafka:CreateTopic': touches(ofKafka('Kafka-Topic', 'Topic')),
  'alikafka:DeleteTopic': { finds: [ofKafka('Kafka-Topic', 'Topic')], deletes: 'Kafka-Topic' },
  'alikafka:CreateConsumerGroup': touches(ofKafka('Kafka-ConsumerGroup', 'ConsumerId')),
  'alikafka:DeleteConsumerGroup': {
    finds: [ofKafka('Kafka-ConsumerGroup', 'ConsumerId')],
    deletes: 'Kafka-ConsumerGroup',
  },
  'cs:CreateCluster': touches(answered('Cs-Cluster', 'ClusterId', 'cluster_id')),
  'cs:ScaleClusterNodePool': touches(clusterNamed),
  'cs:DeleteCluster': { finds: [clusterNamed], deletes: 'Cs-Cluster' },
  'eci:CreateContainerGroup': touches(
    answered('Eci-ContainerGroup', 'ContainerGroupId'),
    named('Vpc-Eip', 'EipInstanceId'),
  ),
  'eci:DeleteContainerGroup': deletes('Eci-ContainerGroup', 'ContainerGroupId'),
  'ecs:TagResources': ecsTags,
  'ecs:UntagResources': ecsTags,
  'ecs:AddTags': ecsTags,
  'ecs:RemoveTags': ecsTags,
  'vpc:TagResources': vpcTags,
  'vpc:UnTagResources': vpcTags,
  'slb:TagResources': slbTags,
  'slb:UntagResources': slbTags,
  'slb:AddTags': slbOldTags,
  'slb:RemoveTags': slbOldTags,
  'nlb:TagResources': nlbTags,
  'nlb:UntagResources': nlbTags,
  'alb:TagResources': albTags,
  'alb:UntagResources': albTags,
  'alb:UnTagResources': albTags,
  'alikafka:TagResources': kafkaTags,
  'alikafka:UntagResources': kafkaTags,
  'cs:TagResources': clusterTags,
  'cs:UntagResources': clusterTags,
  'cs:ModifyClusterTags': clusterTags,
  'eci:TagResources': eciTags,
  'eci:UntagResources': eciTags,
  'ess:TagResources': essTags,
  'ess:UntagResources': essTags,
  'tag:TagResources': unifiedTags,
  'tag:UntagResources': unifiedTags,
};

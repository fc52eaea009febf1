import type { Product, ResourceType } from './resource-types.ts';
import { resourceTypes } from './resource-types.ts';

/**
 * The API calls that make, end or change an association, as `<product>:<event name>`. These are
 * the names in the audit trail: the product page's `AttachEni` is the call `AttachNetworkInterface`.
 */
export const associationCalls = [
  'ecs:RunInstances',
  'ecs:CreateInstance',
  'ecs:DeleteInstance',
  'ecs:DeleteInstances',
  'ecs:CreateDisk',
  'ecs:AttachDisk',
  'ecs:DetachDisk',
  'ecs:DeleteDisk',
  'ecs:ReplaceSystemDisk',
  'ecs:CreateNetworkInterface',
  'ecs:AttachNetworkInterface',
  'ecs:DetachNetworkInterface',
  'ecs:DeleteNetworkInterface',
  'ecs:CreateSnapshot',
  'ecs:CreateSnapshotGroup',
  'ecs:DeleteSnapshot',
  'ecs:CreateSecurityGroup',
  'ecs:DeleteSecurityGroup',
  'ecs:AssociateEipAddress',
  'ecs:UnassociateEipAddress',
  'ecs:ReleaseEipAddress',
  'vpc:AllocateEipAddress',
  'vpc:AssociateEipAddress',
  'vpc:AssociateEipAddressBatch',
  'vpc:UnassociateEipAddress',
  'vpc:ReleaseEipAddress',
  'vpc:CreateNatGateway',
  'vpc:DeleteNatGateway',
  'slb:CreateLoadBalancer',
  'slb:DeleteLoadBalancer',
  'nlb:CreateLoadBalancer',
  'nlb:DeleteLoadBalancer',
  'nlb:UpdateLoadBalancerZones',
  'nlb:UpdateLoadBalancerAddressTypeConfig',
  'alb:CreateLoadBalancer',
  'alb:DeleteLoadBalancer',
  'alb:UpdateLoadBalancerZones',
  'alb:UpdateLoadBalancerAddressTypeConfig',
  'alikafka:CreateInstance',
  'alikafka:DeleteInstance',
  'alikafka:CreateTopic',
  'alikafka:DeleteTopic',
  'alikafka:CreateConsumerGroup',
  'alikafka:DeleteConsumerGroup',
  'cs:CreateCluster',
  'cs:ScaleClusterNodePool',
  'cs:DeleteCluster',
  'eci:CreateContainerGroup',
  'eci:DeleteContainerGroup',
] as const satisfies readonly `${Product}:${string}`[];

/** An API call that can make, end or change an association. */
export type AssociationCall = (typeof associationCalls)[number];

const tagCallsByProduct = {
  ecs: ['ecs:TagResources', 'ecs:UntagResources', 'ecs:AddTags', 'ecs:RemoveTags'],
  vpc: ['vpc:TagResources', 'vpc:UnTagResources'],
  slb: ['slb:TagResources', 'slb:UntagResources', 'slb:AddTags', 'slb:RemoveTags'],
  nlb: ['nlb:TagResources', 'nlb:UntagResources'],
  alb: ['alb:TagResources', 'alb:UntagResources', 'alb:UnTagResources'],
  alikafka: ['alikafka:TagResources', 'alikafka:UntagResources'],
  cs: ['cs:TagResources', 'cs:UntagResources', 'cs:ModifyClusterTags'],
  eci: ['eci:TagResources', 'eci:UntagResources'],
  ess: ['ess:TagResources', 'ess:UntagResources'],
} as const satisfies Readonly<Record<Product, readonly `${Product}:${string}`[]>>;

/** The unified Tag API, which names resources of every product by ARN. */
export const unifiedTagCalls = ['tag:TagResources', 'tag:UntagResources'] as const;

/** An API call that writes tags. */
export type TagCall =
  | (typeof tagCallsByProduct)[Product][number]
  | (typeof unifiedTagCalls)[number];

/** An API call that some rule watches, as `<product>:<event name>`. */
export type ApiCall = AssociationCall | TagCall;

/** The calls that write tags of resources of this type: its product's own and the unified ones. */
export const tagCallsOf = (type: ResourceType): readonly TagCall[] => [
  ...tagCallsByProduct[resourceTypes[type].product],
  ...unifiedTagCalls,
];

/** True for the event of a call that writes tags of resources of this type. */
export const isTagCallOf = (type: ResourceType, eventName: string): boolean =>
  tagCallsOf(type).some((call) => call.endsWith(`:${eventName}`));

/** True for calls that let associations end and make none. */
export const endsAssociations = (eventName: string): boolean =>
  /^(Detach|Unassociate|Delete|Release)/.test(eventName);

const namingCalls: ReadonlySet<string> = new Set(['ReplaceSystemDisk', 'ScaleClusterNodePool']);

/**
 * True for calls on a primary whose events name what they associate: a new system disk by the answer,
 * new nodes by the events of their own. The primary's other heirs existed before.
 */
export const namesWhatItMakes = (eventName: string): boolean => namingCalls.has(eventName);

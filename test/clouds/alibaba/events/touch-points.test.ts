import { describe, expect, it } from 'vitest';
import type { ApiCall } from '../../../../src/clouds/alibaba/calls.ts';
import { watchedCalls } from '../../../../src/clouds/alibaba/catalogue.ts';
import { recordOf, touchedBy } from './records.ts';

type Example = {
  /** `requestParameters` as the API takes them, lists as arrays. */
  readonly request?: object;
  readonly response?: object;
  readonly touches: readonly string[];
};

const tagged = (ResourceType: string, touches: readonly string[]): Example => ({
  request: { ResourceType, ResourceId: ['x-1', 'x-2'], Tag: [{ Key: 'x-3', Value: 'x-4' }] },
  touches: touches.flatMap((path) => [`${path}/x-1`, `${path}/x-2`]),
});

const made = (response: object, ...touches: readonly string[]): Example => ({ response, touches });
const named = (request: object, ...touches: readonly string[]): Example => ({ request, touches });

const zones = [
  { ZoneId: 'z-1', VSwitchId: 'vsw-1', AllocationId: 'eip-1' },
  { ZoneId: 'z-2', AllocationId: 'eip-2' },
];

const byArn: Example = {
  request: {
    ResourceARN: [
      'arn:acs:ecs:cn-hangzhou:2000000000000002:disk/d-1',
      'arn:acs:vpc:cn-hangzhou:*:natgateway/ngw-1',
      'arn:acs:oss:cn-hangzhou:2000000000000002:bucket/b-1',
    ],
    Tags: '{"cost":"shanghai"}',
  },
  touches: ['ecs:disk/d-1', 'vpc:natgateway/ngw-1'],
};

const instancesMade = made(
  { InstanceIdSets: { InstanceIdSet: ['i-1', 'i-2'] } },
  'ecs:instance/i-1',
  'ecs:instance/i-2',
);
const attachment = { InstanceId: 'i-1', DiskId: 'd-1' };
const eniAttachment = { InstanceId: 'i-1', NetworkInterfaceId: 'eni-1' };
const association = { AllocationId: 'eip-1', InstanceId: 'i-1', InstanceType: 'EcsInstance' };
const topic = { InstanceId: 'k-1', Topic: 'orders' };
const group = { InstanceId: 'k-1', ConsumerId: 'GID_orders' };
const ofTopic = 'alikafka:topic/Kafka_k-1_orders';
const ofGroup = 'alikafka:consumergroup/Kafka_k-1_GID_orders';
const roaTags = {
  body: {
    resource_type: 'CLUSTER',
    resource_ids: ['c-1', 'c-2'],
    tags: [{ key: 'a', value: 'b' }],
  },
};

/** One good example of each call; a call without one does not compile. */
const examples: Readonly<Record<ApiCall, Example>> = {
  'ecs:RunInstances': instancesMade,
  'ecs:CreateInstance': made({ InstanceId: 'i-1' }, 'ecs:instance/i-1'),
  'ecs:DeleteInstance': named({ InstanceId: 'i-1' }, 'ecs:instance/i-1 gone'),
  'ecs:DeleteInstances': named(
    { InstanceId: ['i-1', 'i-2'] },
    'ecs:instance/i-1 gone',
    'ecs:instance/i-2 gone',
  ),
  'ecs:CreateDisk': made({ DiskId: 'd-1' }, 'ecs:disk/d-1'),
  'ecs:AttachDisk': named(attachment, 'ecs:disk/d-1'),
  'ecs:DetachDisk': named(attachment, 'ecs:disk/d-1'),
  'ecs:DeleteDisk': named({ DiskId: 'd-1' }, 'ecs:disk/d-1 gone'),
  'ecs:ReplaceSystemDisk': {
    request: { InstanceId: 'i-1' },
    response: { DiskId: 'd-2' },
    touches: ['ecs:disk/d-2', 'ecs:instance/i-1'],
  },
  'ecs:CreateNetworkInterface': made({ NetworkInterfaceId: 'eni-1' }, 'ecs:eni/eni-1'),
  'ecs:AttachNetworkInterface': named(eniAttachment, 'ecs:eni/eni-1'),
  'ecs:DetachNetworkInterface': named(eniAttachment, 'ecs:eni/eni-1'),
  'ecs:DeleteNetworkInterface': named({ NetworkInterfaceId: 'eni-1' }, 'ecs:eni/eni-1 gone'),
  'ecs:CreateSnapshot': {
    request: { DiskId: 'd-1' },
    response: { SnapshotId: 's-1' },
    touches: ['ecs:snapshot/s-1'],
  },
  'ecs:CreateSnapshotGroup': {
    request: { InstanceId: 'i-1', DiskId: ['d-1', 'd-2'] },
    response: { SnapshotGroupId: 'ssg-1' },
    touches: ['ecs:disk/d-1', 'ecs:disk/d-2', 'ecs:instance/i-1'],
  },
  'ecs:DeleteSnapshot': named({ SnapshotId: 's-1' }, 'ecs:snapshot/s-1 gone'),
  'ecs:CreateSecurityGroup': made({ SecurityGroupId: 'sg-1' }, 'ecs:securitygroup/sg-1'),
  'ecs:DeleteSecurityGroup': named({ SecurityGroupId: 'sg-1' }, 'ecs:securitygroup/sg-1 gone'),
  'ecs:AssociateEipAddress': named(association, 'vpc:eip/eip-1'),
  'ecs:UnassociateEipAddress': named(association, 'vpc:eip/eip-1'),
  'ecs:ReleaseEipAddress': named({ AllocationId: 'eip-1' }, 'vpc:eip/eip-1 gone'),
  'vpc:AllocateEipAddress': made({ AllocationId: 'eip-1' }, 'vpc:eip/eip-1'),
  'vpc:AssociateEipAddress': named({ AllocationId: 'eip-1', InstanceId: 'i-1' }, 'vpc:eip/eip-1'),
  'vpc:AssociateEipAddressBatch': named(
    { BindedInstanceId: 'ngw-1', BindedInstanceType: 'Nat', InstanceIds: ['eip-1', 'eip-2'] },
    'vpc:eip/eip-1',
    'vpc:eip/eip-2',
  ),
  'vpc:UnassociateEipAddress': named({ AllocationId: 'eip-1' }, 'vpc:eip/eip-1'),
  'vpc:ReleaseEipAddress': named({ AllocationId: 'eip-1' }, 'vpc:eip/eip-1 gone'),
  'vpc:CreateNatGateway': {
    request: { EipAllocationId: 'eip-1' },
    response: { NatGatewayId: 'ngw-1' },
    touches: ['vpc:natgateway/ngw-1', 'vpc:eip/eip-1'],
  },
  'vpc:DeleteNatGateway': named({ NatGatewayId: 'ngw-1' }, 'vpc:natgateway/ngw-1 gone'),
  'slb:CreateLoadBalancer': made({ LoadBalancerId: 'lb-1' }, 'slb:instance/lb-1'),
  'slb:DeleteLoadBalancer': named({ LoadBalancerId: 'lb-1' }, 'slb:instance/lb-1 gone'),
  'nlb:CreateLoadBalancer': {
    request: { ZoneMappings: zones },
    response: { LoadbalancerId: 'nlb-1' },
    touches: ['nlb:loadbalancer/nlb-1', 'vpc:eip/eip-1', 'vpc:eip/eip-2'],
  },
  'nlb:DeleteLoadBalancer': named({ LoadBalancerId: 'nlb-1' }, 'nlb:loadbalancer/nlb-1 gone'),
  'nlb:UpdateLoadBalancerZones': named(
    { LoadBalancerId: 'nlb-1', ZoneMappings: zones },
    'nlb:loadbalancer/nlb-1',
    'vpc:eip/eip-1',
    'vpc:eip/eip-2',
  ),
  'nlb:UpdateLoadBalancerAddressTypeConfig': named(
    { LoadBalancerId: 'nlb-1', AddressType: 'Internet', ZoneMappings: zones },
    'nlb:loadbalancer/nlb-1',
    'vpc:eip/eip-1',
    'vpc:eip/eip-2',
  ),
  'alb:CreateLoadBalancer': {
    request: { ZoneMappings: zones },
    response: { LoadBalancerId: 'alb-1' },
    touches: ['alb:loadbalancer/alb-1', 'vpc:eip/eip-1', 'vpc:eip/eip-2'],
  },
  'alb:DeleteLoadBalancer': named({ LoadBalancerId: 'alb-1' }, 'alb:loadbalancer/alb-1 gone'),
  // Names no EIP: those of the balancer are read from the cloud.
  'alb:UpdateLoadBalancerZones': named(
    { LoadBalancerId: 'alb-1', ZoneMappings: [{ ZoneId: 'z-1', VSwitchId: 'vsw-1' }] },
    'alb:loadbalancer/alb-1',
  ),
  'alb:UpdateLoadBalancerAddressTypeConfig': named(
    { LoadBalancerId: 'alb-1', AddressType: 'Internet', ZoneMappings: zones },
    'alb:loadbalancer/alb-1',
    'vpc:eip/eip-1',
    'vpc:eip/eip-2',
  ),
  'alikafka:CreateInstance': made({ InstanceId: 'k-1' }, 'alikafka:instance/k-1'),
  'alikafka:DeleteInstance': named({ InstanceId: 'k-1' }, 'alikafka:instance/k-1 gone'),
  'alikafka:CreateTopic': named(topic, ofTopic),
  'alikafka:DeleteTopic': named(topic, `${ofTopic} gone`),
  'alikafka:CreateConsumerGroup': named(group, ofGroup),
  'alikafka:DeleteConsumerGroup': named(group, `${ofGroup} gone`),
  'cs:CreateCluster': made({ cluster_id: 'c-1' }, 'cs:cluster/c-1'),
  'cs:ScaleClusterNodePool': named({ ClusterId: 'c-1', NodepoolId: 'np-1' }, 'cs:cluster/c-1'),
  'cs:DeleteCluster': named({ ClusterId: 'c-1' }, 'cs:cluster/c-1 gone'),
  'eci:CreateContainerGroup': {
    request: { EipInstanceId: 'eip-1' },
    response: { ContainerGroupId: 'eci-1' },
    touches: ['eci:containergroup/eci-1', 'vpc:eip/eip-1'],
  },
  'eci:DeleteContainerGroup': named({ ContainerGroupId: 'eci-1' }, 'eci:containergroup/eci-1 gone'),
  'ecs:TagResources': tagged('disk', ['ecs:disk']),
  'ecs:UntagResources': tagged('Instance', ['ecs:instance']),
  'ecs:AddTags': named({ ResourceType: 'snapshot', ResourceId: 's-1' }, 'ecs:snapshot/s-1'),
  'ecs:RemoveTags': named({ ResourceType: 'eni', ResourceId: 'eni-1' }, 'ecs:eni/eni-1'),
  'vpc:TagResources': tagged('NATGATEWAY', ['vpc:natgateway']),
  'vpc:UnTagResources': tagged('EIP', ['vpc:eip']),
  'slb:TagResources': tagged('instance', ['slb:instance']),
  'slb:UntagResources': tagged('instance', ['slb:instance']),
  'slb:AddTags': named(
    { LoadBalancerId: 'lb-1', Tags: '[{"TagKey":"cost","TagValue":"shanghai"}]' },
    'slb:instance/lb-1',
  ),
  'slb:RemoveTags': named(
    { LoadBalancerId: 'lb-1', Tags: '[{"TagKey":"cost","TagValue":"shanghai"}]' },
    'slb:instance/lb-1',
  ),
  'nlb:TagResources': tagged('loadbalancer', ['nlb:loadbalancer']),
  'nlb:UntagResources': tagged('loadbalancer', ['nlb:loadbalancer']),
  'alb:TagResources': tagged('loadbalancer', ['alb:loadbalancer']),
  'alb:UntagResources': tagged('loadbalancer', ['alb:loadbalancer']),
  'alb:UnTagResources': tagged('loadbalancer', ['alb:loadbalancer']),
  'alikafka:TagResources': tagged('TOPIC', ['alikafka:topic']),
  'alikafka:UntagResources': tagged('INSTANCE', ['alikafka:instance']),
  'cs:TagResources': named(roaTags, 'cs:cluster/c-1', 'cs:cluster/c-2'),
  'cs:UntagResources': named(roaTags, 'cs:cluster/c-1', 'cs:cluster/c-2'),
  'cs:ModifyClusterTags': named(
    { ClusterId: 'c-1', body: [{ key: 'cost', value: 'shanghai' }] },
    'cs:cluster/c-1',
  ),
  'eci:TagResources': tagged('ContainerGroup', ['eci:containergroup']),
  'eci:UntagResources': tagged('ContainerGroup', ['eci:containergroup']),
  'ess:TagResources': tagged('scalinggroup', ['ess:scalinggroup']),
  'ess:UntagResources': tagged('scalinggroup', ['ess:scalinggroup']),
  'tag:TagResources': byArn,
  'tag:UntagResources': byArn,
};

/** As the audit trail writes parameters: `ResourceId.1`, `Tag.1.Key`. */
const trailForm = (value: unknown, path = ''): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
    ? Object.assign(
        {},
        ...Object.entries(value).map(([name, item]) => {
          const part = Array.isArray(value) ? String(Number(name) + 1) : name;
          return trailForm(item, path === '' ? part : `${path}.${part}`);
        }),
      )
    : { [path]: value };

it('has an example of every call that a rule watches', () => {
  expect(Object.keys(examples).toSorted()).toEqual(watchedCalls);
});

describe.each(Object.entries(examples))('%s', (call, { request = {}, response, touches }) => {
  it.each([
    ['flat, as the trail writes them', { requestParameters: trailForm(request) }],
    ['with lists and objects', { requestParameters: request }],
    ['as a text', { requestParameters: JSON.stringify(request) }],
    ['in requestParameterJson only', { requestParameterJson: JSON.stringify(request) }],
  ])('names what it touches, parameters %s', (_, parameters) => {
    const record = recordOf(call, { ...parameters, responseElements: response });

    expect(touchedBy(record)).toEqual(touches);
  });

  it('touches nothing when it failed', () => {
    const record = recordOf(call, {
      requestParameters: request,
      responseElements: response,
      errorCode: 'Forbidden.RAM',
    });

    expect(touchedBy(record)).toEqual(['ignored: the call failed: Forbidden.RAM']);
  });
});

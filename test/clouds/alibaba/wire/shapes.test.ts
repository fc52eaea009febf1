import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import type { ResourceType } from '../../../../src/clouds/alibaba/resource-types.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { shapeNames } from './api-shapes.ts';
import { type Furnished, furnish } from './furnished.ts';
import { type Sent, send } from './wire-client.ts';
import { startWire, type WireServer } from './wire-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let wire: WireServer;
let ids: Furnished;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  wire = await startWire((await dynamoDb.createTable()).table);
  ids = await furnish(wire);
});
afterAll(async () => {
  await wire.stop();
  await dynamoDb.stop();
});

type Asking = Omit<Sent, 'version' | 'action'>;

const RegionId = 'cn-hangzhou';
const json = (...values: readonly string[]): string => JSON.stringify(values);
const query = (parameters: Readonly<Record<string, string>>): Asking => ({
  query: { RegionId, ...parameters },
});

/** The tag calls of a product, as most spell them. */
const tagCalls = (
  api: string,
  [type, tagType]: readonly [ResourceType, string],
  untag = 'UntagResources',
): readonly (readonly [string, () => Asking])[] => {
  const target = () => ({ ResourceType: tagType, 'ResourceId.1': ids[type] });
  const region: Readonly<Record<string, string>> = api.startsWith('Alb') ? {} : { RegionId };
  const asking = (parameters: Readonly<Record<string, string>>): Asking => {
    const all = { ...region, ...target(), ...parameters };
    return api.startsWith('Nlb') ? { form: all } : { query: all };
  };
  return [
    [`${api} TagResources`, () => asking({ 'Tag.1.Key': 'own', 'Tag.1.Value': 'x' })],
    [`${api} ListTagResources`, () => asking({})],
    [`${api} ${untag}`, () => asking({ 'TagKey.1': 'own' })],
  ];
};

const cluster = (below: string): Asking => ({
  method: 'GET',
  path: `/clusters/${ids['Cs-Cluster']}${below}`,
});
const clusterTarget = () => ({
  region_id: RegionId,
  resource_type: 'CLUSTER',
  resource_ids: json(ids['Cs-Cluster']),
});
const scalingTarget = () => ({
  ResourceType: 'scalinggroup',
  'ResourceIds.1': ids['Ess-ScalingGroup'],
});
const diskArn = (): string =>
  formatArn({
    type: 'Ecs-Disk',
    region: RegionId,
    accountId: wire.accountId,
    id: ids['Ecs-Disk'],
  });

/** A call of every operation whose shape is published, in an order in which each can be done. */
const calls: readonly (readonly [string, () => Asking])[] = [
  ['Ecs 2014-05-26 DescribeInstances', () => query({ InstanceIds: json(ids['Ecs-Instance']) })],
  ['Ecs 2014-05-26 DescribeDisks', () => query({ InstanceId: ids['Ecs-Instance'] })],
  [
    'Ecs 2014-05-26 DescribeNetworkInterfaces',
    () => query({ 'NetworkInterfaceId.1': ids['Ecs-Eni'] }),
  ],
  ['Ecs 2014-05-26 DescribeSnapshots', () => query({ DiskId: ids['Ecs-Disk'] })],
  ['Ecs 2014-05-26 DescribeSecurityGroups', () => query({ MaxResults: '100' })],
  ...tagCalls('Ecs 2014-05-26', ['Ecs-Disk', 'disk']),
  ['Vpc 2016-04-28 DescribeEipAddresses', () => query({ AllocationId: ids['Vpc-Eip'] })],
  ['Vpc 2016-04-28 DescribeNatGateways', () => query({ NatGatewayId: ids['Vpc-Natgateway'] })],
  ...tagCalls('Vpc 2016-04-28', ['Vpc-Eip', 'EIP'], 'UnTagResources'),
  ['Slb 2014-05-15 DescribeLoadBalancers', () => query({ LoadBalancerId: ids['Slb-Instance'] })],
  ...tagCalls('Slb 2014-05-15', ['Slb-Instance', 'instance']),
  [
    'Nlb 2022-04-30 ListLoadBalancers',
    () => query({ 'LoadBalancerIds.1': ids['Nlb-Loadbalancer'] }),
  ],
  [
    'Nlb 2022-04-30 GetLoadBalancerAttribute',
    () => query({ LoadBalancerId: ids['Nlb-Loadbalancer'] }),
  ],
  ...tagCalls('Nlb 2022-04-30', ['Nlb-Loadbalancer', 'loadbalancer']),
  [
    'Alb 2020-06-16 ListLoadBalancers',
    () => ({ query: { 'LoadBalancerIds.1': ids['Alb-LoadBalancer'] } }),
  ],
  [
    'Alb 2020-06-16 GetLoadBalancerAttribute',
    () => ({ query: { LoadBalancerId: ids['Alb-LoadBalancer'] } }),
  ],
  ...tagCalls('Alb 2020-06-16', ['Alb-LoadBalancer', 'loadbalancer'], 'UnTagResources'),
  ['alikafka 2019-09-16 GetInstanceList', () => query({ 'InstanceId.1': ids['Kafka-Instance'] })],
  ['alikafka 2019-09-16 GetTopicList', () => query({ InstanceId: ids['Kafka-Instance'] })],
  ['alikafka 2019-09-16 GetConsumerList', () => query({ InstanceId: ids['Kafka-Instance'] })],
  ...tagCalls('alikafka 2019-09-16', ['Kafka-Topic', 'TOPIC']),
  [
    'CS 2015-12-15 DescribeClustersV1',
    () => ({ method: 'GET', path: '/api/v1/clusters', query: { region_id: RegionId } }),
  ],
  ['CS 2015-12-15 DescribeClusterDetail', () => cluster('')],
  ['CS 2015-12-15 DescribeClusterResources', () => cluster('/resources')],
  ['CS 2015-12-15 DescribeClusterNodes', () => cluster('/nodes')],
  ['CS 2015-12-15 DescribeClusterNodePools', () => cluster('/nodepools')],
  [
    'CS 2015-12-15 TagResources',
    () => ({
      method: 'PUT',
      path: '/tags',
      json: {
        ...clusterTarget(),
        resource_ids: [ids['Cs-Cluster']],
        tags: [{ key: 'own', value: 'x' }],
      },
    }),
  ],
  [
    'CS 2015-12-15 ListTagResources',
    () => ({ method: 'GET', path: '/tags', query: clusterTarget() }),
  ],
  [
    'CS 2015-12-15 UntagResources',
    () => ({
      method: 'DELETE',
      path: '/tags',
      query: { ...clusterTarget(), tag_keys: json('own') },
    }),
  ],
  [
    'Eci 2018-08-08 DescribeContainerGroups',
    () => query({ ContainerGroupIds: json(ids['Eci-ContainerGroup']) }),
  ],
  ...tagCalls('Eci 2018-08-08', ['Eci-ContainerGroup', 'ContainerGroup']),
  [
    'Ess 2022-02-22 TagResources',
    () => query({ ...scalingTarget(), 'Tags.1.Key': 'own', 'Tags.1.Value': 'x' }),
  ],
  ['Ess 2022-02-22 ListTagResources', () => query(scalingTarget())],
  [
    'Ess 2022-02-22 DescribeScalingGroups',
    () => query({ 'ScalingGroupIds.1': ids['Ess-ScalingGroup'] }),
  ],
  ['Ess 2022-02-22 UntagResources', () => query({ ...scalingTarget(), 'TagKeys.1': 'own' })],
  [
    'Tag 2018-08-28 TagResources',
    () => query({ 'ResourceARN.1': diskArn(), Tags: JSON.stringify({ unified: 'x' }) }),
  ],
  ['Tag 2018-08-28 ListTagResources', () => query({ 'ResourceARN.1': diskArn() })],
  [
    'Tag 2018-08-28 UntagResources',
    () => query({ 'ResourceARN.1': diskArn(), 'TagKey.1': 'unified' }),
  ],
  ['Tag 2018-08-28 ListSupportResourceTypes', () => query({ ShowItems: 'true' })],
];

const ask = (name: string, asking: Asking) => {
  const [, version = '', action = ''] = name.split(' ');
  return send(wire.endpoint, wire.key, { version, action, ...asking });
};

const isReading = (name: string): boolean => /(?:Describe|List|Get)\w+$/.test(name);

describe('what is answered over the wire', () => {
  it.each(calls)('%s has the published shape', async (name, asking) => {
    const { status, text } = await ask(name, asking());

    expect([status, wire.shapes.violations.splice(0)], text).toEqual([200, []]);
    expect(wire.shapes.answered).toContain(name);
    if (isReading(name)) expect(text).toMatch(/team|own|unified|TAG_CONSOLE|ALIYUN|node|asg-/);
  });

  it('is looked at for every operation whose shape is published', () => {
    expect(calls.map(([name]) => name).sort()).toEqual([...shapeNames].sort());
  });
});

describe('the comparison with published shapes', () => {
  it.each<readonly [string, string, Asking, string]>([
    ['a parameter that is none', 'DescribeDisks', query({ Disks: 'x' }), 'Disks is no parameter'],
    ['what is missing', 'DescribeDisks', {}, 'RegionId is missing'],
    ['a page that is too large', 'DescribeDisks', query({ MaxResults: '501' }), 'more than 500'],
    ['another type', 'DescribeDisks', query({ MaxResults: 'many' }), 'no integer/int32'],
    [
      'a form where a query belongs',
      'DescribeDisks',
      { form: { RegionId } },
      'RegionId belongs into query',
    ],
    [
      'a field that is none',
      'TagResources',
      query({ ResourceType: 'disk', 'ResourceId.1': 'd-1', 'Tag.1.Name': 'x' }),
      'Tag.N.Name is no field',
    ],
  ])('tells %s', async (_, action, asking, told) => {
    await ask(`Ecs 2014-05-26 ${action}`, asking);

    expect(wire.shapes.violations.splice(0).join()).toContain(told);
  });

  it('tells an answer that the product would not give', async () => {
    wire.disturb = () => ({
      kind: 'tell',
      change: (result) => ({ ...result, Disks: { Disk: [{ Size: '20', Tags: [] }] }, More: 1 }),
    });

    await ask('Ecs 2014-05-26 DescribeDisks', query({}));

    wire.disturb = () => undefined;
    expect(wire.shapes.violations.splice(0)).toEqual([
      'Ecs 2014-05-26 DescribeDisks: answer.Disks.Disk[0].Size is "20", no integer/int32',
      'Ecs 2014-05-26 DescribeDisks: answer.Disks.Disk[0].Tags is [], and has no fields',
      'Ecs 2014-05-26 DescribeDisks: answer.More is no field',
    ]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { openPop, openSdk, type Sdk } from './sdk-clients.ts';
import { startWire, type WireServer } from './wire-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let wire: WireServer;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  wire = await startWire((await dynamoDb.createTable()).table);
  return wire.stop;
});

const open = (name: string): Sdk => openSdk(name, wire);

const regionId = 'cn-hangzhou';
const tag = [{ key: 'team', value: 'blue' }];

const model = z.object({ toMap: z.function({ input: [], output: z.unknown() }) });
const toMap = (body: unknown): unknown =>
  Array.isArray(body) ? body.map(toMap) : model.parse(body).toMap.call(body);

/** Calls, and holds what the SDK made of the answer next to what was sent. */
const ask = async (
  sdk: Sdk,
  action: string,
  request: object,
  ...path: readonly string[]
): Promise<Readonly<Record<string, unknown>>> => {
  const { body } = await sdk.call(action, request, ...path);
  expect(body === undefined ? undefined : toMap(body)).toEqual(
    body === undefined ? undefined : wire.shapes.latest(),
  );
  return z.looseObject({}).parse({ ...z.looseObject({}).parse(body) });
};

const textIn = (answer: Readonly<Record<string, unknown>>, name: string): string =>
  z.string().parse(answer[name]);

describe('the packages of the cloud, unmodified', () => {
  it('make, attach, tag and describe with @alicloud/ecs20140526', async () => {
    const ecs = open('ecs20140526');
    const made = await ask(ecs, 'RunInstances', { regionId, amount: 2, tag });
    const ids = z
      .object({ instanceIdSet: z.array(z.string()) })
      .parse({ ...z.looseObject({}).parse(made.instanceIdSets) }).instanceIdSet;
    const [instanceId = ''] = ids;
    const diskId = textIn(await ask(ecs, 'CreateDisk', { regionId, size: 20, tag }), 'diskId');
    const eni = await ask(ecs, 'CreateNetworkInterface', { regionId, tag });
    const networkInterfaceId = textIn(eni, 'networkInterfaceId');
    await ask(ecs, 'AttachDisk', { instanceId, diskId });
    await ask(ecs, 'AttachNetworkInterface', { regionId, instanceId, networkInterfaceId });
    await ask(ecs, 'CreateSnapshot', { diskId, tag });
    await ask(ecs, 'CreateSecurityGroup', { regionId, tag });
    const target = { regionId, resourceType: 'disk', resourceId: [diskId] };
    await ask(ecs, 'TagResources', { ...target, tag: [{ key: 'cost', value: '1' }] });
    await ask(ecs, 'UntagResources', { ...target, tagKey: ['team'] });

    const disks = await ask(ecs, 'DescribeDisks', { regionId, diskIds: JSON.stringify([diskId]) });
    for (const list of ['Instances', 'NetworkInterfaces', 'Snapshots', 'SecurityGroups']) {
      await ask(ecs, `Describe${list}`, { regionId, maxResults: 50 });
    }
    await ask(ecs, 'ListTagResources', target);

    expect(ids).toHaveLength(2);
    expect(disks).toMatchObject({
      disks: {
        disk: [{ instanceId, size: 20, tags: { tag: [{ tagKey: 'cost', tagValue: '1' }] } }],
      },
    });
  });

  it('make, bind, tag and describe with @alicloud/vpc20160428', async () => {
    const vpc = open('vpc20160428');
    const eip = textIn(await ask(vpc, 'AllocateEipAddress', { regionId, tag }), 'allocationId');
    const gateway = await ask(vpc, 'CreateNatGateway', { regionId, vpcId: 'vpc-1', tag });
    const instanceId = textIn(gateway, 'natGatewayId');
    const binding = { regionId, allocationId: eip, instanceId, instanceType: 'Nat' };
    await ask(vpc, 'AssociateEipAddress', binding);
    const target = { regionId, resourceType: 'EIP', resourceId: [eip] };
    await ask(vpc, 'TagResources', { ...target, tag: [{ key: 'cost', value: '1' }] });
    await ask(vpc, 'UnTagResources', { ...target, tagKey: ['team'] });

    const eips = await ask(vpc, 'DescribeEipAddresses', {
      regionId,
      associatedInstanceType: 'Nat',
      associatedInstanceId: instanceId,
    });
    const gateways = await ask(vpc, 'DescribeNatGateways', { regionId });
    await ask(vpc, 'ListTagResources', target);

    expect(eips).toMatchObject({
      eipAddresses: {
        eipAddress: [
          { instanceType: 'Nat', instanceId, tags: { tag: [{ key: 'cost', value: '1' }] } },
        ],
      },
    });
    expect(gateways).toMatchObject({
      natGateways: {
        natGateway: [
          { tags: { tag: [{ tagKey: 'team' }] }, ipLists: { ipList: [{ allocationId: eip }] } },
        ],
      },
    });
  });

  it('make, tag and describe with @alicloud/alb20200616', async () => {
    const alb = open('alb20200616');
    const made = await ask(alb, 'CreateLoadBalancer', {
      addressType: 'Internet',
      loadBalancerName: 'front',
      vpcId: 'vpc-1',
      zoneMappings: [{ zoneId: 'cn-hangzhou-h', vSwitchId: 'vsw-1' }],
      tag,
    });
    const loadBalancerId = textIn(made, 'loadBalancerId');
    const target = { resourceType: 'loadbalancer', resourceId: [loadBalancerId] };
    await ask(alb, 'TagResources', { ...target, tag: [{ key: 'cost', value: '1' }] });
    await ask(alb, 'UnTagResources', { ...target, tagKey: ['team'] });

    const list = await ask(alb, 'ListLoadBalancers', { loadBalancerIds: [loadBalancerId] });
    const one = await ask(alb, 'GetLoadBalancerAttribute', { loadBalancerId });
    await ask(alb, 'ListTagResources', target);

    expect(list).toMatchObject({
      loadBalancers: [{ loadBalancerName: 'front', tags: [{ key: 'cost', value: '1' }] }],
    });
    expect(one).toMatchObject({
      zoneMappings: [{ loadBalancerAddresses: [{ allocationId: expect.stringMatching(/^eip-/) }] }],
    });
  });

  it('make, tag and describe with @alicloud/alikafka20190916', async () => {
    const kafka = open('alikafka20190916');
    const { result } = await wire.simulator.call({
      product: 'AliKafka',
      operation: 'CreateInstance',
      accountId: wire.accountId,
      parameters: { RegionId: regionId },
    });
    const instanceId = textIn(result, 'InstanceId');
    const inside = { instanceId, regionId };
    await ask(kafka, 'CreateTopic', { ...inside, topic: 'orders', remark: 'all', tag });
    await ask(kafka, 'CreateConsumerGroup', { ...inside, consumerId: 'readers', remark: 'x', tag });
    const target = {
      regionId,
      resourceType: 'TOPIC',
      resourceId: [`Kafka_${instanceId}_orders`],
    };
    await ask(kafka, 'TagResources', { ...target, tag: [{ key: 'cost', value: '1' }] });
    await ask(kafka, 'UntagResources', { ...target, tagKey: ['team'] });

    const topics = await ask(kafka, 'GetTopicList', { ...inside, pageSize: '5', currentPage: '1' });
    const groups = await ask(kafka, 'GetConsumerList', { ...inside, pageSize: 5, currentPage: 1 });
    await ask(kafka, 'GetInstanceList', { regionId, instanceId: [instanceId] });
    await ask(kafka, 'ListTagResources', target);

    expect(topics).toMatchObject({
      total: 1,
      topicList: { topicVO: [{ topic: 'orders', tags: { tagVO: [{ key: 'cost' }] } }] },
    });
    expect(groups).toMatchObject({
      consumerList: { consumerVO: [{ consumerId: 'readers', tags: { tagVO: [{ key: 'team' }] } }] },
    });
  });

  it('make, scale, tag and describe with @alicloud/cs20151215', async () => {
    const cs = open('cs20151215');
    const made = await ask(cs, 'CreateCluster', {
      name: 'one',
      clusterType: 'ManagedKubernetes',
      tags: tag,
    });
    const clusterId = textIn(made, 'clusterId');
    await ask(cs, 'ScaleClusterNodePool', { count: 2 }, clusterId, 'np-1');
    const target = { regionId, resourceType: 'CLUSTER', resourceIds: [clusterId] };
    await ask(cs, 'TagResources', { ...target, tags: [{ key: 'cost', value: '1' }] });
    await ask(cs, 'UntagResources', { ...target, tagKeys: ['team'] });

    const list = await ask(cs, 'DescribeClustersV1', { pageSize: 10, pageNumber: 1 });
    const nodes = await ask(cs, 'DescribeClusterNodes', { pageSize: '1' }, clusterId);
    const detail = await ask(cs, 'DescribeClusterDetail', {}, clusterId);
    await ask(cs, 'DescribeClusterNodePools', {}, clusterId);
    const resources = await cs.call('DescribeClusterResources', {}, clusterId);
    await ask(cs, 'ListTagResources', target);

    expect(list).toMatchObject({ clusters: [{ clusterId, size: 2 }] });
    expect(nodes).toMatchObject({ nodes: [{}], page: { totalCount: 2 } });
    expect(detail).toMatchObject({ tags: [{ key: 'cost', value: '1' }] });
    expect(resources.body).toMatchObject([
      { resourceType: 'ALIYUN::ECS::SecurityGroup' },
      { resourceType: 'ALIYUN::SLB::LoadBalancer' },
      { resourceType: 'ALIYUN::VPC::EIP' },
      { resourceType: 'ALIYUN::VPC::NatGateway' },
      { resourceType: 'ALIYUN::ESS::ScalingGroup' },
    ]);
  });

  it('make and describe with @alicloud/eci20180808, which has no tag calls', async () => {
    const eci = open('eci20180808');
    const made = await ask(eci, 'CreateContainerGroup', {
      regionId,
      containerGroupName: 'job',
      autoCreateEip: true,
      container: [{ name: 'one', image: 'busybox', cpu: 0.5 }],
      tag,
    });
    const containerGroupId = textIn(made, 'containerGroupId');
    const groups = await ask(eci, 'DescribeContainerGroups', { regionId, limit: 20, tag });

    expect(groups).toMatchObject({
      containerGroups: [
        {
          containerGroupId,
          internetIp: expect.stringMatching(/^2[45]\d\./),
          containers: [{ name: 'one', cpu: 0.5 }],
          tags: tag,
        },
      ],
    });
  });

  it('write, list and remove tags by ARN with @alicloud/tag20180828', async () => {
    const [ecs, tags] = [open('ecs20140526'), open('tag20180828')];
    const diskId = textIn(await ask(ecs, 'CreateDisk', { regionId, tag }), 'diskId');
    const resourceARN = [`arn:acs:ecs:${regionId}:${wire.accountId}:disk/${diskId}`];
    await ask(tags, 'TagResources', {
      regionId,
      resourceARN: [...resourceARN, `arn:acs:ecs:${regionId}:${wire.accountId}:disk/d-none`],
      tags: JSON.stringify({ cost: '1' }),
    });
    await ask(tags, 'UntagResources', { regionId, resourceARN, tagKey: ['team'] });

    const list = await ask(tags, 'ListTagResources', { regionId, resourceARN });
    const types = await ask(tags, 'ListSupportResourceTypes', { regionId, productCode: 'slb' });

    expect(list).toMatchObject({ tagResources: [{ tags: [{ key: 'cost', value: '1' }] }] });
    expect(types).toMatchObject({
      supportResourceTypes: [{ productCode: 'slb', resourceType: 'instance' }],
    });
  });

  it('call with the older signature of @alicloud/pop-core, in query and form', async () => {
    const ecs = openPop('2014-05-26', wire);
    await ecs.request('CreateDisk', { RegionId: regionId }, { method: 'POST' });

    const disks = await ecs.request('DescribeDisks', { RegionId: regionId }, { method: 'GET' });

    expect(disks).toMatchObject({ TotalCount: 1 });
  });

  it('are told a failure by its code, message and request id', async () => {
    const ecs = open('ecs20140526');

    const failing = ask(ecs, 'AttachDisk', { instanceId: 'i-none', diskId: 'd-none' });

    await expect(failing).rejects.toMatchObject({
      code: 'InvalidDiskId.NotFound',
      statusCode: 404,
      data: expect.objectContaining({ Recommend: expect.stringContaining('troubleshoot') }),
    });
  });
});

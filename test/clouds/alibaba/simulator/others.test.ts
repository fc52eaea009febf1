import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Arn, parseArn } from '../../../../src/clouds/alibaba/arn.ts';
import { allResourceTypes, resourceTypes } from '../../../../src/clouds/alibaba/resource-types.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { allSeenIn } from '../../../../src/clouds/sights.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { idOf, ofType, openTestCloud, type TestCloud } from '../cloud-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;
let cloud: TestCloud;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
beforeEach(() => {
  cloud = openTestCloud(table);
});
afterAll(() => dynamoDb.stop());

const makeEip = () => cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
const makeInstance = () => cloud.make('Ecs-Instance', 'Ecs/RunInstances');
const associate = (eip: Arn, holder: Arn, parameters = {}) =>
  cloud.act('Vpc/AssociateEipAddress', {
    AllocationId: idOf(eip),
    InstanceId: idOf(holder),
    ...parameters,
  });
const isFree = async (eip: Arn) => expect(await cloud.parentsOf(eip)).toEqual([]);
const recordedIds = () =>
  JSON.stringify(cloud.events.map(({ detail }) => detail.referencedResources));

describe('an EIP', () => {
  it('is bound to an ECS instance unless another type is named', async () => {
    const [eip, instance] = [await makeEip(), await makeInstance()];

    await associate(eip, instance);

    expect(await cloud.parentsOf(eip)).toEqual([instance]);
  });

  it.each([
    ['SlbInstance', 'Slb/CreateLoadBalancer'],
    ['Nat', 'Vpc/CreateNatGateway'],
  ])('is bound to a %s', async (InstanceType, action) => {
    const eip = await makeEip();
    const [holder = eip] = await cloud.act(action);

    await associate(eip, holder, { InstanceType });

    expect(await cloud.parentsOf(eip)).toEqual([holder]);
  });

  it('has one holder at a time and is not released while it has', async () => {
    const [eip, instance, other] = [await makeEip(), await makeInstance(), await makeInstance()];
    await associate(eip, instance);

    for (const refused of [
      () => associate(eip, other),
      () => cloud.act('Vpc/ReleaseEipAddress', { AllocationId: idOf(eip) }),
    ]) {
      await expect(refused()).rejects.toMatchObject({
        httpStatus: 400,
        code: 'IncorrectEipStatus',
      });
    }
  });

  it('is freed by its id alone, once', async () => {
    const [eip, instance] = [await makeEip(), await makeInstance()];
    await associate(eip, instance);
    const free = () => cloud.act('Vpc/UnassociateEipAddress', { AllocationId: idOf(eip) });

    await free();

    await isFree(eip);
    await expect(free()).rejects.toMatchObject({ code: 'IncorrectEipStatus' });
  });

  it('is freed only from the holder that the call names, by id, type or both', async () => {
    const [eip, instance, other] = [await makeEip(), await makeInstance(), await makeInstance()];
    await associate(eip, instance);
    const free = (parameters: object) =>
      cloud.act('Vpc/UnassociateEipAddress', { AllocationId: idOf(eip), ...parameters });

    for (const wrong of [
      { InstanceId: idOf(other) },
      { InstanceType: 'Nat' },
      { InstanceId: idOf(instance), InstanceType: 'SlbInstance' },
    ]) {
      await expect(free(wrong)).rejects.toMatchObject({ code: 'IncorrectEipStatus' });
    }
    expect(await cloud.parentsOf(eip)).toEqual([instance]);

    await free({ InstanceId: idOf(instance), InstanceType: 'EcsInstance' });
    await isFree(eip);
  });

  it('is not bound across regions, to what is not there, or to a wrong type', async () => {
    const [eip, instance] = [await makeEip(), await makeInstance()];
    const far = await cloud.make('Ecs-Instance', 'Ecs/RunInstances', { RegionId: 'cn-beijing' });

    await expect(associate(eip, far)).rejects.toMatchObject({ code: 'InvalidInstanceId.NotFound' });
    await expect(associate(far, instance)).rejects.toMatchObject({
      code: 'InvalidAllocationId.NotFound',
    });
    await expect(associate(eip, instance, { InstanceType: 'Cow' })).rejects.toMatchObject({
      code: 'InvalidParameter.InstanceType',
    });
  });
});

describe('a NAT gateway with an EIP', () => {
  it('is deleted by force only, and frees the EIP then', async () => {
    const gateway = await cloud.make('Vpc-Natgateway', 'Vpc/CreateNatGateway');
    const eip = await makeEip();
    await associate(eip, gateway, { InstanceType: 'Nat' });
    const parameters = { NatGatewayId: idOf(gateway) };
    await expect(cloud.act('Vpc/DeleteNatGateway', parameters)).rejects.toMatchObject({
      code: 'DependencyViolation.EIPS',
    });
    cloud.takeEventNames();

    await cloud.act('Vpc/DeleteNatGateway', { ...parameters, Force: true });

    await isFree(eip);
    expect(cloud.takeEventNames()).toEqual(['DeleteNatGateway', 'UnassociateEipAddress']);
  });
});

describe.each([
  { product: 'Nlb', type: 'Nlb-Loadbalancer' },
  { product: 'Alb', type: 'Alb-LoadBalancer' },
] as const)('$product', ({ product, type }) => {
  const zone = (letter: string, eip?: Arn) => ({
    ZoneId: `cn-hangzhou-${letter}`,
    VSwitchId: `vsw-${letter}`,
    ...(eip === undefined ? {} : { AllocationId: idOf(eip) }),
  });
  const make = (parameters: object = { AddressType: 'Intranet' }) =>
    cloud.make(type, `${product}/CreateLoadBalancer`, parameters);
  const update = (operation: string, balancer: Arn, parameters: object) =>
    cloud.act(`${product}/UpdateLoadBalancer${operation}`, {
      LoadBalancerId: idOf(balancer),
      ...parameters,
    });
  const eipsOf = async (balancer: Arn) => {
    const { items } = await cloud.provider.heirs(balancer, 'Vpc-Eip', undefined, patientCall);
    const found = allSeenIn(await cloud.provider.describe(items, patientCall), items);
    return [...found.values()]
      .filter(({ parents }) => parents.includes(balancer))
      .map(({ arn }) => arn)
      .sort();
  };

  it('gets its EIPs by the change to Internet and loses them by the change back', async () => {
    const [balancer, eip] = [await make(), await makeEip()];

    await update('AddressTypeConfig', balancer, {
      AddressType: 'Internet',
      ZoneMappings: [zone('h', eip)],
    });
    expect(await cloud.parentsOf(eip)).toEqual([balancer]);

    await update('AddressTypeConfig', balancer, { AddressType: 'Intranet' });
    await isFree(eip);
  });

  it('has no EIP any more that was taken from it: its next change gives the zone another', async () => {
    const eip = await makeEip();
    const balancer = await make();
    const toInternet = { AddressType: 'Internet' };
    await update('AddressTypeConfig', balancer, {
      ...toInternet,
      ZoneMappings: [zone('h', eip)],
    });

    await cloud.act('Vpc/UnassociateEipAddress', { AllocationId: idOf(eip) });
    const [, fresh] = await update('AddressTypeConfig', balancer, toInternet);

    await isFree(eip);
    expect(await eipsOf(balancer)).toEqual([fresh]);
  });

  it('does not take an EIP that another holds', async () => {
    const [balancer, eip, instance] = [await make(), await makeEip(), await makeInstance()];
    await associate(eip, instance);

    await expect(
      update('AddressTypeConfig', balancer, {
        AddressType: 'Internet',
        ZoneMappings: [zone('h', eip)],
      }),
    ).rejects.toMatchObject({ code: 'IncorrectEipStatus' });

    expect(await cloud.parentsOf(eip)).toEqual([instance]);
  });

  it.runIf(product === 'Nlb').each(['Internet', 'Intranet'] as const)(
    'does not take over an EIP for a zone from another that holds it, %s',
    async (AddressType) => {
      const [first, second, instance] = [await makeEip(), await makeEip(), await makeInstance()];
      const other = await make({ AddressType: 'Internet', ZoneMappings: [zone('h', first)] });
      await associate(second, instance);
      const balancer = await make({ AddressType, ZoneMappings: [zone('h')] });

      for (const eip of [first, second]) {
        await expect(
          update('Zones', balancer, { ZoneMappings: [zone('h', eip)] }),
        ).rejects.toMatchObject({ httpStatus: 400, code: 'IncorrectEipStatus' });
      }

      expect(await cloud.parentsOf(first)).toEqual([other]);
      expect(await cloud.parentsOf(second)).toEqual([instance]);
    },
  );

  it('refuses a zone or an EIP named twice', async () => {
    const [balancer, eip] = [await make(), await makeEip()];

    for (const ZoneMappings of [
      [zone('h'), zone('h')],
      [zone('h', eip), zone('i', eip)],
    ]) {
      await expect(
        update('AddressTypeConfig', balancer, { AddressType: 'Internet', ZoneMappings }),
      ).rejects.toMatchObject({ httpStatus: 400, code: 'InvalidParameter.ZoneMappings' });
    }
  });

  it('overwrites its zones: keeps the EIPs of those that stay, frees the others', async () => {
    const [first, second] = [await makeEip(), await makeEip()];
    const balancer = await make({
      AddressType: 'Internet',
      ZoneMappings: [zone('h', first), zone('i', second)],
    });
    expect(await eipsOf(balancer)).toEqual([first, second].sort());

    await update('Zones', balancer, { ZoneMappings: [zone('h')] });

    expect(await eipsOf(balancer)).toEqual([first]);
    await isFree(second);
  });

  it('gives a new zone of an Internet balancer a fresh EIP', async () => {
    const balancer = await make({ AddressType: 'Internet', ZoneMappings: [zone('h')] });
    const before = await eipsOf(balancer);

    await update('Zones', balancer, { ZoneMappings: [zone('h'), zone('j')] });

    const after = await eipsOf(balancer);
    expect([before.length, after.length]).toEqual([1, 2]);
    expect(after).toEqual(expect.arrayContaining([...before]));
  });

  it('frees its EIPs when it is deleted, and a record names each', async () => {
    const eip = await makeEip();
    const balancer = await make({ AddressType: 'Internet', ZoneMappings: [zone('h', eip)] });
    cloud.takeEventNames();

    await cloud.act(`${product}/DeleteLoadBalancer`, { LoadBalancerId: idOf(balancer) });

    await isFree(eip);
    expect(recordedIds()).toContain(idOf(eip));
    await expect(update('AddressTypeConfig', balancer, { AddressType: 'Intranet' }))
      .rejects //
      .toMatchObject({ httpStatus: 404, code: expect.stringMatching(/^ResourceNotFound\./) });
  });
});

it('gives ALB no AllocationId in UpdateLoadBalancerZones, and NLB one', async () => {
  const ZoneMappings = [{ ZoneId: 'cn-hangzhou-h', AllocationId: idOf(await makeEip()) }];
  const alb = await cloud.make('Alb-LoadBalancer', 'Alb/CreateLoadBalancer');
  const nlb = await cloud.make('Nlb-Loadbalancer', 'Nlb/CreateLoadBalancer');

  await expect(
    cloud.act('Alb/UpdateLoadBalancerZones', { LoadBalancerId: idOf(alb), ZoneMappings }),
  ).rejects.toMatchObject({ httpStatus: 400, code: expect.stringContaining('AllocationId') });
  await cloud.act('Nlb/UpdateLoadBalancerZones', { LoadBalancerId: idOf(nlb), ZoneMappings });
});

it('frees the EIP of a CLB that is deleted', async () => {
  const [eip, balancer] = [
    await makeEip(),
    await cloud.make('Slb-Instance', 'Slb/CreateLoadBalancer'),
  ];
  await associate(eip, balancer, { InstanceType: 'SlbInstance' });

  await cloud.act('Slb/DeleteLoadBalancer', { LoadBalancerId: idOf(balancer) });

  await isFree(eip);
  expect(cloud.takeEventNames()).toContain('UnassociateEipAddress');
});

describe('Kafka', () => {
  const makeKafka = () => cloud.make('Kafka-Instance', 'AliKafka/CreateInstance');

  it('names topics and groups after their instance', async () => {
    const kafka = await makeKafka();
    const InstanceId = idOf(kafka);

    const topic = await cloud.make('Kafka-Topic', 'AliKafka/CreateTopic', {
      InstanceId,
      Topic: 'orders',
      Remark: 'all of them',
    });
    const group = await cloud.make('Kafka-ConsumerGroup', 'AliKafka/CreateConsumerGroup', {
      InstanceId,
      ConsumerId: 'GID_orders',
    });

    expect([idOf(topic), idOf(group)]).toEqual([
      `Kafka_${InstanceId}_orders`,
      `Kafka_${InstanceId}_GID_orders`,
    ]);
    expect(await cloud.parentsOf(topic)).toEqual([kafka]);
    expect(await cloud.parentsOf(group)).toEqual([kafka]);
  });

  it.each(['GetTopicList', 'GetConsumerList', 'DeleteInstance'])(
    'says by the published code that there is no such instance: %s',
    async (operation) => {
      const InstanceId = idOf(await makeKafka());
      await cloud.act('AliKafka/DeleteInstance', { InstanceId });

      await expect(cloud.act(`AliKafka/${operation}`, { InstanceId })).rejects.toMatchObject({
        httpStatus: 404,
        code: 'Instance.NotFound',
      });
    },
  );

  it('refuses a name in use, and takes it again after its deletion, without the old tags', async () => {
    const parameters = { InstanceId: idOf(await makeKafka()), Topic: 'orders' };
    const create = (more = {}) =>
      cloud.make('Kafka-Topic', 'AliKafka/CreateTopic', { ...parameters, ...more });
    await create({ Tag: [{ Key: 'cost', Value: 'old' }] });
    await expect(create()).rejects.toMatchObject({ httpStatus: 400 });

    await cloud.act('AliKafka/DeleteTopic', parameters);

    expect(await cloud.tagsOf(await create())).toEqual({});
  });

  it('takes topics and groups along when it is deleted', async () => {
    const kafka = await makeKafka();
    const InstanceId = idOf(kafka);
    const made = [
      ...(await cloud.act('AliKafka/CreateTopic', { InstanceId, Topic: 'orders' })),
      ...(await cloud.act('AliKafka/CreateConsumerGroup', { InstanceId, ConsumerId: 'GID' })),
    ];
    cloud.takeEventNames();

    await cloud.act('AliKafka/DeleteInstance', { InstanceId });

    for (const arn of made) {
      expect(await cloud.read(arn)).toBeUndefined();
      expect(recordedIds()).toContain(idOf(arn));
    }
    expect(cloud.takeEventNames()).toEqual([
      'DeleteInstance',
      'DeleteTopic',
      'DeleteConsumerGroup',
    ]);
  });
});

describe('ACK', () => {
  const makeCluster = () => cloud.act('Cs/CreateCluster', { Name: 'demo' });

  it('makes what a cluster needs, all hanging on the cluster alone', async () => {
    const arns = await makeCluster();
    const cluster = ofType(arns, 'Cs-Cluster');
    const parts = arns.filter((arn) => arn !== cluster);

    expect(parts.map((arn) => parseArn(arn).type).sort()).toEqual([
      'Ecs-SecurityGroup',
      'Ess-ScalingGroup',
      'Slb-Instance',
      'Vpc-Eip',
      'Vpc-Natgateway',
    ]);
    for (const part of parts) expect(await cloud.parentsOf(part)).toEqual([cluster]);
  });

  it("takes its API's own names", async () => {
    const tags = [
      { key: 'cost', value: 'shanghai' },
      { key: 'team', value: 'blue' },
    ];
    const cluster = ofType(
      await cloud.act('Cs/CreateCluster', { name: 'demo', tags }),
      'Cs-Cluster',
    );
    const resources = { resource_type: 'CLUSTER', resource_ids: [idOf(cluster)] };

    await cloud.act('Cs/TagResources', { ...resources, tags: [{ key: 'cost', value: 'beijing' }] });
    await cloud.act('Cs/UntagResources', { ...resources, tag_keys: ['team'] });

    expect(await cloud.tagsOf(cluster)).toEqual({ cost: 'beijing' });
  });

  it('scales out by a RunInstances of the platform, which names the instances in its answer', async () => {
    const cluster = ofType(await makeCluster(), 'Cs-Cluster');
    cloud.takeEventNames();

    const arns = await cloud.act('Cs/ScaleClusterNodePool', {
      ClusterId: idOf(cluster),
      NodepoolId: 'np-1',
      Count: 2,
    });

    const instances = arns.filter((arn) => parseArn(arn).type === 'Ecs-Instance');
    expect(instances).toHaveLength(2);
    for (const instance of instances) expect(await cloud.parentsOf(instance)).toEqual([cluster]);
    const made = cloud.events.find(({ detail }) => detail.eventName === 'RunInstances');
    expect(made).toMatchObject({
      source: 'acs.ecs',
      detailType: 'ecs:ActionTrail:AliyunServiceEvent',
      detail: {
        responseElements: { InstanceIdSets: { InstanceIdSet: instances.map(idOf) } },
        userIdentity: { type: 'system' },
      },
    });
    expect(made?.detail.requestParameters).toBeUndefined();
  });

  it("deletes what it made, frees what was a user's, and a record names each", async () => {
    const arns = await makeCluster();
    const ClusterId = idOf(ofType(arns, 'Cs-Cluster'));
    const nodes = await cloud.act('Cs/ScaleClusterNodePool', { ClusterId, count: 1 });
    const [onNode, onGateway] = [await makeEip(), await makeEip()];
    await associate(onNode, ofType(nodes, 'Ecs-Instance'));
    await associate(onGateway, ofType(arns, 'Vpc-Natgateway'), { InstanceType: 'Nat' });
    cloud.takeEventNames();

    await cloud.act('Cs/DeleteCluster', { ClusterId });

    expect((await cloud.everything()).map(({ arn }) => arn).sort()).toEqual(
      [onNode, onGateway].sort(),
    );
    await isFree(onNode);
    await isFree(onGateway);
    const unrecorded = [...arns, ...nodes, onNode, onGateway].filter(
      (arn) => parseArn(arn).type !== 'Ess-ScalingGroup' && !recordedIds().includes(idOf(arn)),
    );
    expect(unrecorded).toEqual([]);
  });
});

describe('ECI', () => {
  it('makes a group an EIP of its own when asked to', async () => {
    const arns = await cloud.act('Eci/CreateContainerGroup', { AutoCreateEip: true });
    const [group, eip] = [ofType(arns, 'Eci-ContainerGroup'), ofType(arns, 'Vpc-Eip')];

    expect(await cloud.parentsOf(eip)).toEqual([group]);
  });

  it('gives a container group its EIP when it is made and frees it when it is deleted', async () => {
    const eip = await makeEip();
    const group = await cloud.make('Eci-ContainerGroup', 'Eci/CreateContainerGroup', {
      ContainerGroupName: 'pod',
      EipInstanceId: idOf(eip),
    });
    expect(await cloud.parentsOf(eip)).toEqual([group]);
    cloud.takeEventNames();

    await cloud.act('Eci/DeleteContainerGroup', { ContainerGroupId: idOf(group) });

    await isFree(eip);
    expect(recordedIds()).toContain(idOf(eip));
  });

  it('does not take an EIP that another holds', async () => {
    const [eip, instance] = [await makeEip(), await makeInstance()];
    await associate(eip, instance);

    await expect(
      cloud.act('Eci/CreateContainerGroup', { EipInstanceId: idOf(eip) }),
    ).rejects.toMatchObject({ code: 'IncorrectEipStatus' });

    const page = await cloud.provider.list(
      cloud.accountId,
      'Eci-ContainerGroup',
      undefined,
      patientCall,
    );
    expect(page.items).toEqual([]);
  });
});

it("tags every type by its product's own operations, under the names the products use", async () => {
  const names = new Map([
    ['alikafka', 'AliKafka'],
    ['ess', 'Tag'],
  ]);
  const made = [
    ...(await cloud.act('Cs/CreateCluster')),
    ...(await cloud.act('Ecs/RunInstances')),
    ...(await cloud.act('Nlb/CreateLoadBalancer')),
    ...(await cloud.act('Alb/CreateLoadBalancer')),
    ...(await cloud.act('Eci/CreateContainerGroup')),
    ...(await cloud.act('AliKafka/CreateInstance')),
  ];
  const InstanceId = idOf(ofType(made, 'Kafka-Instance'));
  made.push(
    ...(await cloud.act('AliKafka/CreateTopic', { InstanceId, Topic: 't' })),
    ...(await cloud.act('AliKafka/CreateConsumerGroup', { InstanceId, ConsumerId: 'g' })),
    ...(await cloud.act('Ecs/CreateSnapshot', { DiskId: idOf(ofType(made, 'Ecs-Disk')) })),
  );

  for (const type of allResourceTypes) {
    const { product, tagType } = resourceTypes[type];
    const arn = ofType(made, type);
    if (product === 'ess') continue;
    const name = names.get(product) ?? product;
    const target = { ResourceType: tagType, ResourceId: [idOf(arn)] };
    const untag = product === 'vpc' ? 'UnTagResources' : 'UntagResources';

    await cloud.act(`${name}/TagResources`, { ...target, Tag: [{ Key: 'a', Value: type }] });
    expect(await cloud.tagsOf(arn)).toEqual({ a: type });

    await cloud.act(`${name}/${untag}`, { ...target, TagKey: ['a'] });
    expect(await cloud.tagsOf(arn)).toEqual({});
  }
});

it('carries out the largest call there is: 100 instances with 20 of the longest tags each', async () => {
  const Tag = Array.from({ length: 20 }, (_, n) => ({
    Key: `${n}`.padEnd(128, '雨'),
    Value: '雨'.repeat(128),
  }));

  const arns = await cloud.act('Ecs/RunInstances', { Amount: 100, Tag });

  expect(arns).toHaveLength(300);
  expect(Object.keys(await cloud.tagsOf(ofType(arns, 'Ecs-Instance')))).toHaveLength(20);
});

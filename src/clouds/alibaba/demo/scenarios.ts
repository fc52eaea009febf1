import { TerminalError } from '../../../model/errors.ts';
import { type Arn, parseArn } from '../arn.ts';
import { findRule, type SettingName } from '../catalogue.ts';
import type { ResourceType } from '../resource-types.ts';
import type { Client } from './client.ts';

/** Two resources of one rule. */
export type Pair = { readonly primary: Arn; readonly associated: Arn };

/** How the two ends of one rule come to be, and to part, in the simulated cloud. */
export type Scenario = {
  readonly settingName: SettingName;
  /** "disk attached to an ECS instance" */
  readonly title: string;
  /** Makes a primary; `born` is the associated resource that comes with it, where one does. */
  readonly makePrimary: (client: Client) => Promise<{ primary: Arn; born?: Arn }>;
  /** Makes an associated resource that is on its own yet; absent where it is born associated. */
  readonly makeFree?: (client: Client) => Promise<Arn>;
  /** Associates the free resource or makes an associated one; absent where it is born with its primary. */
  readonly associate?: (client: Client, primary: Arn, free: Arn | undefined) => Promise<Arn>;
  /** Ends the association while the associated resource lives on; absent where nothing can. */
  readonly part?: (client: Client, pair: Pair) => Promise<void>;
};

const region = { RegionId: 'cn-hangzhou' } as const;

const idOf = (arn: Arn | undefined): string => (arn === undefined ? '' : parseArn(arn).id);

const theOne = (arns: readonly Arn[], type: ResourceType): Arn => {
  const arn = arns.find((each) => parseArn(each).type === type);
  if (arn !== undefined) return arn;
  throw new TerminalError({
    code: 'NoSuchResource',
    message: `expected a ${type} among ${arns.join(', ') || 'no resources'}`,
  });
};

type Make = (client: Client) => Promise<Arn>;

const makeInstance: Make = async (client) =>
  theOne(await client.cloud('Ecs/RunInstances', region), 'Ecs-Instance');
const makeDisk: Make = async (client) =>
  theOne(
    await client.cloud('Ecs/CreateDisk', { ...region, ZoneId: 'cn-hangzhou-h', Size: 20 }),
    'Ecs-Disk',
  );
const makeEni: Make = async (client) =>
  theOne(
    await client.cloud('Ecs/CreateNetworkInterface', { ...region, VSwitchId: 'vsw-1' }),
    'Ecs-Eni',
  );
const makeEip: Make = async (client) =>
  theOne(await client.cloud('Vpc/AllocateEipAddress', region), 'Vpc-Eip');
const makeKafka: Make = async (client) =>
  theOne(await client.cloud('AliKafka/CreateInstance', region), 'Kafka-Instance');
const makeCluster: Make = async (client) =>
  theOne(await client.cloud('Cs/CreateCluster', { ...region, Name: 'demo' }), 'Cs-Cluster');
const makeClb: Make = async (client) =>
  theOne(await client.cloud('Slb/CreateLoadBalancer', region), 'Slb-Instance');
const makeNlb: Make = async (client) =>
  theOne(
    await client.cloud('Nlb/CreateLoadBalancer', { ...region, AddressType: 'Intranet' }),
    'Nlb-Loadbalancer',
  );
const makeAlb: Make = async (client) =>
  theOne(
    await client.cloud('Alb/CreateLoadBalancer', { ...region, AddressType: 'Intranet' }),
    'Alb-LoadBalancer',
  );
const makeNat: Make = async (client) =>
  theOne(
    await client.cloud('Vpc/CreateNatGateway', { ...region, VpcId: 'vpc-1' }),
    'Vpc-Natgateway',
  );

const alone =
  (make: Make): Scenario['makePrimary'] =>
  async (client) => ({ primary: await make(client) });

/** Scenarios of the EIP rules whose holder is named by AssociateEipAddress. */
const boundEip = (
  settingName: SettingName,
  holder: { title: string; make: Make; instanceType: string },
): Scenario => ({
  settingName,
  title: `EIP associated with ${holder.title}`,
  makePrimary: alone(holder.make),
  makeFree: makeEip,
  associate: async (client, primary, free) => {
    const eip = free ?? (await makeEip(client));
    await client.cloud('Vpc/AssociateEipAddress', {
      ...region,
      AllocationId: idOf(eip),
      InstanceId: idOf(primary),
      InstanceType: holder.instanceType,
    });
    return eip;
  },
  part: async (client, { associated }) => {
    await client.cloud('Vpc/UnassociateEipAddress', { ...region, AllocationId: idOf(associated) });
  },
});

/** Scenarios of the two load balancers that get their EIPs by an update. */
const updatedEip = (
  settingName: SettingName,
  balancer: { product: 'Nlb' | 'Alb'; make: Make },
): Scenario => ({
  settingName,
  title: `EIP given to an ${balancer.product.toUpperCase()} by an update`,
  makePrimary: alone(balancer.make),
  makeFree: makeEip,
  associate: async (client, primary, free) => {
    const eip = free ?? (await makeEip(client));
    await client.cloud(`${balancer.product}/UpdateLoadBalancerAddressTypeConfig`, {
      ...region,
      LoadBalancerId: idOf(primary),
      AddressType: 'Internet',
      ZoneMappings: [{ ZoneId: 'cn-hangzhou-h', VSwitchId: 'vsw-1', AllocationId: idOf(eip) }],
    });
    return eip;
  },
  part: async (client, { primary }) => {
    await client.cloud(`${balancer.product}/UpdateLoadBalancerAddressTypeConfig`, {
      ...region,
      LoadBalancerId: idOf(primary),
      AddressType: 'Intranet',
    });
  },
});

/** Scenarios of what a cluster makes for itself when it is created. */
const ofCluster = (settingName: SettingName, title: string): Scenario => ({
  settingName,
  title,
  makePrimary: async (client) => {
    const arns = await client.cloud('Cs/CreateCluster', { ...region, Name: 'demo' });
    const type = findRule(settingName)?.associated ?? 'Ecs-Instance';
    return { primary: theOne(arns, 'Cs-Cluster'), born: theOne(arns, type) };
  },
});

/** One scenario for each of the 17 rules, in the order of the product page. */
export const scenarios: readonly Scenario[] = [
  {
    settingName: 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk',
    title: 'disk attached to an ECS instance',
    makePrimary: alone(makeInstance),
    makeFree: makeDisk,
    associate: async (client, primary, free) => {
      const disk = free ?? (await makeDisk(client));
      await client.cloud('Ecs/AttachDisk', {
        ...region,
        InstanceId: idOf(primary),
        DiskId: idOf(disk),
      });
      return disk;
    },
    part: async (client, { primary, associated }) => {
      await client.cloud('Ecs/DetachDisk', {
        ...region,
        InstanceId: idOf(primary),
        DiskId: idOf(associated),
      });
    },
  },
  {
    settingName: 'rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni',
    title: 'ENI attached to an ECS instance',
    makePrimary: alone(makeInstance),
    makeFree: makeEni,
    associate: async (client, primary, free) => {
      const eni = free ?? (await makeEni(client));
      await client.cloud('Ecs/AttachNetworkInterface', {
        ...region,
        InstanceId: idOf(primary),
        NetworkInterfaceId: idOf(eni),
      });
      return eni;
    },
    part: async (client, { primary, associated }) => {
      await client.cloud('Ecs/DetachNetworkInterface', {
        ...region,
        InstanceId: idOf(primary),
        NetworkInterfaceId: idOf(associated),
      });
    },
  },
  boundEip('rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip', {
    title: 'an ECS instance',
    make: makeInstance,
    instanceType: 'EcsInstance',
  }),
  {
    settingName: 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot',
    title: 'snapshot of a disk',
    makePrimary: alone(makeDisk),
    associate: async (client, disk) =>
      theOne(
        await client.cloud('Ecs/CreateSnapshot', { ...region, DiskId: idOf(disk) }),
        'Ecs-Snapshot',
      ),
    part: async (client, { primary }) => {
      await client.cloud('Ecs/DeleteDisk', { ...region, DiskId: idOf(primary) });
    },
  },
  {
    settingName: 'rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic',
    title: 'topic of a Kafka instance',
    makePrimary: alone(makeKafka),
    associate: async (client, kafka) =>
      theOne(
        await client.cloud('AliKafka/CreateTopic', {
          ...region,
          InstanceId: idOf(kafka),
          Topic: 'orders',
        }),
        'Kafka-Topic',
      ),
  },
  {
    settingName: 'rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup',
    title: 'consumer group of a Kafka instance',
    makePrimary: alone(makeKafka),
    associate: async (client, kafka) =>
      theOne(
        await client.cloud('AliKafka/CreateConsumerGroup', {
          ...region,
          InstanceId: idOf(kafka),
          ConsumerId: 'GID_orders',
        }),
        'Kafka-ConsumerGroup',
      ),
  },
  ofCluster('rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup', 'security group of an ACK cluster'),
  {
    settingName: 'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance',
    title: 'ECS instance of an ACK cluster that scales out',
    makePrimary: alone(makeCluster),
    associate: async (client, cluster) =>
      theOne(
        await client.cloud('Cs/ScaleClusterNodePool', {
          ...region,
          ClusterId: idOf(cluster),
          NodepoolId: 'np-1',
          Count: 1,
        }),
        'Ecs-Instance',
      ),
  },
  ofCluster('rule:TagCluster:Cs-Cluster:Slb-Instance', 'CLB of an ACK cluster'),
  ofCluster('rule:TagCluster:Cs-Cluster:Vpc-Eip', 'EIP of an ACK cluster'),
  ofCluster('rule:TagCluster:Cs-Cluster:Vpc-Natgateway', 'NAT gateway of an ACK cluster'),
  ofCluster('rule:TagCluster:Cs-Cluster:Ess-ScalingGroup', 'scaling group of an ACK cluster'),
  boundEip('rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip', {
    title: 'a CLB',
    make: makeClb,
    instanceType: 'SlbInstance',
  }),
  updatedEip(
    'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip',
    { product: 'Nlb', make: makeNlb },
  ),
  updatedEip(
    'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip',
    { product: 'Alb', make: makeAlb },
  ),
  boundEip('rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip', {
    title: 'a NAT gateway',
    make: makeNat,
    instanceType: 'Nat',
  }),
  {
    settingName: 'rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip',
    title: 'EIP of an ECI container group',
    makePrimary: async (client) => {
      const eip = await makeEip(client);
      const arns = await client.cloud('Eci/CreateContainerGroup', {
        ...region,
        ContainerGroupName: 'pod',
        EipInstanceId: idOf(eip),
      });
      return { primary: theOne(arns, 'Eci-ContainerGroup'), born: eip };
    },
    part: async (client, { primary }) => {
      await client.cloud('Eci/DeleteContainerGroup', {
        ...region,
        ContainerGroupId: idOf(primary),
      });
    },
  },
];

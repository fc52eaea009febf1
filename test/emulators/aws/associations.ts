import {
  AttachInstancesCommand,
  CreateAutoScalingGroupCommand,
  DetachInstancesCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AttachNetworkInterfaceCommand,
  AttachVolumeCommand,
  CreateImageCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateSnapshotCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteNatGatewayCommand,
  DeregisterImageCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DetachNetworkInterfaceCommand,
  DetachVolumeCommand,
  DisassociateAddressCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateClusterCommand, DescribeClusterCommand } from '@aws-sdk/client-eks';
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
} from '@aws-sdk/client-rds';
import type { Account } from './account.ts';
import { emulatedRegion } from './emulated-account.ts';

/** Ids of both ends. */
export type Made = { readonly primary: string; readonly associated: string };

/** How an association is made, and ended, by an operations team. */
export type Association = {
  readonly make: (account: Account) => Promise<Made>;
  /** Left out where it lasts as long as what is associated. */
  readonly end?: (account: Account, made: Made) => Promise<void>;
};

const anyImage = 'ami-12c6146b';
const zone = `${emulatedRegion}a`;

/** What an emulator must have answered. */
const given = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the emulator left it out');
  return value;
};

export const runInstance = async ({ ec2 }: Account): Promise<string> => {
  const { Instances: [instance] = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: anyImage, MinCount: 1, MaxCount: 1 }),
  );
  return given(instance?.InstanceId);
};

const createVolume = async ({ ec2 }: Account): Promise<string> =>
  given((await ec2.send(new CreateVolumeCommand({ AvailabilityZone: zone, Size: 1 }))).VolumeId);

const anySubnet = async ({ ec2 }: Account): Promise<string> =>
  given((await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId);

export const allocate = async ({ ec2 }: Account): Promise<string> =>
  given((await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }))).AllocationId);

/** A volume on an instance, and a snapshot of it. */
export const volumeWithSnapshot = async (
  account: Account,
  instance: string,
): Promise<{ readonly volume: string; readonly snapshot: string }> => {
  const volume = await createVolume(account);
  const Device = `/dev/sd${account.next()}`;
  await account.ec2.send(
    new AttachVolumeCommand({ InstanceId: instance, VolumeId: volume, Device }),
  );
  const { SnapshotId } = await account.ec2.send(new CreateSnapshotCommand({ VolumeId: volume }));
  return { volume, snapshot: given(SnapshotId) };
};

const instanceToVolume: Association = {
  make: async (account) => {
    const [primary, associated] = [await runInstance(account), await createVolume(account)];
    const Device = `/dev/sd${account.next()}`;
    await account.ec2.send(
      new AttachVolumeCommand({ InstanceId: primary, VolumeId: associated, Device }),
    );
    return { primary, associated };
  },
  end: async ({ ec2 }, { primary, associated }) => {
    await ec2.send(new DetachVolumeCommand({ InstanceId: primary, VolumeId: associated }));
  },
};

const instanceToInterface: Association = {
  make: async (account) => {
    const { ec2 } = account;
    const primary = await runInstance(account);
    const created = await ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: await anySubnet(account) }),
    );
    const associated = given(created.NetworkInterface?.NetworkInterfaceId);
    await ec2.send(
      new AttachNetworkInterfaceCommand({
        InstanceId: primary,
        NetworkInterfaceId: associated,
        DeviceIndex: 1,
      }),
    );
    return { primary, associated };
  },
  end: async ({ ec2 }, { associated }) => {
    const { NetworkInterfaces: [found] = [] } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [associated] }),
    );
    const AttachmentId = given(found?.Attachment?.AttachmentId);
    await ec2.send(new DetachNetworkInterfaceCommand({ AttachmentId, Force: true }));
  },
};

/** Takes an address from whoever holds it. */
export const disassociate = async ({ ec2 }: Account, address: string): Promise<void> => {
  const { Addresses: [found] = [] } = await ec2.send(
    new DescribeAddressesCommand({ AllocationIds: [address] }),
  );
  const AssociationId = given(found?.AssociationId);
  await ec2.send(new DisassociateAddressCommand({ AssociationId }));
};

const instanceToAddress: Association = {
  make: async (account) => {
    const [primary, associated] = [await runInstance(account), await allocate(account)];
    await account.ec2.send(
      new AssociateAddressCommand({ InstanceId: primary, AllocationId: associated }),
    );
    return { primary, associated };
  },
  end: (account, { associated }) => disassociate(account, associated),
};

export const createCluster = async ({ eks, next }: Account): Promise<string> => {
  const name = `cluster-${next()}`;
  await eks.send(
    new CreateClusterCommand({
      name,
      roleArn: 'arn:aws:iam::123456789012:role/eks',
      resourcesVpcConfig: {},
    }),
  );
  return name;
};

const createGroup = async (
  { autoScaling, ec2, next }: Account,
  tags: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const name = `group-${next()}`;
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { Instances: [instance] = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: anyImage, MinCount: 1, MaxCount: 1 }),
  );
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      InstanceId: given(instance?.InstanceId),
      MinSize: 1,
      MaxSize: 2,
      DesiredCapacity: 1,
      VPCZoneIdentifier: given(subnet?.SubnetId),
      Tags: Object.entries(tags).map(([Key, Value]) => ({
        ...{ Key, Value, ResourceId: name, ResourceType: 'auto-scaling-group' },
        PropagateAtLaunch: true,
      })),
    }),
  );
  return name;
};

/** One more instance of a group. */
export const runInGroup = async (account: Account, group: string): Promise<string> => {
  const instance = await runInstance(account);
  const of = { AutoScalingGroupName: group, InstanceIds: [instance] };
  await account.autoScaling.send(new AttachInstancesCommand(of));
  return instance;
};

/** A NAT gateway that holds an address. */
export const createGateway = async (account: Account, AllocationId: string): Promise<string> => {
  const SubnetId = await anySubnet(account);
  const { NatGateway } = await account.ec2.send(
    new CreateNatGatewayCommand({ SubnetId, AllocationId }),
  );
  return given(NatGateway?.NatGatewayId);
};

const createDatabase = async ({ rds, next }: Account): Promise<string> => {
  const DBInstanceIdentifier = `db-${next()}`;
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier,
      DBInstanceClass: 'db.t3.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'someone',
      MasterUserPassword: 'some password',
    }),
  );
  return DBInstanceIdentifier;
};

export const snapshotOf = async (
  { rds, next }: Account,
  DBInstanceIdentifier: string,
): Promise<string> => {
  const DBSnapshotIdentifier = `snapshot-${next()}`;
  await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier }));
  return DBSnapshotIdentifier;
};

const createDbCluster = async ({ rds, next }: Account): Promise<string> => {
  const DBClusterIdentifier = `cluster-${next()}`;
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier,
      Engine: 'aurora-postgresql',
      MasterUsername: 'someone',
      MasterUserPassword: 'some password',
    }),
  );
  return DBClusterIdentifier;
};

const balancerId = (arn: string): string => arn.slice(arn.indexOf('loadbalancer/') + 13);

/** A network load balancer that holds an address. @param tags such as those that say whose it is */
export const createNetworkBalancer = async (
  account: Account,
  AllocationId: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { LoadBalancers: [balancer] = [] } = await account.loadBalancing.send(
    new CreateLoadBalancerCommand({
      Name: `balancer-${account.next()}`,
      Type: 'network',
      SubnetMappings: [{ SubnetId: await anySubnet(account), AllocationId }],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  return balancerId(given(balancer?.LoadBalancerArn));
};

/** Its code is never run. */
const createFunction = async ({ lambda, anyRole, next }: Account): Promise<string> => {
  const FunctionName = `function-${next()}`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      PackageType: 'Image',
      Code: { ImageUri: 'none.example.com/none:latest' },
      Role: await anyRole(),
    }),
  );
  return FunctionName;
};

export const imageOf = async ({ ec2, next }: Account, instance: string): Promise<string> => {
  const command = new CreateImageCommand({ InstanceId: instance, Name: `image-${next()}` });
  return given((await ec2.send(command)).ImageId);
};

/** A tag as EC2's calls take it, on a resource of its own. */
const tagEc2 = async ({ ec2 }: Account, id: string, key: string, value: string): Promise<void> => {
  await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: key, Value: value }] }));
};

/** How the association of each rule is made. */
export const associations: Readonly<Record<string, Association>> = {
  'Ec2-Instance → Ec2-Volume': instanceToVolume,
  'Ec2-Instance → Ec2-NetworkInterface': instanceToInterface,
  'Ec2-Instance → Ec2-ElasticIp': instanceToAddress,
  'Ec2-Volume → Ec2-Snapshot': {
    make: async (account) => {
      const primary = await createVolume(account);
      const command = new CreateSnapshotCommand({ VolumeId: primary });
      return { primary, associated: given((await account.ec2.send(command)).SnapshotId) };
    },
  },
  'Ec2-Instance → Ec2-Image': {
    make: async (account) => {
      const primary = await runInstance(account);
      return { primary, associated: await imageOf(account, primary) };
    },
  },
  'Ec2-Image → Ec2-Snapshot': {
    make: async (account) => {
      const primary = await imageOf(account, await runInstance(account));
      const { Images: [image] = [] } = await account.ec2.send(
        new DescribeImagesCommand({ ImageIds: [primary] }),
      );
      const [device] = image?.BlockDeviceMappings ?? [];
      return { primary, associated: given(device?.Ebs?.SnapshotId) };
    },
    end: async ({ ec2 }, { primary }) => {
      await ec2.send(new DeregisterImageCommand({ ImageId: primary }));
    },
  },
  'Ec2-NatGateway → Ec2-ElasticIp': {
    make: async (account) => {
      const associated = await allocate(account);
      return { primary: await createGateway(account, associated), associated };
    },
    end: async ({ ec2 }, { primary }) => {
      await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: primary }));
    },
  },
  'AutoScaling-Group → Ec2-Instance': {
    make: async (account) => {
      const primary = await createGroup(account);
      return { primary, associated: await runInGroup(account, primary) };
    },
    end: async ({ autoScaling }, { primary, associated }) => {
      await autoScaling.send(
        new DetachInstancesCommand({
          AutoScalingGroupName: primary,
          InstanceIds: [associated],
          ShouldDecrementDesiredCapacity: false,
        }),
      );
    },
  },
  'Eks-Cluster → Ec2-Instance': {
    make: async (account) => {
      const [primary, associated] = [await createCluster(account), await runInstance(account)];
      await tagEc2(account, associated, `kubernetes.io/cluster/${primary}`, 'owned');
      return { primary, associated };
    },
  },
  'Eks-Cluster → AutoScaling-Group': {
    make: async (account) => {
      const primary = await createCluster(account);
      const sign = { [`kubernetes.io/cluster/${primary}`]: 'owned' };
      return { primary, associated: await createGroup(account, sign) };
    },
  },
  'Eks-Cluster → Ec2-SecurityGroup': {
    make: async (account) => {
      const primary = await createCluster(account);
      const { cluster } = await account.eks.send(new DescribeClusterCommand({ name: primary }));
      return { primary, associated: given(cluster?.resourcesVpcConfig?.clusterSecurityGroupId) };
    },
  },
  'Eks-Cluster → ElasticLoadBalancing-LoadBalancer': {
    make: async (account) => {
      const { ec2, loadBalancing, next } = account;
      const primary = await createCluster(account);
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
      const { LoadBalancers: [balancer] = [] } = await loadBalancing.send(
        new CreateLoadBalancerCommand({
          Name: `balancer-${next()}`,
          Subnets: Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 2),
          Tags: [{ Key: 'elbv2.k8s.aws/cluster', Value: primary }],
        }),
      );
      return { primary, associated: balancerId(given(balancer?.LoadBalancerArn)) };
    },
  },
  'ElasticLoadBalancing-LoadBalancer → Ec2-ElasticIp': {
    make: async (account) => {
      const associated = await allocate(account);
      const primary = await createNetworkBalancer(account, associated);
      return { primary, associated };
    },
    end: async ({ loadBalancing }, { primary }) => {
      const { LoadBalancers = [] } = await loadBalancing.send(new DescribeLoadBalancersCommand({}));
      const LoadBalancerArn = LoadBalancers.flatMap(({ LoadBalancerArn: arn }) => arn ?? []).find(
        (arn) => balancerId(arn) === primary,
      );
      await loadBalancing.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
    },
  },
  'Rds-DbInstance → Rds-DbSnapshot': {
    make: async (account) => {
      const primary = await createDatabase(account);
      return { primary, associated: await snapshotOf(account, primary) };
    },
  },
  'Rds-DbCluster → Rds-DbClusterSnapshot': {
    make: async (account) => {
      const primary = await createDbCluster(account);
      const associated = `snapshot-${account.next()}`;
      const of = { DBClusterIdentifier: primary, DBClusterSnapshotIdentifier: associated };
      await account.rds.send(new CreateDBClusterSnapshotCommand(of));
      return { primary, associated };
    },
  },
  'Rds-DbCluster → Rds-DbInstance': {
    make: async (account) => {
      const primary = await createDbCluster(account);
      const associated = `db-${account.next()}`;
      await account.rds.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: associated,
          DBClusterIdentifier: primary,
          DBInstanceClass: 'db.r6g.large',
          Engine: 'aurora-postgresql',
        }),
      );
      return { primary, associated };
    },
  },
  'Lambda-Function → Logs-LogGroup': {
    make: async (account) => {
      const primary = await createFunction(account);
      const associated = `/aws/lambda/${primary}`;
      await account.logs.send(new CreateLogGroupCommand({ logGroupName: associated }));
      return { primary, associated };
    },
  },
};

import { describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import { catalogue } from '../../../../src/clouds/alibaba/catalogue.ts';
import type { ResourceType } from '../../../../src/clouds/alibaba/resource-types.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { resourceIn } from '../../ask.ts';
import { type AnswerCall, at, cannedProvider } from './canned-provider.ts';

const arn = (type: ResourceType, id: string): Arn => formatArn({ ...at, type, id });

const kafka = 'alikafka_post-cn-1';

/** How the cloud shows one pair of resources, each side as its API writes it. */
const world: AnswerCall = (action, { query, path }) => {
  const is = (name: string, value: string) => {
    const given = query.get(name);
    return given === undefined || given === value || given === JSON.stringify([value]);
  };
  const list = (outer: string, inner: string, ...items: readonly object[]) => ({
    body: { [outer]: { [inner]: items }, TotalCount: items.length },
  });
  const tag = { Tags: { Tag: [{ TagKey: 'cost', TagValue: 'a' }] } };
  const clusterTag = { Tags: { Tag: [{ TagKey: 'ack.aliyun.com', TagValue: 'c1' }] } };
  switch (action) {
    case 'DescribeInstances':
      return list('Instances', 'Instance', { InstanceId: 'i-1', ...clusterTag });
    case 'DescribeDisks':
      return is('InstanceId', 'i-1')
        ? list('Disks', 'Disk', {
            DiskId: 'd-1',
            Status: 'In_use',
            InstanceId: '',
            Attachments: { Attachment: [{ InstanceId: 'i-1' }] },
            ...tag,
          })
        : undefined;
    case 'DescribeNetworkInterfaces':
      return list('NetworkInterfaceSets', 'NetworkInterfaceSet', {
        NetworkInterfaceId: 'eni-1',
        Status: 'InUse',
        InstanceId: 'i-1',
      });
    case 'DescribeSnapshots':
      return list('Snapshots', 'Snapshot', { SnapshotId: 's-1', SourceDiskId: 'd-1' });
    case 'DescribeSecurityGroups':
      return list('SecurityGroups', 'SecurityGroup', { SecurityGroupId: 'sg-1' });
    case 'DescribeEipAddresses': {
      const eip = (id: string, InstanceType: string, InstanceId: string, IpAddress: string) => ({
        AllocationId: id,
        Status: 'InUse',
        InstanceType,
        InstanceId,
        IpAddress,
        Tags: { Tag: [{ Key: 'cost', Value: 'a' }] },
      });
      const all = [
        eip('eip-ecs', 'EcsInstance', 'i-1', '1.0.0.1'),
        eip('eip-slb', 'SlbInstance', 'lb-1', '1.0.0.2'),
        eip('eip-nat', 'Nat', 'ngw-1', '1.0.0.3'),
        eip('eip-nlb', 'NetworkInterface', 'eni-7', '1.0.0.4'),
        eip('eip-alb', 'SomethingNew', 'x', '1.0.0.5'),
        eip('eip-eci', 'NetworkInterface', 'eni-9', '1.0.0.6'),
        eip('eip-ack', '', '', '1.0.0.7'),
      ];
      const wanted = all.filter(
        (each) =>
          (query.get('AllocationId') ?? each.AllocationId).split(',').includes(each.AllocationId) &&
          (query.get('EipAddress') ?? each.IpAddress).split(',').includes(each.IpAddress) &&
          (query.get('AssociatedInstanceType') ?? each.InstanceType) === each.InstanceType &&
          (query.get('AssociatedInstanceId') ?? each.InstanceId) === each.InstanceId,
      );
      return list('EipAddresses', 'EipAddress', ...wanted);
    }
    case 'DescribeNatGateways':
      return list('NatGateways', 'NatGateway', { NatGatewayId: 'ngw-1', ...tag });
    case 'DescribeLoadBalancers':
      return list('LoadBalancers', 'LoadBalancer', { LoadBalancerId: 'lb-1', ...clusterTag });
    case 'ListLoadBalancers': {
      const isNlb = query.has('RegionId');
      const zones = [{ LoadBalancerAddresses: [{ AllocationId: 'eip-nlb' }, { EniId: 'eni-7' }] }];
      const balancer = isNlb
        ? { LoadBalancerId: 'nlb-1', ZoneMappings: zones }
        : { LoadBalancerId: 'alb-1' };
      return { body: { LoadBalancers: [balancer] } };
    }
    case 'GetLoadBalancerAttribute':
      return {
        body: {
          LoadBalancerId: 'alb-1',
          ZoneMappings: [
            {
              LoadBalancerAddresses: [
                { AllocationId: 'eip-alb', EipType: 'Common' },
                { AllocationId: 'eip-any', EipType: 'Anycast' },
              ],
            },
          ],
        },
      };
    case 'GetInstanceList':
      return { body: { InstanceList: { InstanceVO: [{ InstanceId: kafka }] }, Success: true } };
    case 'GetTopicList':
      return {
        body: {
          TopicList: {
            TopicVO: [
              { InstanceId: kafka, Topic: 'a_b', Tags: { TagVO: [{ Key: 'cost', Value: 'a' }] } },
            ],
          },
          Total: 1,
          Success: true,
        },
      };
    case 'GetConsumerList':
      return {
        body: { ConsumerList: { ConsumerVO: [{ InstanceId: kafka, ConsumerId: 'g' }] }, Total: 1 },
      };
    case 'DescribeClustersV1':
      return {
        body: {
          clusters: [
            {
              cluster_id: 'c1',
              security_group_id: 'sg-1',
              external_loadbalancer_id: '',
              tags: [{ key: 'cost', value: 'a' }],
            },
          ],
          page_info: { total_count: 1 },
        },
      };
    case 'DescribeClusterResources':
      return {
        body: [
          { cluster_id: 'c1', instance_id: 'eip-ack', resource_type: 'ALIYUN::VPC::EIP' },
          { cluster_id: 'c1', instance_id: 'ngw-1', resource_type: 'ALIYUN::VPC::NatGateway' },
          { cluster_id: 'c1', instance_id: 'vpc-1', resource_type: 'ALIYUN::ECS::VPC' },
          { cluster_id: 'c1', resource_type: 'ALIYUN::VPC::EIP' },
        ],
      };
    case 'DescribeClusterNodePools':
      return {
        body: {
          nodepools: [
            { scaling_group: { scaling_group_id: 'asg-1' } },
            { scaling_group: {} },
            { name: `of ${path}` },
          ],
        },
      };
    case 'DescribeScalingGroups':
      return { body: { ScalingGroups: [{ ScalingGroupId: 'asg-1' }], TotalCount: 1 } };
    case 'DescribeContainerGroups':
      return {
        body: {
          ContainerGroups: [
            { ContainerGroupId: 'eci-1', InternetIp: '1.0.0.6', EniInstanceId: 'eni-9' },
            { ContainerGroupId: 'eci-2' },
          ],
        },
      };
    default:
      return undefined;
  }
};

/** The primary and the associated resource of that world, for each rule. */
const pairs: Readonly<Record<string, readonly [primary: string, associated: string]>> = {
  'Ecs-Instance Ecs-Disk': ['i-1', 'd-1'],
  'Ecs-Instance Ecs-Eni': ['i-1', 'eni-1'],
  'Ecs-Instance Vpc-Eip': ['i-1', 'eip-ecs'],
  'Ecs-Disk Ecs-Snapshot': ['d-1', 's-1'],
  'Kafka-Instance Kafka-Topic': [kafka, `Kafka_${kafka}_a_b`],
  'Kafka-Instance Kafka-ConsumerGroup': [kafka, `Kafka_${kafka}_g`],
  'Cs-Cluster Ecs-SecurityGroup': ['c1', 'sg-1'],
  'Cs-Cluster Ecs-Instance': ['c1', 'i-1'],
  'Cs-Cluster Slb-Instance': ['c1', 'lb-1'],
  'Cs-Cluster Vpc-Eip': ['c1', 'eip-ack'],
  'Cs-Cluster Vpc-Natgateway': ['c1', 'ngw-1'],
  'Cs-Cluster Ess-ScalingGroup': ['c1', 'asg-1'],
  'Slb-Instance Vpc-Eip': ['lb-1', 'eip-slb'],
  'Nlb-Loadbalancer Vpc-Eip': ['nlb-1', 'eip-nlb'],
  'Alb-LoadBalancer Vpc-Eip': ['alb-1', 'eip-alb'],
  'Vpc-Natgateway Vpc-Eip': ['ngw-1', 'eip-nat'],
  'Eci-ContainerGroup Vpc-Eip': ['eci-1', 'eip-eci'],
};

describe.each(catalogue)('$primary → $associated', ({ primary, associated, settingName }) => {
  const [primaryId = '', associatedId = ''] = pairs[`${primary} ${associated}`] ?? [];
  const [holder, held] = [arn(primary, primaryId), arn(associated, associatedId)];

  it('shows the primary where the associated resource is read, by calls as they are published', async () => {
    const { provider, problems } = cannedProvider(world);

    const resource = await resourceIn(provider, held);

    expect(resource?.parents).toEqual([holder]);
    expect(problems()).toEqual([]);
  });

  it('lists the associated resource under the primary, by calls as they are published', async () => {
    const { provider, problems } = cannedProvider(world);

    const page = await provider.heirs(holder, associated, undefined, patientCall);

    expect([...new Set(page.items)]).toEqual([held]);
    expect(page.next).toBeUndefined();
    expect(problems()).toEqual([]);
  });

  it('lists primaries, and reads them', async () => {
    const { provider, problems } = cannedProvider(world);

    const { items } = await provider.list(at.accountId, primary, undefined, patientCall);

    expect(items).toContain(holder);
    expect((await resourceIn(provider, holder))?.arn).toBe(holder);
    expect(problems()).toEqual([]);
  });

  it('builds an index only while the rule is on', async () => {
    const off = cannedProvider(world, new Set());
    const on = cannedProvider(world, new Set([settingName]));

    await resourceIn(off.provider, held);
    await resourceIn(on.provider, held);

    const scans = [
      'ListLoadBalancers',
      'DescribeContainerGroups',
      'DescribeClustersV1',
      'DescribeClusterResources',
    ];
    const scanned = ({ sent }: typeof on) =>
      sent.filter(({ action }) => scans.includes(action ?? ''));
    expect(scanned(off)).toEqual([]);
    expect((await resourceIn(on.provider, held))?.parents).toEqual([holder]);
  });
});

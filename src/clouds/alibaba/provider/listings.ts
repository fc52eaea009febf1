import type { Fields } from '../../shapes.ts';
import { kafkaId, readKafkaId } from '../kafka-names.ts';
import type { ResourceType } from '../resource-types.ts';
import { itemsAt, tagsOf, textAt } from './answers.ts';
import type { Listing, Paging, ParentRef } from './listing.ts';
import { operations } from './operations.ts';

/** A cluster's nodes and balancers carry this tag; its value is the cluster's id. */
export const clusterTag = 'ack.aliyun.com';

const byToken = (size: number): Paging => ({
  by: 'token',
  size: { MaxResults: size },
  token: 'NextToken',
});

const byNumber = (size: number): Paging => ({
  by: 'number',
  size: { PageSize: size },
  number: 'PageNumber',
  total: ['TotalCount'],
});

const field = (name: string) => (item: Fields) => textAt(item, name);

const asJson = (name: string) => (ids: readonly string[]) => ({ [name]: JSON.stringify(ids) });
const asList = (name: string) => (ids: readonly string[]) => ({ [name]: ids });
const withCommas = (name: string) => (ids: readonly string[]) => ({ [name]: ids.join(',') });

const parent = (type: ResourceType, id: string | undefined): readonly ParentRef[] =>
  id === undefined ? [] : [{ type, id }];

const clusterByTag = (item: Fields): readonly ParentRef[] =>
  parent('Cs-Cluster', tagsOf(item).get(clusterTag) || undefined);

/** A disk says so in up to three places, and one that hangs on several instances not in the first. */
const instancesOfDisk = (item: Fields): readonly ParentRef[] => {
  const ids = [
    textAt(item, 'InstanceId'),
    ...itemsAt(item, 'Attachments', 'Attachment').map(field('InstanceId')),
    ...itemsAt(item, 'MountInstances', 'MountInstance').map(field('InstanceId')),
  ];
  return [...new Set(ids)].flatMap((id) => parent('Ecs-Instance', id));
};

/** What `InstanceType` of an EIP says; others, such as NetworkInterface and HaVip, are of no type that has rules. */
const holderTypes: ReadonlyMap<string, ResourceType> = new Map([
  ['EcsInstance', 'Ecs-Instance'],
  ['SlbInstance', 'Slb-Instance'],
  ['Nat', 'Vpc-Natgateway'],
]);

const holderOfEip = (item: Fields): readonly ParentRef[] => {
  const type = holderTypes.get(textAt(item, 'InstanceType') ?? '');
  const id = textAt(item, 'InstanceId');
  return type === undefined || id === undefined
    ? []
    : [{ type, id, region: textAt(item, 'InstanceRegionId') }];
};

/** How each holder of EIPs is named where EIPs are asked for by it. */
export const holderNames: ReadonlyMap<ResourceType, string> = new Map(
  [...holderTypes].map(([name, type]) => [type, name]),
);

const attaching = (status: string) => status === 'Attaching' || status === 'Detaching';
const associating = (status: string) => status === 'Associating' || status === 'Unassociating';

const ecs = { mostIds: 100, emptiness: 'dry run' } as const;

/** Topics and consumer groups: read by their instance, all of them or one by its name. */
const withinKafka = (
  operation: Listing['operation'],
  path: readonly string[],
  nameField: string,
): Listing => ({
  operation,
  paging: {
    by: 'number',
    size: { PageSize: 100 },
    number: 'CurrentPage',
    total: ['Total'],
  },
  path,
  idOf: (item) => {
    const [instance, name] = [textAt(item, 'InstanceId'), textAt(item, nameField)];
    return instance === undefined || name === undefined ? undefined : kafkaId({ instance, name });
  },
  parentsOf: (item) => parent('Kafka-Instance', textAt(item, 'InstanceId')),
  mostIds: 1,
  only: ([id = '']) => {
    const within = readKafkaId(id);
    return within && { InstanceId: within.instance, [nameField]: within.name };
  },
  around: (id) => {
    const within = readKafkaId(id);
    return within && { InstanceId: within.instance };
  },
});

/** How resources of each type are read: operation, limits, and where the answer says what. Source: OpenAPI metadata. */
export const listings: Readonly<Record<ResourceType, Listing>> = {
  'Ecs-Instance': {
    ...ecs,
    operation: operations.instances,
    paging: byToken(100),
    path: ['Instances', 'Instance'],
    idOf: field('InstanceId'),
    parentsOf: clusterByTag,
    only: asJson('InstanceIds'),
  },
  'Ecs-Disk': {
    ...ecs,
    operation: operations.disks,
    paging: byToken(500),
    path: ['Disks', 'Disk'],
    idOf: field('DiskId'),
    parentsOf: instancesOfDisk,
    isInBetween: attaching,
    only: asJson('DiskIds'),
  },
  'Ecs-Eni': {
    ...ecs,
    operation: operations.enis,
    paging: byToken(500),
    path: ['NetworkInterfaceSets', 'NetworkInterfaceSet'],
    idOf: field('NetworkInterfaceId'),
    parentsOf: (item) => parent('Ecs-Instance', textAt(item, 'InstanceId')),
    isInBetween: attaching,
    only: asList('NetworkInterfaceId'),
    emptiness: 'company',
  },
  'Ecs-Snapshot': {
    ...ecs,
    operation: operations.snapshots,
    paging: byToken(100),
    path: ['Snapshots', 'Snapshot'],
    idOf: field('SnapshotId'),
    parentsOf: (item) => parent('Ecs-Disk', textAt(item, 'SourceDiskId')),
    only: asJson('SnapshotIds'),
  },
  'Ecs-SecurityGroup': {
    ...ecs,
    operation: operations.securityGroups,
    paging: byToken(100),
    path: ['SecurityGroups', 'SecurityGroup'],
    idOf: field('SecurityGroupId'),
    only: asJson('SecurityGroupIds'),
  },
  'Vpc-Eip': {
    operation: operations.eips,
    paging: byNumber(100),
    path: ['EipAddresses', 'EipAddress'],
    idOf: field('AllocationId'),
    parentsOf: holderOfEip,
    isInBetween: associating,
    mostIds: 50,
    only: withCommas('AllocationId'),
    emptiness: 'dry run',
  },
  'Vpc-Natgateway': {
    operation: operations.natGateways,
    paging: byNumber(50),
    path: ['NatGateways', 'NatGateway'],
    idOf: field('NatGatewayId'),
    mostIds: 1,
    only: ([NatGatewayId]) => ({ NatGatewayId }),
    emptiness: 'dry run',
  },
  'Slb-Instance': {
    operation: operations.slbs,
    paging: byNumber(100),
    path: ['LoadBalancers', 'LoadBalancer'],
    idOf: field('LoadBalancerId'),
    parentsOf: clusterByTag,
    mostIds: 10,
    only: withCommas('LoadBalancerId'),
  },
  'Nlb-Loadbalancer': {
    operation: operations.nlbs,
    paging: byToken(100),
    path: ['LoadBalancers'],
    idOf: field('LoadBalancerId'),
    only: asList('LoadBalancerIds'),
  },
  'Alb-LoadBalancer': {
    operation: operations.albs,
    // The host tells the region.
    always: () => ({}),
    paging: byToken(100),
    path: ['LoadBalancers'],
    idOf: field('LoadBalancerId'),
    only: asList('LoadBalancerIds'),
  },
  'Kafka-Instance': {
    operation: operations.kafkaInstances,
    paging: { by: 'nothing' },
    path: ['InstanceList', 'InstanceVO'],
    idOf: field('InstanceId'),
    only: asList('InstanceId'),
  },
  'Kafka-Topic': withinKafka(operations.kafkaTopics, ['TopicList', 'TopicVO'], 'Topic'),
  'Kafka-ConsumerGroup': withinKafka(
    operations.kafkaGroups,
    ['ConsumerList', 'ConsumerVO'],
    'ConsumerId',
  ),
  'Cs-Cluster': {
    operation: operations.clusters,
    always: (region_id) => ({ region_id }),
    paging: {
      by: 'number',
      size: { page_size: 50 },
      number: 'page_number',
      total: ['page_info', 'total_count'],
    },
    path: ['clusters'],
    idOf: field('cluster_id'),
    mostIds: 1,
    only: ([cluster_id]) => ({ cluster_id }),
  },
  'Ess-ScalingGroup': {
    operation: operations.scalingGroups,
    paging: byNumber(50),
    path: ['ScalingGroups'],
    idOf: field('ScalingGroupId'),
    only: asList('ScalingGroupIds'),
  },
  'Eci-ContainerGroup': {
    operation: operations.containerGroups,
    paging: { by: 'token', size: { Limit: 20 }, token: 'NextToken' },
    path: ['ContainerGroups'],
    idOf: field('ContainerGroupId'),
    only: asJson('ContainerGroupIds'),
  },
};

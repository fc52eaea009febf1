type TypeFacts = {
  /** Product as ARNs and event sources spell it: `arn:acs:<product>:…`, `acs.<product>`. */
  readonly product: string;
  /** The part of the ARN before the slash. */
  readonly arnType: string;
  /** `ResourceType` of the product's own TagResources, compared without regard to case. */
  readonly tagType: string;
  /** Names in ActionTrail's `referencedResources`; the first is what we emit. */
  readonly trailTypes: readonly [string, ...string[]];
};

/**
 * The resource types of the rules, named as the SettingNames name them. `trailTypes` of ECS, SLB,
 * EIP and AliKafka are published; those of NAT, NLB, ALB, ACK, ESS and ECI are by analogy.
 */
export const resourceTypes = {
  'Ecs-Instance': {
    product: 'ecs',
    arnType: 'instance',
    tagType: 'instance',
    trailTypes: ['ACS::ECS::Instance'],
  },
  'Ecs-Disk': {
    product: 'ecs',
    arnType: 'disk',
    tagType: 'disk',
    trailTypes: ['ACS::ECS::Disk'],
  },
  'Ecs-Eni': {
    product: 'ecs',
    arnType: 'eni',
    tagType: 'eni',
    trailTypes: ['ACS::ECS::NetworkInterface'],
  },
  'Ecs-Snapshot': {
    product: 'ecs',
    arnType: 'snapshot',
    tagType: 'snapshot',
    trailTypes: ['ACS::ECS::Snapshot'],
  },
  'Ecs-SecurityGroup': {
    product: 'ecs',
    arnType: 'securitygroup',
    tagType: 'securitygroup',
    trailTypes: ['ACS::ECS::SecurityGroup'],
  },
  'Vpc-Eip': {
    product: 'vpc',
    arnType: 'eip',
    tagType: 'EIP',
    trailTypes: ['ACS::EIP::EipAddress', 'ACS::VPC::EipAddress'],
  },
  'Vpc-Natgateway': {
    product: 'vpc',
    arnType: 'natgateway',
    tagType: 'NATGATEWAY',
    trailTypes: ['ACS::NAT::NatGateway', 'ACS::VPC::NatGateway'],
  },
  'Slb-Instance': {
    product: 'slb',
    arnType: 'instance',
    tagType: 'instance',
    trailTypes: ['ACS::SLB::LoadBalancer'],
  },
  'Nlb-Loadbalancer': {
    product: 'nlb',
    arnType: 'loadbalancer',
    tagType: 'loadbalancer',
    trailTypes: ['ACS::NLB::LoadBalancer'],
  },
  'Alb-LoadBalancer': {
    product: 'alb',
    arnType: 'loadbalancer',
    tagType: 'loadbalancer',
    trailTypes: ['ACS::ALB::LoadBalancer'],
  },
  'Kafka-Instance': {
    product: 'alikafka',
    arnType: 'instance',
    tagType: 'INSTANCE',
    trailTypes: ['ACS::AliKafka::Instance'],
  },
  'Kafka-Topic': {
    product: 'alikafka',
    arnType: 'topic',
    tagType: 'TOPIC',
    trailTypes: ['ACS::AliKafka::Topic'],
  },
  'Kafka-ConsumerGroup': {
    product: 'alikafka',
    arnType: 'consumergroup',
    tagType: 'CONSUMERGROUP',
    trailTypes: ['ACS::AliKafka::ConsumerGroup'],
  },
  'Cs-Cluster': {
    product: 'cs',
    arnType: 'cluster',
    tagType: 'CLUSTER',
    trailTypes: ['ACS::ACK::Cluster', 'ACS::CS::Cluster'],
  },
  'Ess-ScalingGroup': {
    product: 'ess',
    arnType: 'scalinggroup',
    tagType: 'scalinggroup',
    trailTypes: ['ACS::ESS::ScalingGroup'],
  },
  'Eci-ContainerGroup': {
    product: 'eci',
    arnType: 'containergroup',
    tagType: 'ContainerGroup',
    trailTypes: ['ACS::ECI::ContainerGroup'],
  },
} as const satisfies Readonly<Record<string, TypeFacts>>;

/** One of the 16 resource types that rules speak of, as the SettingNames spell them. */
export type ResourceType = keyof typeof resourceTypes;

/** Product as ARNs and event sources spell it. */
export type Product = (typeof resourceTypes)[ResourceType]['product'];

/** True for the exact name of a known resource type. */
export const isResourceType = (name: string): name is ResourceType =>
  Object.hasOwn(resourceTypes, name);

/** Every resource type, in the order of the table. */
export const allResourceTypes: readonly ResourceType[] =
  Object.keys(resourceTypes).filter(isResourceType);

type TypeFacts = {
  /** The service as ARNs, event sources and CloudTrail spell it: `arn:aws:<service>:…`, `aws.<service>`, `<service>.amazonaws.com`. */
  readonly service: string;
  /** What stands before the id in an ARN, with the sign that parts them. */
  readonly arnStart: string;
  /** How ids begin, where a call may name one without its type. */
  readonly idStart: string | undefined;
};

/**
 * The resource types of the rules: service and resource as AWS names them. Source of the ARNs: Service
 * Authorization Reference, "Resource types defined by …".
 */
export const resourceTypes = {
  'Ec2-Instance': { service: 'ec2', arnStart: 'instance/', idStart: 'i-' },
  'Ec2-Volume': { service: 'ec2', arnStart: 'volume/', idStart: 'vol-' },
  'Ec2-NetworkInterface': { service: 'ec2', arnStart: 'network-interface/', idStart: 'eni-' },
  'Ec2-ElasticIp': { service: 'ec2', arnStart: 'elastic-ip/', idStart: 'eipalloc-' },
  'Ec2-Snapshot': { service: 'ec2', arnStart: 'snapshot/', idStart: 'snap-' },
  'Ec2-Image': { service: 'ec2', arnStart: 'image/', idStart: 'ami-' },
  'Ec2-NatGateway': { service: 'ec2', arnStart: 'natgateway/', idStart: 'nat-' },
  'Ec2-SecurityGroup': { service: 'ec2', arnStart: 'security-group/', idStart: 'sg-' },
  'AutoScaling-Group': {
    service: 'autoscaling',
    arnStart: 'autoScalingGroup:',
    idStart: undefined,
  },
  'Eks-Cluster': { service: 'eks', arnStart: 'cluster/', idStart: undefined },
  'ElasticLoadBalancing-LoadBalancer': {
    service: 'elasticloadbalancing',
    arnStart: 'loadbalancer/',
    idStart: undefined,
  },
  'Rds-DbInstance': { service: 'rds', arnStart: 'db:', idStart: undefined },
  'Rds-DbCluster': { service: 'rds', arnStart: 'cluster:', idStart: undefined },
  'Rds-DbSnapshot': { service: 'rds', arnStart: 'snapshot:', idStart: undefined },
  'Rds-DbClusterSnapshot': { service: 'rds', arnStart: 'cluster-snapshot:', idStart: undefined },
  'Lambda-Function': { service: 'lambda', arnStart: 'function:', idStart: undefined },
  'Logs-LogGroup': { service: 'logs', arnStart: 'log-group:', idStart: undefined },
} as const satisfies Readonly<Record<string, TypeFacts>>;

/** One of the 17 resource types that rules speak of, as the SettingNames spell them. */
export type ResourceType = keyof typeof resourceTypes;

/** Service as ARNs, event sources and CloudTrail spell it. */
export type Service = (typeof resourceTypes)[ResourceType]['service'];

/** True for the exact name of a known resource type. */
export const isResourceType = (name: string): name is ResourceType =>
  Object.hasOwn(resourceTypes, name);

/** Every resource type, in the order of the table. */
export const allResourceTypes: readonly ResourceType[] =
  Object.keys(resourceTypes).filter(isResourceType);

/** The type of an id that says its own: `vol-1` is a volume's. */
export const typeOfId = (id: string): ResourceType | undefined =>
  allResourceTypes.find((type) => {
    const { idStart } = resourceTypes[type];
    return idStart !== undefined && id.startsWith(idStart);
  });

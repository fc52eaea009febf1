/** A product's API, as its calls name it. */
type Api = {
  /** As endpoints spell it: `ecs` in `ecs.cn-hangzhou.aliyuncs.com`. */
  readonly product: string;
  readonly version: string;
};

/** An operation of the cloud's API that is called here, and how its parameters travel. */
export type Operation = Api & {
  readonly action: string;
  /** `path`: the names in braces stand in the path, all else in the query; otherwise everything in the query, or in a form body. */
  readonly style: 'query' | 'form' | 'path';
  /** With `path`: `/clusters/{ClusterId}/resources`. */
  readonly path: string;
  /** What a RAM policy must allow. */
  readonly permission: string;
};

type Options = Partial<Pick<Operation, 'style' | 'path' | 'permission'>>;

const product = (api: Api) => {
  return (
    action: string,
    { style = 'query', path = '/', permission }: Options = {},
  ): Operation => ({
    ...api,
    action,
    style,
    path,
    permission: permission ?? `${api.product}:${action}`,
  });
};

const ecs = product({ product: 'ecs', version: '2014-05-26' });
const vpc = product({ product: 'vpc', version: '2016-04-28' });
const slb = product({ product: 'slb', version: '2014-05-15' });
const nlb = product({ product: 'nlb', version: '2022-04-30' });
const alb = product({ product: 'alb', version: '2020-06-16' });
const alikafka = product({ product: 'alikafka', version: '2019-09-16' });
const cs = product({ product: 'cs', version: '2015-12-15' });
const ess = product({ product: 'ess', version: '2022-02-22' });
const eci = product({ product: 'eci', version: '2018-08-08' });
const tag = product({ product: 'tag', version: '2018-08-28' });
const sts = product({ product: 'sts', version: '2015-04-01' });

const clusterPart = (part: string): Options => ({
  style: 'path',
  path: `/clusters/{ClusterId}${part}`,
});

/**
 * Every operation that is called, one list: requests are made by it, and the RAM policy of docs/alibaba.md is.
 * Source: Alibaba Cloud's published OpenAPI metadata.
 */
export const operations = {
  instances: ecs('DescribeInstances'),
  disks: ecs('DescribeDisks'),
  enis: ecs('DescribeNetworkInterfaces'),
  snapshots: ecs('DescribeSnapshots'),
  securityGroups: ecs('DescribeSecurityGroups'),
  tagEcs: ecs('TagResources'),
  untagEcs: ecs('UntagResources'),
  eips: vpc('DescribeEipAddresses'),
  natGateways: vpc('DescribeNatGateways'),
  tagVpc: vpc('TagResources'),
  untagVpc: vpc('UnTagResources'),
  slbs: slb('DescribeLoadBalancers'),
  tagSlb: slb('TagResources'),
  untagSlb: slb('UntagResources'),
  nlbs: nlb('ListLoadBalancers'),
  albs: alb('ListLoadBalancers'),
  alb: alb('GetLoadBalancerAttribute'),
  // Kafka's permissions have names of their own.
  kafkaInstances: alikafka('GetInstanceList', { permission: 'alikafka:ListInstance' }),
  kafkaTopics: alikafka('GetTopicList', { permission: 'alikafka:ListTopic' }),
  kafkaGroups: alikafka('GetConsumerList', { permission: 'alikafka:ListGroup' }),
  tagKafka: alikafka('TagResources'),
  untagKafka: alikafka('UntagResources'),
  clusters: cs('DescribeClustersV1', { style: 'path', path: '/api/v1/clusters' }),
  clusterResources: cs('DescribeClusterResources', clusterPart('/resources')),
  clusterNodePools: cs('DescribeClusterNodePools', clusterPart('/nodepools')),
  scalingGroups: ess('DescribeScalingGroups'),
  tagEss: ess('TagResources'),
  untagEss: ess('UntagResources'),
  containerGroups: eci('DescribeContainerGroups'),
  tagByArn: tag('TagResources'),
  untagByArn: tag('UntagResources'),
  taggableTypes: tag('ListSupportResourceTypes'),
  assumeRole: sts('AssumeRoleWithOIDC'),
} as const satisfies Readonly<Record<string, Operation>>;

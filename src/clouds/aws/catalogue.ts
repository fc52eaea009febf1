import type { Rule as CloudRule } from '../cloud.ts';
import { type ApiCall, type Notice, tagCallsOf } from './calls.ts';
import type { ResourceType } from './resource-types.ts';
import type { RuleShape } from './rule.ts';
import { autoScalingGroupToEc2Instance } from './rules/autoscaling-group.ec2-instance.ts';
import { ec2ImageToEc2Snapshot } from './rules/ec2-image.ec2-snapshot.ts';
import { ec2InstanceToEc2ElasticIp } from './rules/ec2-instance.ec2-elasticip.ts';
import { ec2InstanceToEc2Image } from './rules/ec2-instance.ec2-image.ts';
import { ec2InstanceToEc2NetworkInterface } from './rules/ec2-instance.ec2-networkinterface.ts';
import { ec2InstanceToEc2Volume } from './rules/ec2-instance.ec2-volume.ts';
import { ec2NatGatewayToEc2ElasticIp } from './rules/ec2-natgateway.ec2-elasticip.ts';
import { ec2VolumeToEc2Snapshot } from './rules/ec2-volume.ec2-snapshot.ts';
import { eksClusterToAutoScalingGroup } from './rules/eks-cluster.autoscaling-group.ts';
import { eksClusterToEc2Instance } from './rules/eks-cluster.ec2-instance.ts';
import { eksClusterToEc2SecurityGroup } from './rules/eks-cluster.ec2-securitygroup.ts';
import { eksClusterToElasticLoadBalancingLoadBalancer } from './rules/eks-cluster.elasticloadbalancing-loadbalancer.ts';
import { elasticLoadBalancingLoadBalancerToEc2ElasticIp } from './rules/elasticloadbalancing-loadbalancer.ec2-elasticip.ts';
import { lambdaFunctionToLogsLogGroup } from './rules/lambda-function.logs-loggroup.ts';
import { rdsDbClusterToRdsDbClusterSnapshot } from './rules/rds-dbcluster.rds-dbclustersnapshot.ts';
import { rdsDbClusterToRdsDbInstance } from './rules/rds-dbcluster.rds-dbinstance.ts';
import { rdsDbInstanceToRdsDbSnapshot } from './rules/rds-dbinstance.rds-dbsnapshot.ts';

/** The rules of AWS, in the order in which they are listed. A new rule is one file and one line here. */
export const catalogue = [
  ec2InstanceToEc2Volume,
  ec2InstanceToEc2NetworkInterface,
  ec2InstanceToEc2ElasticIp,
  ec2VolumeToEc2Snapshot,
  ec2InstanceToEc2Image,
  ec2ImageToEc2Snapshot,
  ec2NatGatewayToEc2ElasticIp,
  autoScalingGroupToEc2Instance,
  eksClusterToEc2Instance,
  eksClusterToAutoScalingGroup,
  eksClusterToEc2SecurityGroup,
  eksClusterToElasticLoadBalancingLoadBalancer,
  elasticLoadBalancingLoadBalancerToEc2ElasticIp,
  rdsDbInstanceToRdsDbSnapshot,
  rdsDbClusterToRdsDbClusterSnapshot,
  rdsDbClusterToRdsDbInstance,
  lambdaFunctionToLogsLogGroup,
] as const satisfies readonly RuleShape[];

/** The exact name of a rule. */
export type SettingName = (typeof catalogue)[number]['settingName'];

/** A catalogue entry. */
export type Rule = RuleShape & { readonly settingName: SettingName };

/** The rules as everybody knows them, to whom a notice is as good as a call. */
export const rules: readonly CloudRule[] = catalogue.map(({ notices, calls, ...rule }) => ({
  ...rule,
  calls: [...calls, ...notices],
}));

/** Every type that stands in a rule. */
export const ruledTypes: readonly ResourceType[] = [
  ...new Set<ResourceType>(catalogue.flatMap(({ primary, associated }) => [primary, associated])),
];

/** Every API call that touches at least one rule, sorted. */
export const watchedCalls: readonly ApiCall[] = [
  ...new Set<ApiCall>([
    ...catalogue.flatMap(({ calls }) => calls),
    ...ruledTypes.flatMap(tagCallsOf),
  ]),
].sort();

/** Every notice that touches at least one rule, sorted. */
export const watchedNotices: readonly Notice[] = [
  ...new Set<Notice>(catalogue.flatMap(({ notices }) => notices)),
].sort();

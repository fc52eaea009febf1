import { type ApiCall, tagCallsOf } from './calls.ts';
import type { ResourceType } from './resource-types.ts';
import type { RuleShape } from './rule.ts';
import { albLoadBalancerToVpcEip } from './rules/alb-loadbalancer.vpc-eip.ts';
import { csClusterToEcsInstance } from './rules/cs-cluster.ecs-instance.ts';
import { csClusterToEcsSecurityGroup } from './rules/cs-cluster.ecs-securitygroup.ts';
import { csClusterToEssScalingGroup } from './rules/cs-cluster.ess-scalinggroup.ts';
import { csClusterToSlbInstance } from './rules/cs-cluster.slb-instance.ts';
import { csClusterToVpcEip } from './rules/cs-cluster.vpc-eip.ts';
import { csClusterToVpcNatgateway } from './rules/cs-cluster.vpc-natgateway.ts';
import { eciContainerGroupToVpcEip } from './rules/eci-containergroup.vpc-eip.ts';
import { ecsDiskToEcsSnapshot } from './rules/ecs-disk.ecs-snapshot.ts';
import { ecsInstanceToEcsDisk } from './rules/ecs-instance.ecs-disk.ts';
import { ecsInstanceToEcsEni } from './rules/ecs-instance.ecs-eni.ts';
import { ecsInstanceToVpcEip } from './rules/ecs-instance.vpc-eip.ts';
import { kafkaInstanceToKafkaConsumerGroup } from './rules/kafka-instance.kafka-consumergroup.ts';
import { kafkaInstanceToKafkaTopic } from './rules/kafka-instance.kafka-topic.ts';
import { nlbLoadbalancerToVpcEip } from './rules/nlb-loadbalancer.vpc-eip.ts';
import { slbInstanceToVpcEip } from './rules/slb-instance.vpc-eip.ts';
import { vpcNatgatewayToVpcEip } from './rules/vpc-natgateway.vpc-eip.ts';

/** The 17 rules, in the order of the product page. A new rule is one file and one line here. */
export const catalogue = [
  ecsInstanceToEcsDisk,
  ecsInstanceToEcsEni,
  ecsInstanceToVpcEip,
  ecsDiskToEcsSnapshot,
  kafkaInstanceToKafkaTopic,
  kafkaInstanceToKafkaConsumerGroup,
  csClusterToEcsSecurityGroup,
  csClusterToEcsInstance,
  csClusterToSlbInstance,
  csClusterToVpcEip,
  csClusterToVpcNatgateway,
  csClusterToEssScalingGroup,
  slbInstanceToVpcEip,
  nlbLoadbalancerToVpcEip,
  albLoadBalancerToVpcEip,
  vpcNatgatewayToVpcEip,
  eciContainerGroupToVpcEip,
] as const satisfies readonly RuleShape[];

/** The exact name of one of the 17 rules. */
export type SettingName = (typeof catalogue)[number]['settingName'];

/** A catalogue entry. */
export type Rule = RuleShape & { readonly settingName: SettingName };

const rulesByName: ReadonlyMap<string, Rule> = new Map(
  catalogue.map((rule) => [rule.settingName, rule]),
);

/** associated type → primary type → rule */
const rulesByPair: ReadonlyMap<ResourceType, ReadonlyMap<ResourceType, Rule>> = new Map(
  [...Map.groupBy<ResourceType, Rule>(catalogue, ({ associated }) => associated)].map(
    ([associated, rules]) => [associated, new Map(rules.map((rule) => [rule.primary, rule]))],
  ),
);

/** The rule of this exact name, if there is one. */
export const findRule = (name: string): Rule | undefined => rulesByName.get(name);

/** True for the exact name of one of the 17 rules. */
export const isSettingName = (name: string): name is SettingName => rulesByName.has(name);

/** The rule between two types; a pair of types never has more than one. */
export const ruleBetween = (primary: ResourceType, associated: ResourceType): Rule | undefined =>
  rulesByPair.get(associated)?.get(primary);

/** The rules whose tags flow from resources of this type. */
export const rulesFrom = (primary: ResourceType): readonly Rule[] =>
  catalogue.filter((rule) => rule.primary === primary);

/** Every API call that touches a rule: association calls, then tag calls of both of its types. */
export const callsOf = (rule: Rule): readonly ApiCall[] => [
  ...new Set<ApiCall>([...rule.calls, ...tagCallsOf(rule.primary), ...tagCallsOf(rule.associated)]),
];

/** Every API call that touches at least one rule, sorted: what event patterns let through. */
export const watchedCalls: readonly ApiCall[] = [...new Set(catalogue.flatMap(callsOf))].sort();

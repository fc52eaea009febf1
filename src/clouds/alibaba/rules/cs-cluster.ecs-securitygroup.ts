import { defineRule } from '../rule.ts';

/** Cs-Cluster → Ecs-SecurityGroup. */
export const csClusterToEcsSecurityGroup = defineRule({
  settingName: 'rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup',
  primary: 'Cs-Cluster',
  associated: 'Ecs-SecurityGroup',
  calls: [
    'cs:CreateCluster',
    'cs:DeleteCluster',
    'ecs:CreateSecurityGroup',
    'ecs:DeleteSecurityGroup',
  ],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 1,
});

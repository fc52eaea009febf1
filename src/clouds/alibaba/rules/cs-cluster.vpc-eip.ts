import { defineRule } from '../rule.ts';

/** Cs-Cluster → Vpc-Eip. */
export const csClusterToVpcEip = defineRule({
  settingName: 'rule:TagCluster:Cs-Cluster:Vpc-Eip',
  primary: 'Cs-Cluster',
  associated: 'Vpc-Eip',
  calls: [
    'cs:CreateCluster',
    'cs:DeleteCluster',
    'vpc:AllocateEipAddress',
    'vpc:ReleaseEipAddress',
    'ecs:ReleaseEipAddress',
  ],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 1,
});

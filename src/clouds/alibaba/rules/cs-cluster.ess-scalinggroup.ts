import { defineRule } from '../rule.ts';

/** Cs-Cluster → Ess-ScalingGroup. */
export const csClusterToEssScalingGroup = defineRule({
  settingName: 'rule:TagCluster:Cs-Cluster:Ess-ScalingGroup',
  primary: 'Cs-Cluster',
  associated: 'Ess-ScalingGroup',
  calls: ['cs:CreateCluster', 'cs:DeleteCluster'],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 1,
});

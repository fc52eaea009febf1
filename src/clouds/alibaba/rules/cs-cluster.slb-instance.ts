import { defineRule } from '../rule.ts';

/** Cs-Cluster → Slb-Instance. */
export const csClusterToSlbInstance = defineRule({
  settingName: 'rule:TagCluster:Cs-Cluster:Slb-Instance',
  primary: 'Cs-Cluster',
  associated: 'Slb-Instance',
  calls: [
    'cs:CreateCluster',
    'cs:DeleteCluster',
    'slb:CreateLoadBalancer',
    'slb:DeleteLoadBalancer',
  ],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 1,
});

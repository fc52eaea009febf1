import { defineRule } from '../rule.ts';

/** Cs-Cluster → Vpc-Natgateway. */
export const csClusterToVpcNatgateway = defineRule({
  settingName: 'rule:TagCluster:Cs-Cluster:Vpc-Natgateway',
  primary: 'Cs-Cluster',
  associated: 'Vpc-Natgateway',
  calls: ['cs:CreateCluster', 'cs:DeleteCluster', 'vpc:CreateNatGateway', 'vpc:DeleteNatGateway'],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 1,
});

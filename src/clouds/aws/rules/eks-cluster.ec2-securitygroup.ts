import { defineRule } from '../rule.ts';

/** Eks-Cluster → Ec2-SecurityGroup. The cluster's own security group, which EKS made for it. */
export const eksClusterToEc2SecurityGroup = defineRule({
  settingName: 'rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup',
  primary: 'Eks-Cluster',
  associated: 'Ec2-SecurityGroup',
  calls: [
    'eks:CreateCluster',
    'eks:DeleteCluster',
    'ec2:CreateSecurityGroup',
    'ec2:DeleteSecurityGroup',
  ],
  notices: [],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 1,
  withoutTrail: 'Tag changes. Not: the security group of a new cluster.',
});

import { defineRule } from '../rule.ts';

/** Eks-Cluster → AutoScaling-Group. */
export const eksClusterToAutoScalingGroup = defineRule({
  settingName: 'rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group',
  primary: 'Eks-Cluster',
  associated: 'AutoScaling-Group',
  calls: [
    'autoscaling:CreateAutoScalingGroup',
    'autoscaling:DeleteAutoScalingGroup',
    'eks:DeleteCluster',
  ],
  notices: [],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 1,
  withoutTrail: 'Tag changes of the cluster. Not: new groups.',
});

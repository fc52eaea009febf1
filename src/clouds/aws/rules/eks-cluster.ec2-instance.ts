import { defineRule } from '../rule.ts';

/** Eks-Cluster → Ec2-Instance. */
export const eksClusterToEc2Instance = defineRule({
  settingName: 'rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance',
  primary: 'Eks-Cluster',
  associated: 'Ec2-Instance',
  calls: ['ec2:RunInstances', 'ec2:TerminateInstances', 'eks:DeleteCluster'],
  notices: [
    'autoscaling:EC2 Instance Launch Successful',
    'autoscaling:EC2 Instance Terminate Successful',
    'ec2:EC2 Instance State-change Notification running',
    'ec2:EC2 Instance State-change Notification terminated',
  ],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 1,
  withoutTrail:
    'Tag changes, and nodes of node groups; other nodes where the rule applies to existing resources.',
});

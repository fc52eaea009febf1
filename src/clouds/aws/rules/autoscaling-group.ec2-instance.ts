import { defineRule } from '../rule.ts';

/** AutoScaling-Group → Ec2-Instance. */
export const autoScalingGroupToEc2Instance = defineRule({
  settingName: 'rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance',
  primary: 'AutoScaling-Group',
  associated: 'Ec2-Instance',
  calls: [
    'ec2:RunInstances',
    'ec2:TerminateInstances',
    'autoscaling:AttachInstances',
    'autoscaling:DetachInstances',
    'autoscaling:DeleteAutoScalingGroup',
  ],
  notices: [
    'autoscaling:EC2 Instance Launch Successful',
    'autoscaling:EC2 Instance Terminate Successful',
    'ec2:EC2 Instance State-change Notification running',
    'ec2:EC2 Instance State-change Notification terminated',
  ],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
  withoutTrail:
    "Instances that the group launches. Not: changes of the group's tags, and instances that are attached or detached by hand.",
});

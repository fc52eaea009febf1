import { defineRule } from '../rule.ts';

/** Ec2-Instance → Ec2-Volume. */
export const ec2InstanceToEc2Volume = defineRule({
  settingName: 'rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume',
  primary: 'Ec2-Instance',
  associated: 'Ec2-Volume',
  calls: [
    'ec2:AttachVolume',
    'ec2:DetachVolume',
    'ec2:DeleteVolume',
    'ec2:RunInstances',
    'ec2:TerminateInstances',
  ],
  notices: [
    'ec2:EBS Volume Notification createVolume',
    'ec2:EBS Volume Notification attachVolume',
    'ec2:EBS Volume Notification deleteVolume',
    'ec2:EC2 Instance State-change Notification running',
    'ec2:EC2 Instance State-change Notification terminated',
  ],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
  withoutTrail:
    'Volumes of new instances, and tag changes. Not: a volume that is attached or detached later.',
});

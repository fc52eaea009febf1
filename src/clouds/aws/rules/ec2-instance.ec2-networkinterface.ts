import { defineRule } from '../rule.ts';

/** Ec2-Instance → Ec2-NetworkInterface. */
export const ec2InstanceToEc2NetworkInterface = defineRule({
  settingName:
    'rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface',
  primary: 'Ec2-Instance',
  associated: 'Ec2-NetworkInterface',
  calls: [
    'ec2:AttachNetworkInterface',
    'ec2:DetachNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:RunInstances',
    'ec2:TerminateInstances',
  ],
  notices: [
    'ec2:EC2 Instance State-change Notification running',
    'ec2:EC2 Instance State-change Notification terminated',
  ],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
  withoutTrail:
    'Tag changes; interfaces of new instances where the rule applies to existing resources. Not: an interface that is attached or detached later.',
});

import { defineRule } from '../rule.ts';

/** Ec2-Instance → Ec2-Image. */
export const ec2InstanceToEc2Image = defineRule({
  settingName: 'rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image',
  primary: 'Ec2-Instance',
  associated: 'Ec2-Image',
  calls: ['ec2:CreateImage', 'ec2:DeregisterImage', 'ec2:TerminateInstances'],
  notices: [
    'ec2:EC2 AMI State Change available',
    'ec2:EC2 AMI State Change deregistered',
    'ec2:EC2 Instance State-change Notification terminated',
  ],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'All of it, an image once it is available.',
});

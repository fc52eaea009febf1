import { defineRule } from '../rule.ts';

/**
 * Ec2-Image → Ec2-Snapshot. The volume that a snapshot was made of is closer to it than the image around it. No call names the snapshots of an image.
 */
export const ec2ImageToEc2Snapshot = defineRule({
  settingName: 'rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot',
  primary: 'Ec2-Image',
  associated: 'Ec2-Snapshot',
  calls: [
    'ec2:CreateImage',
    'ec2:CopyImage',
    'ec2:RegisterImage',
    'ec2:DeregisterImage',
    'ec2:DeleteSnapshot',
  ],
  notices: ['ec2:EC2 AMI State Change available', 'ec2:EC2 AMI State Change deregistered'],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 1,
  withoutTrail: 'All of it, an image once it is available.',
});

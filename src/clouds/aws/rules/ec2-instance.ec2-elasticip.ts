import { defineRule } from '../rule.ts';

/** Ec2-Instance → Ec2-ElasticIp. */
export const ec2InstanceToEc2ElasticIp = defineRule({
  settingName: 'rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp',
  primary: 'Ec2-Instance',
  associated: 'Ec2-ElasticIp',
  calls: [
    'ec2:AssociateAddress',
    'ec2:DisassociateAddress',
    'ec2:ReleaseAddress',
    'ec2:TerminateInstances',
  ],
  notices: ['ec2:EC2 Instance State-change Notification terminated'],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
  withoutTrail:
    'Tag changes, and the end of the instance. Not: an address that is associated or disassociated.',
});

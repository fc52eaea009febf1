import { defineRule } from '../rule.ts';

/** Ec2-NatGateway → Ec2-ElasticIp. */
export const ec2NatGatewayToEc2ElasticIp = defineRule({
  settingName: 'rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp',
  primary: 'Ec2-NatGateway',
  associated: 'Ec2-ElasticIp',
  calls: [
    'ec2:CreateNatGateway',
    'ec2:AssociateNatGatewayAddress',
    'ec2:DisassociateNatGatewayAddress',
    'ec2:DeleteNatGateway',
    'ec2:ReleaseAddress',
  ],
  notices: [],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'Tag changes. Not: a gateway that is made or deleted.',
});

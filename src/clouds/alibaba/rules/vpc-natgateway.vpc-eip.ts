import { defineRule } from '../rule.ts';

/** Vpc-Natgateway → Vpc-Eip. Mind the spelling: `Vpc-Natgateway`, and `AssociateEipAddress` where other rules say `AssociateEip`. */
export const vpcNatgatewayToVpcEip = defineRule({
  settingName: 'rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip',
  primary: 'Vpc-Natgateway',
  associated: 'Vpc-Eip',
  calls: [
    'vpc:AssociateEipAddress',
    'vpc:UnassociateEipAddress',
    'vpc:ReleaseEipAddress',
    'ecs:ReleaseEipAddress',
    'vpc:AssociateEipAddressBatch',
    'vpc:CreateNatGateway',
    'vpc:DeleteNatGateway',
  ],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
});

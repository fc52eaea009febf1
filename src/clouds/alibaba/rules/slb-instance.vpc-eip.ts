import { defineRule } from '../rule.ts';

/** Slb-Instance → Vpc-Eip. */
export const slbInstanceToVpcEip = defineRule({
  settingName: 'rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip',
  primary: 'Slb-Instance',
  associated: 'Vpc-Eip',
  calls: [
    'vpc:AssociateEipAddress',
    'vpc:UnassociateEipAddress',
    'vpc:ReleaseEipAddress',
    'ecs:ReleaseEipAddress',
    'slb:DeleteLoadBalancer',
  ],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
});

import { defineRule } from '../rule.ts';

/** Alb-LoadBalancer → Vpc-Eip. Mind the spelling: `Alb-LoadBalancer`. */
export const albLoadBalancerToVpcEip = defineRule({
  settingName:
    'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip',
  primary: 'Alb-LoadBalancer',
  associated: 'Vpc-Eip',
  calls: [
    'alb:UpdateLoadBalancerZones',
    'alb:UpdateLoadBalancerAddressTypeConfig',
    'alb:CreateLoadBalancer',
    'alb:DeleteLoadBalancer',
    'vpc:ReleaseEipAddress',
  ],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 0,
});

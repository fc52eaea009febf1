import { defineRule } from '../rule.ts';

/** Nlb-Loadbalancer → Vpc-Eip. Mind the spelling: `Nlb-Loadbalancer`. */
export const nlbLoadbalancerToVpcEip = defineRule({
  settingName:
    'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip',
  primary: 'Nlb-Loadbalancer',
  associated: 'Vpc-Eip',
  calls: [
    'nlb:UpdateLoadBalancerZones',
    'nlb:UpdateLoadBalancerAddressTypeConfig',
    'nlb:CreateLoadBalancer',
    'nlb:DeleteLoadBalancer',
    'vpc:ReleaseEipAddress',
  ],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 0,
});

import { defineRule } from '../rule.ts';

/** ElasticLoadBalancing-LoadBalancer → Ec2-ElasticIp. Only a network load balancer has addresses of its owner's. */
export const elasticLoadBalancingLoadBalancerToEc2ElasticIp = defineRule({
  settingName:
    'rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp',
  primary: 'ElasticLoadBalancing-LoadBalancer',
  associated: 'Ec2-ElasticIp',
  calls: [
    'elasticloadbalancing:CreateLoadBalancer',
    'elasticloadbalancing:SetSubnets',
    'elasticloadbalancing:DeleteLoadBalancer',
    'ec2:ReleaseAddress',
  ],
  notices: [],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'Tag changes. Not: a load balancer that is made, changed or deleted.',
});

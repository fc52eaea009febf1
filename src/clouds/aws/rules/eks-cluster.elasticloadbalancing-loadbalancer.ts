import { defineRule } from '../rule.ts';

/** Eks-Cluster → ElasticLoadBalancing-LoadBalancer. */
export const eksClusterToElasticLoadBalancingLoadBalancer = defineRule({
  settingName: 'rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer',
  primary: 'Eks-Cluster',
  associated: 'ElasticLoadBalancing-LoadBalancer',
  calls: [
    'elasticloadbalancing:CreateLoadBalancer',
    'elasticloadbalancing:DeleteLoadBalancer',
    'eks:DeleteCluster',
  ],
  notices: [],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 1,
  withoutTrail: 'Tag changes. Not: new load balancers.',
});

import { keyMatcher } from '../../model/key-patterns.ts';
import type { TagRules } from '../cloud.ts';

/** True when AWS keeps keys like this one to itself: never inherited. Source: "Tag naming limits and requirements". */
export const isReservedKey = (key: string): boolean =>
  // Asked of each tag of each parent of each look; a first letter is cheaper than a pattern.
  (key.startsWith('a') || key.startsWith('A')) && /^aws:/i.test(key);

/**
 * Keys by which EKS, its controllers and drivers, Karpenter, Cluster API, eksctl and snapshot policies find what
 * is theirs. A cluster or a node carries some of them itself: copied to a security group or a load balancer, they
 * would say that it belongs to the cluster, and the controller of another one would delete it.
 */
const withheld = [
  'AmazonEKSClusterName',
  'AmazonEKSManaged',
  'CSIVolumeName',
  'CSIVolumeSnapshotName',
  'KubernetesCluster',
  'alpha.eksctl.io/*',
  'cluster.k8s.amazonaws.com/*',
  'dlm:managed',
  'ebs.csi.aws.com/*',
  'efs.csi.aws.com/*',
  'eks.amazonaws.com/*',
  'eks:*',
  'elbv2.k8s.aws/*',
  'gateway.k8s.aws/*',
  'ingress.k8s.aws/*',
  'k8s.io/*',
  'karpenter.k8s.aws/*',
  'karpenter.sh/*',
  'kubernetes.io/*',
  'node.k8s.amazonaws.com/*',
  'service.k8s.aws/*',
  'sigs.k8s.io/*',
  'vpcresources.k8s.aws/*',
] as const;

const isListed = keyMatcher(withheld);

/** What AWS takes in a tag. EC2 takes every character; what a service refuses beyond that, its answer says. */
export const tagRules: TagRules = {
  isReserved: isReservedKey,
  reserved: 'aws:',
  isRefused: () => false,
  refused: 'nothing',
  withheld,
  isWithheld: isListed,
};

import type { Tags } from '../../../../model/tags.ts';
import type { AccountRegion } from '../../../call.ts';
import type { Arn } from '../../arn.ts';
import { arnIn } from '../reader.ts';

/** Tags whose value is the name of the EKS cluster that a resource belongs to. Nobody but AWS can set the first. */
export const clusterNameKeys = ['aws:eks:cluster-name', 'eks:cluster-name'] as const;

/** What clusters, their controllers and node groups put on what belongs to a cluster. */
export const clusterKeyOf = (cluster: string): string => `kubernetes.io/cluster/${cluster}`;

const clusterKey = /^kubernetes\.io\/cluster\/(.+)$/s;

/**
 * The EKS clusters whose own a resource is, by its tags. `shared` in the place of `owned` says that a cluster
 * only uses it. Source: EKS user guide, "Amazon EKS node IAM role", "Subnet requirements", "Tagging your resources".
 */
export const clustersIn = (tags: Tags, at: AccountRegion): readonly Arn[] => {
  const named = clusterNameKeys.flatMap((key) => tags.get(key) || []);
  const owning = [...tags].flatMap(([key, value]) => {
    const [, cluster] = value === 'owned' ? (clusterKey.exec(key) ?? []) : [];
    return cluster ?? [];
  });
  return [...new Set([...named, ...owning])].map((name) => arnIn(at, 'Eks-Cluster', name));
};

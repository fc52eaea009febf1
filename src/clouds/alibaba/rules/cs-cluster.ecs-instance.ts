import { defineRule } from '../rule.ts';

/** Cs-Cluster → Ecs-Instance. A scale-out shows as RunInstances or CreateInstance made by the platform; the cluster is not named there. */
export const csClusterToEcsInstance = defineRule({
  settingName: 'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance',
  primary: 'Cs-Cluster',
  associated: 'Ecs-Instance',
  calls: [
    'cs:CreateCluster',
    'cs:DeleteCluster',
    'cs:ScaleClusterNodePool',
    'ecs:RunInstances',
    'ecs:CreateInstance',
    'ecs:DeleteInstance',
    'ecs:DeleteInstances',
  ],
  removesOnDetach: false,
  supportsExisting: false,
  rank: 1,
});

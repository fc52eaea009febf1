import { defineRule } from '../rule.ts';

/** Ecs-Instance → Ecs-Eni. `AttachEni` is the call AttachNetworkInterface; the primary ENI comes with the instance. */
export const ecsInstanceToEcsEni = defineRule({
  settingName: 'rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni',
  primary: 'Ecs-Instance',
  associated: 'Ecs-Eni',
  calls: [
    'ecs:AttachNetworkInterface',
    'ecs:DetachNetworkInterface',
    'ecs:CreateNetworkInterface',
    'ecs:DeleteNetworkInterface',
    'ecs:RunInstances',
    'ecs:CreateInstance',
    'ecs:DeleteInstance',
    'ecs:DeleteInstances',
  ],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
});

import { defineRule } from '../rule.ts';

/** Ecs-Instance → Ecs-Disk. The system disk comes with the instance and is never attached by a call of its own. */
export const ecsInstanceToEcsDisk = defineRule({
  settingName: 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk',
  primary: 'Ecs-Instance',
  associated: 'Ecs-Disk',
  calls: [
    'ecs:AttachDisk',
    'ecs:DetachDisk',
    'ecs:CreateDisk',
    'ecs:DeleteDisk',
    'ecs:ReplaceSystemDisk',
    'ecs:RunInstances',
    'ecs:CreateInstance',
    'ecs:DeleteInstance',
    'ecs:DeleteInstances',
  ],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
});

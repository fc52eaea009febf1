import { defineRule } from '../rule.ts';

/** Ecs-Disk → Ecs-Snapshot. A snapshot belongs to its disk for life: there is no detach. */
export const ecsDiskToEcsSnapshot = defineRule({
  settingName: 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot',
  primary: 'Ecs-Disk',
  associated: 'Ecs-Snapshot',
  calls: ['ecs:CreateSnapshot', 'ecs:CreateSnapshotGroup', 'ecs:DeleteSnapshot', 'ecs:DeleteDisk'],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
});

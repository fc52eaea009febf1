import { defineRule } from '../rule.ts';

/** Ec2-Volume → Ec2-Snapshot. A copy of a snapshot names a volume that never was: it hangs on none. */
export const ec2VolumeToEc2Snapshot = defineRule({
  settingName: 'rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot',
  primary: 'Ec2-Volume',
  associated: 'Ec2-Snapshot',
  calls: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots', 'ec2:DeleteSnapshot', 'ec2:DeleteVolume'],
  notices: [
    'ec2:EBS Snapshot Notification createSnapshot',
    'ec2:EBS Multi-Volume Snapshots Completion Status createSnapshots',
    'ec2:EBS Volume Notification deleteVolume',
  ],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'All of it, a snapshot once it is complete.',
});

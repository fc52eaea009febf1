import { defineRule } from '../rule.ts';

/** Rds-DbCluster → Rds-DbClusterSnapshot. */
export const rdsDbClusterToRdsDbClusterSnapshot = defineRule({
  settingName: 'rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot',
  primary: 'Rds-DbCluster',
  associated: 'Rds-DbClusterSnapshot',
  calls: [
    'rds:CreateDBClusterSnapshot',
    'rds:CopyDBClusterSnapshot',
    'rds:DeleteDBClusterSnapshot',
    'rds:DeleteDBCluster',
  ],
  notices: [
    'rds:RDS DB Cluster Snapshot Event creation',
    'rds:RDS DB Cluster Snapshot Event backup',
    'rds:RDS DB Cluster Snapshot Event deletion',
  ],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'All of it.',
});

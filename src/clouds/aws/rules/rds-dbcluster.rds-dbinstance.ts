import { defineRule } from '../rule.ts';

/** Rds-DbCluster → Rds-DbInstance. */
export const rdsDbClusterToRdsDbInstance = defineRule({
  settingName: 'rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance',
  primary: 'Rds-DbCluster',
  associated: 'Rds-DbInstance',
  calls: ['rds:CreateDBInstance', 'rds:DeleteDBInstance', 'rds:DeleteDBCluster'],
  notices: ['rds:RDS DB Instance Event creation', 'rds:RDS DB Instance Event deletion'],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'All of it.',
});

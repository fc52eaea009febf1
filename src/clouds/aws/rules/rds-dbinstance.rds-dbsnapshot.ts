import { defineRule } from '../rule.ts';

/** Rds-DbInstance → Rds-DbSnapshot. */
export const rdsDbInstanceToRdsDbSnapshot = defineRule({
  settingName: 'rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot',
  primary: 'Rds-DbInstance',
  associated: 'Rds-DbSnapshot',
  calls: [
    'rds:CreateDBSnapshot',
    'rds:CopyDBSnapshot',
    'rds:DeleteDBSnapshot',
    'rds:DeleteDBInstance',
  ],
  notices: ['rds:RDS DB Snapshot Event creation', 'rds:RDS DB Snapshot Event deletion'],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'All of it.',
});

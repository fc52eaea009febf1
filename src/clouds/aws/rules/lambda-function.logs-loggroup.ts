import { defineRule } from '../rule.ts';

/** Lambda-Function → Logs-LogGroup. */
export const lambdaFunctionToLogsLogGroup = defineRule({
  settingName: 'rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup',
  primary: 'Lambda-Function',
  associated: 'Logs-LogGroup',
  calls: [
    'logs:CreateLogGroup',
    'logs:DeleteLogGroup',
    'lambda:CreateFunction',
    'lambda:DeleteFunction',
  ],
  notices: [],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
  withoutTrail: 'Tag changes. Not: a new log group.',
});

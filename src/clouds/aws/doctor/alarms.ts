import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { allItems } from '../../../model/page.ts';
import { type Finding, fine, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { looking } from './look.ts';

const check = 'alarms';

/** Of a stage's alarms, what stands before the name that the runbook has for it; lib/alarms.ts gives it. */
export const alarmPrefixOf = (stage: string): string => `heirtag-${stage}-`;

/** Nobody hears of it when it is raised. */
const isMute = ({ ActionsEnabled, AlarmActions = [] }: MetricAlarm): boolean =>
  ActionsEnabled === false || AlarmActions.length === 0;

const namesOf = (alarms: readonly MetricAlarm[]): string =>
  alarms.map(({ AlarmName }) => AlarmName).join(', ');

/** Looks whether the stage's alarms are there, tell somebody, and are quiet. */
export const examineAlarms = (
  { cloudWatch }: DoctorClients,
  {
    stage,
    where,
    madeBy,
  }: { readonly stage: string; readonly where: string; readonly madeBy: string },
): Promise<readonly Finding[]> =>
  looking({ check, where, permission: 'cloudwatch:DescribeAlarms' }, async () => {
    const AlarmNamePrefix = alarmPrefixOf(stage);
    const listed = await allItems(async (NextToken) => {
      const question = { AlarmNamePrefix, AlarmTypes: ['MetricAlarm' as const], NextToken };
      const answer = await cloudWatch().send(new DescribeAlarmsCommand(question));
      return { items: answer.MetricAlarms ?? [], next: answer.NextToken };
    });
    const alarms = [...listed];
    if (alarms.length === 0) {
      return [
        toMend(check, where, {
          says: `no alarm has a name that begins with ${AlarmNamePrefix}: nobody is told when the stage fails`,
          mend: `Deploy ${madeBy} there again.`,
        }),
      ];
    }
    const mute = alarms.filter(isMute);
    const raised = alarms.filter(({ StateValue }) => StateValue === 'ALARM');
    const findings = [
      ...(mute.length === 0
        ? []
        : [
            toMend(check, where, {
              says: `${namesOf(mute)} tell nobody: their actions are off, or there are none`,
              mend: `Turn their actions on (aws cloudwatch enable-alarm-actions), or deploy ${madeBy} there again.`,
            }),
          ]),
      ...raised.map(({ AlarmName = '', StateReason = 'no reason is given' }) =>
        toMend(check, where, {
          says: `${AlarmName} is raised: ${StateReason}`,
          mend: `docs/runbook.md says what to do, under "${AlarmName.slice(AlarmNamePrefix.length)}".`,
        }),
      ),
    ];
    return findings.length > 0
      ? findings
      : [fine(check, where, `all ${alarms.length} are quiet, and tell somebody when raised`)];
  });

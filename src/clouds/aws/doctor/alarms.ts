import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { allItems } from '../../../model/page.ts';
import { type Finding, fine, toMend, unknown } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { examineListeners } from './listeners.ts';
import { looking, needing } from './look.ts';

const check = 'alarms';

/** Of a stage's alarms, what stands before the name that the runbook has for it; lib/alarms.ts gives it. */
export const alarmPrefixOf = (stage: string): string => `heirtag-${stage}-`;

/** A stage's alarms. */
export type AlarmOrder = {
  readonly stage: string;
  /** Those that it was deployed with, without the prefix; undefined where it does not say. */
  readonly expected: readonly string[] | undefined;
  readonly where: string;
  readonly madeBy: string;
};

/** Nobody hears of it when it is raised. */
const isMute = ({ ActionsEnabled, AlarmActions = [] }: MetricAlarm): boolean =>
  ActionsEnabled === false || AlarmActions.length === 0;

const namesOf = (alarms: readonly MetricAlarm[]): string =>
  alarms.map(({ AlarmName }) => AlarmName).join(', ');

/** Alarms whose names begin as the stage's do: another stage's may, too. */
const listAlarms = async (
  { cloudWatch }: DoctorClients,
  AlarmNamePrefix: string,
): Promise<readonly MetricAlarm[]> => {
  const listed = await needing('cloudwatch:DescribeAlarms', () =>
    allItems(async (NextToken) => {
      const question = { AlarmNamePrefix, AlarmTypes: ['MetricAlarm' as const], NextToken };
      const answer = await cloudWatch().send(new DescribeAlarmsCommand(question));
      return { items: answer.MetricAlarms ?? [], next: answer.NextToken };
    }),
  );
  return [...listed];
};

const tellMissing = (
  missing: readonly string[],
  { where, madeBy }: Pick<AlarmOrder, 'where' | 'madeBy'>,
): readonly Finding[] =>
  missing.length === 0
    ? []
    : [
        toMend(check, where, {
          says: `not there: ${missing.join(', ')}; nobody is told of what they watch`,
          mend: `Deploy ${madeBy} there again.`,
        }),
      ];

const tellMute = (
  alarms: readonly MetricAlarm[],
  { where, madeBy }: Pick<AlarmOrder, 'where' | 'madeBy'>,
): readonly Finding[] => {
  const mute = alarms.filter(isMute);
  return mute.length === 0
    ? []
    : [
        toMend(check, where, {
          says: `${namesOf(mute)} tell nobody: their actions are off, or there are none`,
          mend: `Turn their actions on (aws cloudwatch enable-alarm-actions), or deploy ${madeBy} there again.`,
        }),
      ];
};

const tellRaised = (
  alarms: readonly MetricAlarm[],
  { stage, where }: Pick<AlarmOrder, 'stage' | 'where'>,
): readonly Finding[] =>
  alarms
    .filter(({ StateValue }) => StateValue === 'ALARM')
    .map(({ AlarmName = '', StateReason = 'no reason is given' }) =>
      toMend(check, where, {
        says: `${AlarmName} is raised: ${StateReason}`,
        mend: `docs/runbook.md says what to do, under "${AlarmName.slice(alarmPrefixOf(stage).length)}".`,
      }),
    );

/** Looks whether the stage's alarms are all there, tell somebody, and are quiet. */
export const examineAlarms = (
  clients: DoctorClients,
  order: AlarmOrder,
): Promise<readonly Finding[]> => {
  const { stage, expected, where, madeBy } = order;
  return looking({ check, where, permission: 'cloudwatch:DescribeAlarms' }, async () => {
    if (expected === undefined) {
      return [
        unknown(check, where, {
          says: 'the stage does not say which alarms it has: an older version made it',
          mend: `Deploy ${madeBy} there again.`,
        }),
      ];
    }
    const names = new Set(expected.map((name) => `${alarmPrefixOf(stage)}${name}`));
    const listed = await listAlarms(clients, alarmPrefixOf(stage));
    const alarms = listed.filter(({ AlarmName = '' }) => names.has(AlarmName));
    for (const { AlarmName = '' } of alarms) names.delete(AlarmName);
    const topics = new Set(alarms.flatMap(({ AlarmActions = [] }) => AlarmActions));
    const findings = [
      ...tellMissing([...names], order),
      ...tellMute(alarms, order),
      ...(await examineListeners(clients, [...topics], where)),
      ...tellRaised(alarms, order),
    ];
    const says = `all ${alarms.length} are there and quiet, and tell somebody when raised`;
    return findings.length > 0 ? findings : [fine(check, where, says)];
  });
};

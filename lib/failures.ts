import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { AdminApi } from './admin-api.ts';
import { workerMetric } from './metrics.ts';
import type { FunctionProps } from './service.ts';
import type { TagApi } from './tag-api.ts';
import type { Worker } from './worker.ts';

/** Every way of failing that somebody is called for, and what is then the case. */
export const alarmTitles = {
  'dead-letters': 'The worker gave messages up.',
  'intake-dead-letters': 'Events or sweeps did not reach the changes queue.',
  'intake-lost': 'Events were lost: not even the dead-letter queue took them.',
  'default-bus-lost':
    'Events of the default bus were lost: not even the dead-letter queue took them.',
  'queue-age': 'Work waits too long in the changes queue.',
  lag: 'Tags are applied too late after their event.',
  'worker-errors': 'The worker crashes or runs out of time or memory.',
  'worker-throttled': 'The worker is throttled by the concurrency limit of the account.',
  'malformed-messages': 'The changes queue holds messages that nobody can read.',
  'admin-errors': 'The HTTP API or the Tag API answers 5xx.',
  'table-throttled': 'DynamoDB throttles the tables.',
  'sweep-missing': 'Sweeps do not run.',
  'sweep-findings':
    'Sweeps find much to repair: events are being lost or tags are being changed by others.',
  'tags-contested': 'Somebody keeps changing inherited tags back; they are not repaired any more.',
} as const;

/** Names an alarm and its article in `docs/runbook.md`. */
export type AlarmId = keyof typeof alarmTitles;

/** When an alarm goes off: the metric is beyond the threshold for so many periods in a row. */
export type Failure = {
  readonly id: AlarmId;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly periods: number;
  /** Goes off when the metric is below the threshold, or missing. */
  readonly isRaisedBelow?: boolean;
};

export type FailuresProps = FunctionProps & {
  readonly worker: Worker;
  readonly admin: AdminApi;
  /** Undefined where the stage has none. */
  readonly tagApi: TagApi | undefined;
};

/** Sweep findings in a day that are no accident any more. */
const manyFindings = 100;

const period = Duration.minutes(5);

/**
 * Events that some rules could not deliver, and not put into the dead-letter queue either.
 * @param busDimension none for the default bus. Source: EventBridge user guide, "Monitoring".
 */
const lostEvents = (
  rules: readonly Rule[],
  busDimension: { readonly EventBusName?: string },
): IMetric =>
  new MathExpression({
    label: 'lost events',
    expression: 'SUM(METRICS())',
    period,
    usingMetrics: Object.fromEntries(
      rules.map(({ ruleName }, index) => [
        `rule${index}`,
        new Metric({
          namespace: 'AWS/Events',
          metricName: 'InvocationsFailedToBeSentToDlq',
          dimensionsMap: { RuleName: ruleName, ...busDimension },
          statistic: 'Sum',
          period,
        }),
      ]),
    ),
  });

const tableThrottles = ({ tables }: FailuresProps): IMetric =>
  new MathExpression({
    label: 'throttled requests',
    expression: 'SUM(METRICS())',
    period,
    usingMetrics: Object.fromEntries(
      [tables.state, ...(tables.simulator === undefined ? [] : [tables.simulator])].flatMap(
        (table, index) =>
          ['ReadThrottleEvents', 'WriteThrottleEvents'].map((metricName) => [
            `t${index}${metricName}`,
            table.metric(metricName, { statistic: 'Sum', period }),
          ]),
      ),
    ),
  });

const serverErrors = ({ admin, tagApi }: FailuresProps): IMetric => {
  const http = admin.api.metricServerError({ statistic: 'Sum', period });
  if (tagApi === undefined) return http;
  return new MathExpression({
    label: '5xx',
    expression: 'SUM(METRICS())',
    period,
    usingMetrics: { http, tagApi: tagApi.api.metricServerError({ statistic: 'Sum', period }) },
  });
};

/** What to watch in a stage. */
export const failuresOf = (props: FailuresProps): readonly Failure[] => {
  const { stage, settings, queues, intake, worker } = props;
  const work = worker.function.function;
  const visible = (queue: typeof queues.changes) =>
    queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period });
  return [
    { id: 'dead-letters', metric: visible(queues.deadLetters), threshold: 0, periods: 1 },
    {
      id: 'intake-dead-letters',
      metric: visible(queues.intakeDeadLetters),
      threshold: 0,
      periods: 1,
    },
    {
      id: 'intake-lost',
      metric: lostEvents(intake.rules, { EventBusName: intake.bus.eventBusName }),
      threshold: 0,
      periods: 1,
    },
    ...(intake.defaultBusRules.length === 0
      ? []
      : [
          {
            id: 'default-bus-lost',
            metric: lostEvents(intake.defaultBusRules, {}),
            threshold: 0,
            periods: 1,
          } as const,
        ]),
    {
      id: 'queue-age',
      metric: queues.changes.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period }),
      threshold: settings.lagAlarmSeconds,
      periods: 2,
    },
    {
      id: 'lag',
      metric: workerMetric(stage, 'LagMilliseconds', 'p99'),
      threshold: settings.lagAlarmSeconds * 1000,
      periods: 2,
    },
    {
      id: 'worker-errors',
      metric: work.metricErrors({ statistic: 'Sum', period }),
      threshold: 0,
      periods: 1,
    },
    {
      id: 'worker-throttled',
      metric: work.metricThrottles({ statistic: 'Sum', period }),
      threshold: 0,
      periods: 3,
    },
    {
      id: 'malformed-messages',
      metric: workerMetric(stage, 'MessagesMalformed'),
      threshold: 0,
      periods: 1,
    },
    {
      id: 'admin-errors',
      metric: serverErrors(props),
      threshold: 0,
      periods: 1,
    },
    { id: 'table-throttled', metric: tableThrottles(props), threshold: 0, periods: 3 },
    {
      id: 'sweep-missing',
      metric: workerMetric(stage, 'SweepSteps').with({
        period: Duration.hours(Math.min(24, settings.sweepHours)),
      }),
      threshold: 1,
      periods: Math.max(2, Math.ceil(settings.sweepHours / 24) + 1),
      isRaisedBelow: true,
    },
    {
      id: 'sweep-findings',
      metric: workerMetric(stage, 'SweepFindings').with({ period: Duration.hours(24) }),
      threshold: manyFindings,
      periods: 1,
    },
    {
      id: 'tags-contested',
      metric: workerMetric(stage, 'TagsContested'),
      threshold: 0,
      periods: 1,
    },
  ];
};

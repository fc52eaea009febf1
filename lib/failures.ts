import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AdminApi } from './admin-api.ts';
import {
  lostOnBus,
  lostOnDefaultBus,
  failurePeriod as period,
  refusedRoles,
  serverErrors,
  slowestAnswers,
  sumOf,
  sweepSteps,
  tableThrottles,
} from './failure-metrics.ts';
import type { Ingest } from './ingest.ts';
import { partMetric, workerMetric } from './metrics.ts';
import type { SecretUpkeep } from './secret-upkeep.ts';
import type { FunctionProps } from './service.ts';
import { takesRoles } from './stage-clouds.ts';
import { hasCloud } from './stage-settings.ts';
import type { TagApi } from './tag-api.ts';
import type { Worker } from './worker.ts';

/** Every way of failing that somebody is called for, and what is then the case. */
export const alarmTitles = {
  'dead-letters': 'The worker gave messages up.',
  'intake-dead-letters': 'Events or sweeps did not reach the changes queue.',
  'intake-lost': 'Events were lost: not even the dead-letter queue took them.',
  'default-bus-lost':
    'Events of the default bus were lost: not even the dead-letter queue took them.',
  'failing-for-long': 'Messages have failed again and again for more than an hour.',
  'queue-age': 'Work waits too long in the changes queue.',
  lag: 'Tags are applied too late after their event.',
  'circuits-opened': 'Calls of an API of the cloud have failed for a quarter of an hour, and rest.',
  'role-refused':
    "An account does not let us in: nothing inherits there. The alarm's contributors name it.",
  'worker-errors': 'The worker crashes or runs out of time or memory.',
  'worker-throttled': 'The worker is throttled by the concurrency limit of the account.',
  'malformed-messages': 'The changes queue holds messages that nobody can read.',
  'admin-errors': 'The HTTP API, the Tag API or the ingest answers 5xx.',
  'api-throttled':
    'Calls of the HTTP API, the Tag API or the ingest are refused: no function was free for them.',
  'api-slow':
    'The HTTP API, the Tag API or the ingest is slow: calls are near the time at which they end unanswered.',
  'signatures-refused':
    'Many calls of the Tag API are refused for their signature: somebody tries keys, or a client is wrong.',
  'senders-refused':
    'Many deliveries of events from other clouds are refused: somebody tries keys, or a sender is wrong, and its events are lost.',
  'secret-upkeep-errors':
    'Secrets of access keys that nobody can use any more were not removed: they cost money.',
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
  /** From 2 on, where one alarm cannot watch all of it; undefined for the first. */
  readonly part?: number;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly periods: number;
  /** Goes off when the metric is below the threshold. */
  readonly isRaisedBelow?: boolean;
};

export type FailuresProps = FunctionProps & {
  readonly worker: Worker;
  readonly admin: AdminApi;
  /** Undefined where the stage has none. */
  readonly tagApi: TagApi | undefined;
  /** Undefined where no other cloud sends events. */
  readonly ingest: Ingest | undefined;
  /** There with the Tag API. */
  readonly secretUpkeep: SecretUpkeep | undefined;
};

/** Sweep findings in a day that are no accident any more. */
const manyFindings = 100;

/** Refused calls in five minutes that are no mistyped secret any more. */
const manyRefused = 100;

/** Time enough for a throttle or a short outage to pass. */
const longFailingMilliseconds = 3_600_000;

/**
 * Calls that fail rest for five minutes at the most, and are counted when they fail again: in each quarter of an
 * hour in which they do. One such is a short outage, which mends itself.
 */
const longestRestPeriod = Duration.minutes(15);

/** Calls of the APIs end unanswered after 29 seconds. */
const slowAnswerMilliseconds = 20_000;

/** What to watch in a stage. */
export const failuresOf = (props: FailuresProps): readonly Failure[] => {
  const { stage, settings, queues, intake, worker, tables, admin, tagApi, ingest, secretUpkeep } =
    props;
  const apis = [admin, tagApi, ingest].filter((each) => each !== undefined);
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
      metric: lostOnBus(intake.bus),
      threshold: 0,
      periods: 1,
    },
    ...lostOnDefaultBus(intake.defaultBusRules).map(
      (metric, index) =>
        ({
          id: 'default-bus-lost',
          ...(index === 0 ? {} : { part: index + 1 }),
          metric,
          threshold: 0,
          periods: 1,
        }) as const,
    ),
    {
      id: 'failing-for-long',
      metric: workerMetric(stage, 'RetryAgeMilliseconds', 'Maximum'),
      threshold: longFailingMilliseconds,
      periods: 1,
    },
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
      id: 'circuits-opened',
      metric: workerMetric(stage, 'CircuitsOpened').with({ period: longestRestPeriod }),
      threshold: 0,
      periods: 2,
    },
    ...(takesRoles(settings)
      ? [{ id: 'role-refused', metric: refusedRoles(stage), threshold: 0, periods: 1 } as const]
      : []),
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
      metric: serverErrors(apis),
      threshold: 0,
      periods: 1,
    },
    {
      id: 'api-throttled',
      metric: sumOf(
        'throttled calls',
        apis.map(({ function: { function: each } }) =>
          each.metricThrottles({ statistic: 'Sum', period }),
        ),
      ),
      threshold: 0,
      periods: 3,
    },
    {
      id: 'api-slow',
      metric: slowestAnswers(apis),
      threshold: slowAnswerMilliseconds,
      periods: 3,
    },
    ...(tagApi === undefined
      ? []
      : [
          {
            id: 'signatures-refused',
            metric: partMetric(stage, 'tag-api', { name: 'SignaturesRefused' }),
            threshold: manyRefused,
            periods: 1,
          } as const,
        ]),
    ...(ingest === undefined
      ? []
      : [
          {
            id: 'senders-refused',
            metric: partMetric(stage, 'ingest', { name: 'SignaturesRefused' }),
            threshold: manyRefused,
            periods: 1,
          } as const,
        ]),
    ...(secretUpkeep === undefined
      ? []
      : [
          {
            id: 'secret-upkeep-errors',
            metric: secretUpkeep.function.function.metricErrors({
              statistic: 'Sum',
              period: Duration.hours(24),
            }),
            threshold: 0,
            periods: 1,
          } as const,
        ]),
    { id: 'table-throttled', metric: tableThrottles(tables), threshold: 0, periods: 3 },
    ...(hasCloud(settings)
      ? [
          {
            id: 'sweep-missing',
            metric: sweepSteps(
              stage,
              queues.changes,
              Duration.hours(Math.min(24, settings.sweepHours)),
            ),
            threshold: 1,
            // The first sweep comes sweepHours after the stage; an alarm looks back seven days at the most.
            periods: Math.min(7, Math.ceil(settings.sweepHours / 24) + 2),
            isRaisedBelow: true,
          } as const,
        ]
      : []),
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

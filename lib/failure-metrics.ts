import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { accountDimension, metricNamespace, serviceNameOf } from '../src/model/telemetry.ts';
import type { HeirtagFunction } from './heirtag-function.ts';
import { workerMetric } from './metrics.ts';
import type { Tables } from './service.ts';

/** What most failures are looked for in. */
export const failurePeriod = Duration.minutes(5);

const period = failurePeriod;

/** An API and the function that answers its calls. */
export type WatchedApi = { readonly api: HttpApi; readonly function: HeirtagFunction };

/** Metrics of one kind, put together by a function over all of them. */
const together = (label: string, how: 'SUM' | 'MAX', metrics: readonly IMetric[]): IMetric =>
  new MathExpression({
    label,
    expression: `${how}(METRICS())`,
    period,
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
  });

/** The sum of at most ten metrics: an alarm takes no more. */
export const sumOf = (label: string, metrics: readonly IMetric[]): IMetric =>
  together(label, 'SUM', metrics);

/**
 * Events of a bus that its rules could not deliver, and not put into the dead-letter queue either. A query, because
 * an alarm takes at most ten metrics, and there is a rule for each product. Source: EventBridge user guide,
 * "Monitoring".
 */
export const lostOnBus = ({ eventBusName }: Pick<IEventBus, 'eventBusName'>): IMetric =>
  new MathExpression({
    label: 'lost events',
    expression: `SELECT SUM(InvocationsFailedToBeSentToDlq) FROM SCHEMA("AWS/Events", EventBusName, RuleName) WHERE EventBusName = '${eventBusName}'`,
    period,
  });

/** Metrics that one alarm takes at the most. Source: CloudWatch user guide, "Metric math". */
const mostInAlarm = 10;

/**
 * The same for rules on the account's default bus, in as many metrics as that takes. There, metrics do not name the
 * bus, and a query knows no OR that could name the rules: `=`, `!=` and AND are all it has. Source: CloudWatch user
 * guide, "Metrics Insights query components and syntax".
 */
export const lostOnDefaultBus = (rules: readonly Rule[]): readonly IMetric[] =>
  Array.from({ length: Math.ceil(rules.length / mostInAlarm) }, (_, index) =>
    sumOf(
      'lost events',
      rules.slice(index * mostInAlarm, (index + 1) * mostInAlarm).map(
        ({ ruleName }) =>
          new Metric({
            namespace: 'AWS/Events',
            metricName: 'InvocationsFailedToBeSentToDlq',
            dimensionsMap: { RuleName: ruleName },
            statistic: 'Sum',
            period,
          }),
      ),
    ),
  );

/**
 * Refused roles, account by account: each is a contributor of its alarm, and named in what that tells. Quotation
 * marks, because names of dimensions may be words of the query's language. Source: CloudWatch user guide, "Create an
 * alarm based on a Multi Time Series Metrics Insights query".
 */
export const refusedRoles = (stage: string): IMetric =>
  new MathExpression({
    label: 'refused roles',
    expression: `SELECT SUM(RolesRefused) FROM SCHEMA("${metricNamespace}", "${accountDimension}", "service") WHERE "service" = '${serviceNameOf(stage, 'worker')}' GROUP BY "${accountDimension}" ORDER BY SUM() DESC`,
    period,
  });

export const tableThrottles = ({ state, simulator }: Tables): IMetric =>
  sumOf(
    'throttled requests',
    [state, ...(simulator === undefined ? [] : [simulator])].flatMap((table) =>
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map((metricName) =>
        table.metric(metricName, { statistic: 'Sum', period }),
      ),
    ),
  );

export const serverErrors = (apis: readonly WatchedApi[]): IMetric =>
  sumOf(
    '5xx',
    apis.map(({ api }) => api.metricServerError({ statistic: 'Sum', period })),
  );

/** How long the slowest calls take: of each API the p99, of those the longest. Milliseconds. */
export const slowestAnswers = (apis: readonly WatchedApi[]): IMetric =>
  together(
    'slowest answers',
    'MAX',
    apis.map(({ function: { function: each } }) =>
      each.metricDuration({ statistic: 'p99', period }),
    ),
  );

/**
 * Steps of sweeps, 0 where there were none: the queue's own metric, which is there from the first day
 * because Lambda polls it, makes the difference between "no sweep" and "no stage yet".
 */
export const sweepSteps = (stage: string, changes: Queue, every: Duration): IMetric =>
  new MathExpression({
    label: 'sweep steps',
    expression: 'SUM([steps, polls * 0])',
    period: every,
    usingMetrics: {
      steps: workerMetric(stage, 'SweepSteps').with({ period: every }),
      polls: changes.metric('NumberOfEmptyReceives', { statistic: 'Sum', period: every }),
    },
  });

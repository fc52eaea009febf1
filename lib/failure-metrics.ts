import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
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
 * Events that rules could not deliver, and not put into the dead-letter queue either. A query, because
 * an alarm takes at most ten metrics, and there is a rule for each product.
 * @param from dimensions and condition. Source: EventBridge user guide, "Monitoring".
 */
const lostEvents = (from: string): IMetric =>
  new MathExpression({
    label: 'lost events',
    expression: `SELECT SUM(InvocationsFailedToBeSentToDlq) FROM SCHEMA("AWS/Events", ${from}`,
    period,
  });

/** Events of a bus that were lost. */
export const lostOnBus = ({ eventBusName }: Pick<IEventBus, 'eventBusName'>): IMetric =>
  lostEvents(`EventBusName, RuleName) WHERE EventBusName = '${eventBusName}'`);

/** Events that rules on the account's default bus lost; there, metrics do not name the bus. */
export const lostOnDefaultBus = (rules: readonly Rule[]): IMetric =>
  lostEvents(
    `RuleName) WHERE ${rules.map(({ ruleName }) => `RuleName = '${ruleName}'`).join(' OR ')}`,
  );

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

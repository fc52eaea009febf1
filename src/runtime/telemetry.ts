import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Structured log lines. Fields are facts about one thing: event id, resource, rule, outcome. */
export type Log = {
  readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** What is counted, and the unit of each. The stack's alarms and dashboard use these names. */
export const metricUnits = {
  MessagesDone: MetricUnit.Count,
  MessagesIgnored: MetricUnit.Count,
  MessagesMalformed: MetricUnit.Count,
  MessagesFailed: MetricUnit.Count,
  ResourcesChanged: MetricUnit.Count,
  ResourcesConverged: MetricUnit.Count,
  ResourcesGone: MetricUnit.Count,
  TagsSet: MetricUnit.Count,
  TagsRemoved: MetricUnit.Count,
  TagsRefused: MetricUnit.Count,
  LedgerConflicts: MetricUnit.Count,
  /** Event time to applied. */
  LagMilliseconds: MetricUnit.Milliseconds,
} as const;

export type MetricName = keyof typeof metricUnits;

/** Counts and durations, handed over once per invocation. */
export type Meter = {
  readonly add: (name: MetricName, value: number) => void;
  readonly flush: () => void;
};

/** CloudWatch namespace of all metrics. */
export const metricNamespace = 'Heirtag';

/** Logs to the console as JSON; level by POWERTOOLS_LOG_LEVEL. */
export const createLog = (serviceName: string): Log => {
  const logger = new Logger({ serviceName });
  return {
    info: (message, fields) => logger.info(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    error: (message, fields) => logger.error(message, fields),
  };
};

/** Counts in CloudWatch's embedded format on the console; silent with POWERTOOLS_METRICS_DISABLED. */
export const createMeter = (serviceName: string): Meter => {
  const metrics = new Metrics({ namespace: metricNamespace, serviceName });
  return {
    add: (name, value) => metrics.addMetric(name, metricUnits[name], value),
    flush: () => metrics.publishStoredMetrics(),
  };
};

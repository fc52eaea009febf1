import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Log, Meter, MetricName } from '../model/telemetry.ts';

/** CloudWatch namespace of all metrics. */
export const metricNamespace = 'Heirtag';

const unitOf = (name: MetricName): (typeof MetricUnit)['Count' | 'Milliseconds'] =>
  name.endsWith('Milliseconds') ? MetricUnit.Milliseconds : MetricUnit.Count;

/** Logs to the console as JSON; level by POWERTOOLS_LOG_LEVEL. */
export const createLog = (serviceName: string): Log => {
  const logger = new Logger({ serviceName });
  return {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, fields) => logger.error(message, { ...fields }),
  };
};

/** Counts in CloudWatch's embedded format on the console; silent with POWERTOOLS_METRICS_DISABLED. */
export const createMeter = (serviceName: string): Meter => {
  const metrics = new Metrics({ namespace: metricNamespace, serviceName });
  return {
    add: (name, value) => metrics.addMetric(name, unitOf(name), value),
    flush: () => metrics.publishStoredMetrics(),
  };
};

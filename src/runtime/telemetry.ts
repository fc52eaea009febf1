import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import {
  countedApartBy,
  type Log,
  type Meter,
  type MetricName,
  metricNamespace,
} from '../model/telemetry.ts';
import { whenUsed } from '../model/when-used.ts';

const unitOf = (name: MetricName): (typeof MetricUnit)['Count' | 'Milliseconds'] =>
  name.endsWith('Milliseconds') ? MetricUnit.Milliseconds : MetricUnit.Count;

/** A handler that tells its log of each invocation before anything else. */
export const inInvocations =
  <Event, Answer>(
    log: LambdaLog,
    handler: (event: Event, context: Context) => Promise<Answer>,
  ): ((event: Event, context: Context) => Promise<Answer>) =>
  (event, context) => {
    log.startInvocation(context);
    return handler(event, context);
  };

/** What a process reports to. */
export type Telemetry = {
  readonly log: Log;
  readonly meter: Meter;
};

/** Variables of Lambda and Powertools that may make debug lines visible, beside POWERTOOLS_LOG_LEVEL. */
const otherWaysToDebug = ['AWS_LAMBDA_LOG_LEVEL', 'POWERTOOLS_LOGGER_SAMPLE_RATE'] as const;

/** A log whose lines name the invocation that they are of. */
export type LambdaLog = Log & {
  /** Every line from now on names the request id, and whether it was a cold start; the log's own name is the function's. */
  readonly startInvocation: (context: Context) => void;
};

/** Logs to the console as JSON. @param logLevel unless POWERTOOLS_LOG_LEVEL says otherwise */
export const createLog = (serviceName: string, logLevel: 'INFO' | 'WARN' = 'INFO'): LambdaLog => {
  const isToldOtherwise = process.env.POWERTOOLS_LOG_LEVEL !== undefined;
  const mayDebug =
    isToldOtherwise || otherWaysToDebug.some((name) => process.env[name] !== undefined);
  const made = whenUsed(
    () => new Logger({ serviceName, ...(isToldOtherwise ? {} : { logLevel }) }),
  );
  let invocations = 0;
  let untold: Context | undefined;
  const logger = (): Logger => {
    if (untold !== undefined) {
      const { awsRequestId } = untold;
      made().appendKeys({ function_request_id: awsRequestId, cold_start: invocations === 1 });
    }
    untold = undefined;
    return made();
  };
  return {
    startInvocation: (context) => {
      invocations += 1;
      untold = context;
    },
    // Else nobody sees it: a look that finds all right needs no logger.
    debug: mayDebug ? (message, fields) => logger().debug(message, { ...fields }) : () => {},
    info: (message, fields) => logger().info(message, { ...fields }),
    warn: (message, fields) => logger().warn(message, { ...fields }),
    error: (message, fields) => logger().error(message, { ...fields }),
  };
};

/** Counts in CloudWatch's embedded format on the console. */
export const createMeter = (serviceName: string): Meter => {
  const metrics = new Metrics({ namespace: metricNamespace, serviceName });
  return {
    add: (name, value, apart) => {
      const dimension = countedApartBy[name];
      if (dimension === undefined || apart === undefined) {
        metrics.addMetric(name, unitOf(name), value);
        return;
      }
      const single = metrics.singleMetric();
      single.addDimension(dimension, apart);
      single.addMetric(name, unitOf(name), value);
    },
    flush: () => metrics.publishStoredMetrics(),
  };
};

/** Logs and counts as a Lambda does. */
export const openTelemetry = (serviceName: string): Telemetry & { readonly log: LambdaLog } => ({
  log: createLog(serviceName),
  meter: createMeter(serviceName),
});

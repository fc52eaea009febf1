import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName, ServicePart } from '../src/model/telemetry.ts';
import { metricNamespace, serviceNameOf } from '../src/model/telemetry.ts';

/** CloudWatch's name of a statistic. */
export type Statistic = 'Sum' | 'Maximum' | 'p50' | 'p99';

/** A metric that a function of a stage counts itself. */
export const partMetric = (
  stage: string,
  part: ServicePart,
  { name, statistic = 'Sum' }: { readonly name: MetricName; readonly statistic?: Statistic },
): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName: name,
    dimensionsMap: { service: serviceNameOf(stage, part) },
    statistic,
    period: Duration.minutes(5),
  });

/** A metric that the worker of a stage counts itself. */
export const workerMetric = (stage: string, name: MetricName, statistic?: Statistic): Metric =>
  partMetric(stage, 'worker', { name, ...(statistic === undefined ? {} : { statistic }) });

/** What a function of a stage counts for one reason. */
export const reasonMetric = (
  stage: string,
  part: 'worker' | 'admin',
  { name, reason }: { readonly name: MetricName; readonly reason: string },
): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName: name,
    dimensionsMap: { service: serviceNameOf(stage, part), reason },
    statistic: 'Sum',
    period: Duration.minutes(5),
    label: `${reason} (${part})`,
  });

import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../src/model/telemetry.ts';
import { metricNamespace, serviceNameOf } from '../src/model/telemetry.ts';

/** CloudWatch's name of a statistic. */
export type Statistic = 'Sum' | 'Maximum' | 'p50' | 'p99';

/** A metric that the worker of a stage counts itself. */
export const workerMetric = (
  stage: string,
  name: MetricName,
  statistic: Statistic = 'Sum',
): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName: name,
    dimensionsMap: { service: serviceNameOf(stage, 'worker') },
    statistic,
    period: Duration.minutes(5),
  });

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

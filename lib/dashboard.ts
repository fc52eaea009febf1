import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ignoredWhys } from '../src/clouds/reading.ts';
import type { FailuresProps } from './failures.ts';
import { partMetric, reasonMetric, workerMetric } from './metrics.ts';

export type DashboardProps = FailuresProps & { readonly alarms: readonly Alarm[] };

const graph = (title: string, left: readonly IMetric[]): GraphWidget =>
  new GraphWidget({ title, left: [...left], width: 8, height: 6 });

/** Calls of an API that anybody may call, and those that were not let in. */
const apiGraph = (
  stage: string,
  title: string,
  { api, part }: { readonly api: HttpApi; readonly part: 'tag-api' | 'ingest' },
): GraphWidget =>
  graph(title, [
    api.metricCount(),
    api.metricClientError(),
    api.metricServerError(),
    partMetric(stage, part, { name: 'SignaturesRefused' }),
  ]);

/** What is going on in a stage, on one page: what is wrong, what is done, how late, how much waits. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { stage, queues, worker, admin, tagApi, ingest, alarms, tables } = props;
    const work = worker.function.function;
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `heirtag-${stage}`,
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 4 }),
    );
    dashboard.addWidgets(
      graph('Messages by outcome', [
        workerMetric(stage, 'MessagesDone'),
        workerMetric(stage, 'MessagesIgnored'),
        workerMetric(stage, 'MessagesMalformed'),
        workerMetric(stage, 'MessagesFailed'),
        workerMetric(stage, 'UnknownCloudErrors'),
      ]),
      graph('Tags', [
        workerMetric(stage, 'TagsSet'),
        workerMetric(stage, 'TagsRemoved'),
        workerMetric(stage, 'TagsRefused'),
        workerMetric(stage, 'TagsContested'),
        workerMetric(stage, 'SweepFindings'),
      ]),
      graph('Event time to applied', [
        workerMetric(stage, 'LagMilliseconds', 'p50'),
        workerMetric(stage, 'LagMilliseconds', 'p99'),
        workerMetric(stage, 'EventsReplayed'),
      ]),
    );
    dashboard.addWidgets(
      graph(
        'Events that touch nothing, by reason',
        (['worker', 'admin'] as const).flatMap((part) =>
          ignoredWhys.map((reason) =>
            reasonMetric(stage, part, { name: 'EventsTouchingNothing', reason }),
          ),
        ),
      ),
      graph('What the cloud slows down', [
        workerMetric(stage, 'MessagesPutOff'),
        workerMetric(stage, 'CallsThrottled'),
        workerMetric(stage, 'CircuitsOpened'),
      ]),
    );
    dashboard.addWidgets(
      graph('Queue', [
        queues.changes.metricApproximateNumberOfMessagesVisible(),
        queues.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
        queues.intakeDeadLetters.metricApproximateNumberOfMessagesVisible({
          label: 'intake dead letters',
        }),
        workerMetric(stage, 'RetryAgeMilliseconds', 'Maximum'),
      ]),
      graph('Worker', [work.metricInvocations(), work.metricErrors(), work.metricThrottles()]),
      graph('Worker duration', [
        work.metricDuration({ statistic: 'p50' }),
        work.metricDuration({ statistic: 'p99' }),
      ]),
    );
    dashboard.addWidgets(
      graph('Resources', [
        workerMetric(stage, 'ResourcesChanged'),
        workerMetric(stage, 'ResourcesConverged'),
        workerMetric(stage, 'ResourcesGone'),
        workerMetric(stage, 'LedgerConflicts'),
      ]),
      graph('HTTP API', [
        admin.api.metricCount(),
        admin.api.metricClientError(),
        admin.api.metricServerError(),
      ]),
      graph('State table', [
        tables.state.metricConsumedReadCapacityUnits(),
        tables.state.metricConsumedWriteCapacityUnits(),
      ]),
    );
    const open = [
      ...(tagApi === undefined ? [] : [apiGraph(stage, 'Tag API', { ...tagApi, part: 'tag-api' })]),
      ...(ingest === undefined
        ? []
        : [apiGraph(stage, 'Events from other clouds', { ...ingest, part: 'ingest' })]),
    ];
    if (open.length > 0) dashboard.addWidgets(...open);
  }
}

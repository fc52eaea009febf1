import { Annotations, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { AdminApi } from './admin-api.ts';
import { Alarms } from './alarms.ts';
import { Dashboard } from './dashboard.ts';
import { EventIntake } from './event-intake.ts';
import { failuresOf } from './failures.ts';
import { Queues } from './queues.ts';
import { SecretUpkeep } from './secret-upkeep.ts';
import { functionEnvironment, type StageTable } from './service.ts';
import { hasCloud, type StageSettings } from './stage-settings.ts';
import { stateTable } from './state-table.ts';
import { SweepSchedule } from './sweep-schedule.ts';
import { TagApi } from './tag-api.ts';
import { Worker } from './worker.ts';

export type HeirtagStackProps = StackProps & {
  readonly stage: string;
  readonly settings: StageSettings;
};

/** SQS wants messages hidden at least this many times the function's time-out. */
const visibilityFactor = 6;

/** One stage of the service. Names are the stage's own, so that several live in one account. */
export class HeirtagStack extends Stack {
  constructor(scope: Construct, id: string, props: HeirtagStackProps) {
    super(scope, id, props);
    const { stage, settings } = props;
    Tags.of(this).add('heirtag:stage', stage);

    const tables = {
      state: this.makeState(settings),
      simulator: settings.simulator
        ? stateTable(this, 'Simulator', settings.production)
        : undefined,
    };
    const queues = new Queues(this, 'Queues', {
      visibilitySeconds: visibilityFactor * settings.workerTimeoutSeconds,
      maxReceives: settings.maxReceives,
    });
    const intake = new EventIntake(this, 'Intake', { stage, settings, queues });
    const parts = { stage, settings, tables, queues, intake };
    const environment = functionEnvironment(parts);
    const worker = new Worker(this, 'Work', { ...parts, environment });
    const admin = new AdminApi(this, 'AdminApi', { ...parts, environment });
    const tagApi = settings.tagApi
      ? new TagApi(this, 'TagApi', { ...parts, environment })
      : undefined;
    const secretUpkeep = settings.tagApi
      ? new SecretUpkeep(this, 'SecretUpkeep', { ...parts, environment })
      : undefined;
    if (hasCloud(settings)) {
      new SweepSchedule(this, 'Sweep', { everyHours: settings.sweepHours, queues });
    }

    const watched = { ...parts, environment, worker, admin, tagApi, secretUpkeep };
    const { alarms } = new Alarms(this, 'Alarms', {
      stage,
      emails: settings.alarmEmails,
      failures: failuresOf(watched),
      runbookUrl: settings.runbookUrl,
    });
    new Dashboard(this, 'Dashboard', { ...watched, alarms });

    if (!hasCloud(settings)) {
      Annotations.of(this).addInfoV2(
        'heirtag:no-cloud',
        `stage ${stage} has no cloud: no rule can be turned on, and no tag is read or written. Set simulator: true.`,
      );
    }
    new CfnOutput(this, 'ApiUrl', { value: admin.api.apiEndpoint });
    if (tagApi !== undefined) {
      new CfnOutput(this, 'TagApiEndpoint', { value: tagApi.host });
    }
    new CfnOutput(this, 'BusArn', { value: intake.bus.eventBusArn });
  }

  /** The stage's own table; another one takes its place after a restore, and it stays. */
  private makeState({ production, restoredStateTable }: StageSettings): StageTable {
    const own = stateTable(this, 'State', production);
    return restoredStateTable === undefined
      ? own
      : Table.fromTableName(this, 'RestoredState', restoredStateTable);
  }
}

import { Annotations, Tags } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AdminApi } from './admin-api.ts';
import { Alarms } from './alarms.ts';
import { Dashboard } from './dashboard.ts';
import { DeployedRules } from './deployed-rules.ts';
import { EventIntake } from './event-intake.ts';
import { failuresOf } from './failures.ts';
import { readProps } from './heirtag-props.ts';
import { Ingest } from './ingest.ts';
import type { Bus, StageTable } from './own-parts.ts';
import { Queues } from './queues.ts';
import { SecretUpkeep } from './secret-upkeep.ts';
import { functionEnvironment } from './service.ts';
import { inletsOf } from './stage-clouds.ts';
import type { StageProps } from './stage-props.ts';
import { hasCloud, type StageSettings } from './stage-settings.ts';
import { stateTable } from './state-table.ts';
import { SweepSchedule } from './sweep-schedule.ts';
import { TagApi } from './tag-api.ts';
import { Worker } from './worker.ts';

/** What a service is like: the settings of a stage, and what of yours it takes instead of its own. */
export type HeirtagProps = StageProps & {
  /**
   * Name of the service, 1 to 20 small letters, digits and `-`: part of the names of what has one, so that
   * several live in one account and region.
   */
  readonly stage: string;
  /**
   * Bus that the cloud's events come to. Rules are made on it; who may put events there, and how long it keeps
   * them, is for you to say. Default: one of its own, `heirtag-<stage>`.
   */
  readonly bus?: Bus | undefined;
  /**
   * Table for settings, ledger and history, of the shape `stateTableShape`. Keep it, whatever comes of the
   * stack: what it holds says which tags are inherited. Default: one of its own.
   */
  readonly table?: StageTable | undefined;
  /**
   * Topic that alarms are told to. CloudWatch must be allowed to publish there, and to use its key if it has
   * one. Default: one of its own, for `alarmEmails`.
   */
  readonly alarmTopic?: ITopic | undefined;
};

/** SQS wants messages hidden at least this many times the function's time-out. */
const visibilityFactor = 6;

/**
 * The whole service: bus and rules, queues, functions, tables, APIs, alarms and dashboard.
 *
 * @example
 * new Heirtag(this, 'Tags', { stage: 'dev', production: false, simulator: true });
 */
export class Heirtag extends Construct {
  /** The bus that takes the cloud's events: yours, or its own. */
  readonly bus: Bus;
  /** The HTTP API. Calls are signed; who may call it needs `execute-api:Invoke`. */
  readonly api: HttpApi;
  /** The Tag API's own protocol; undefined without `tagApi`. */
  readonly tagApi: HttpApi | undefined;
  /** Where other clouds send their events; undefined where none does. */
  readonly ingestApi: HttpApi | undefined;
  /** Where alarms are told: yours, or its own. */
  readonly alarmTopic: ITopic;
  /** One for each way of failing; each links its article of the runbook. */
  readonly alarms: readonly Alarm[];

  /** @throws InvalidInputError `InvalidStageSettings` that names every wrong setting */
  constructor(scope: Construct, id: string, props: HeirtagProps) {
    super(scope, id);
    const { stage, settings, own } = readProps(this, props);
    Tags.of(this).add('heirtag:stage', stage);

    const tables = {
      state: own.table ?? this.makeState(settings),
      simulator: settings.simulator
        ? stateTable(this, 'Simulator', settings.production)
        : undefined,
    };
    const queues = new Queues(this, 'Queues', {
      visibilitySeconds: visibilityFactor * settings.workerTimeoutSeconds,
      maxReceives: settings.maxReceives,
    });
    const intake = new EventIntake(this, 'Intake', { stage, settings, queues, bus: own.bus });
    const parts = { stage, settings, tables, queues, intake };
    const withEnvironment = { ...parts, environment: functionEnvironment(this, parts) };
    const worker = new Worker(this, 'Work', withEnvironment);
    const admin = new AdminApi(this, 'AdminApi', withEnvironment);
    const tagApi = settings.tagApi ? new TagApi(this, 'TagApi', withEnvironment) : undefined;
    const ingest =
      Object.keys(inletsOf(settings)).length > 0
        ? new Ingest(this, 'Ingest', withEnvironment)
        : undefined;
    const secretUpkeep = settings.tagApi
      ? new SecretUpkeep(this, 'SecretUpkeep', withEnvironment)
      : undefined;
    const { rulesFile: file, pruneRules: isPruning } = settings;
    const rules =
      file === undefined
        ? undefined
        : new DeployedRules(this, 'Rules', { ...withEnvironment, file, isPruning });
    for (const part of [worker, admin, tagApi, ingest, secretUpkeep, rules]) {
      if (part !== undefined) tables.state.encryptionKey?.grantEncryptDecrypt(part.function.role);
    }
    if (hasCloud(settings)) {
      new SweepSchedule(this, 'Sweep', { everyHours: settings.sweepHours, queues });
    } else {
      Annotations.of(this).addInfoV2(
        'heirtag:no-cloud',
        `stage ${stage} has no cloud: no rule can be turned on, and no tag is read or written. Set clouds, or simulator: true.`,
      );
    }

    const watched = { ...withEnvironment, worker, admin, tagApi, ingest, secretUpkeep };
    const { alarms, shortNames, topic } = new Alarms(this, 'Alarms', {
      stage,
      emails: settings.alarmEmails,
      failures: failuresOf(watched),
      runbookUrl: settings.runbookUrl,
      topic: own.alarmTopic,
    });
    // Nothing else tells from outside which alarms a stage must have: it depends on its settings and version.
    worker.tellAlarms(shortNames);
    new Dashboard(this, 'Dashboard', { ...watched, alarms });
    this.bus = intake.bus;
    this.api = admin.api;
    this.tagApi = tagApi?.api;
    this.ingestApi = ingest?.api;
    this.alarmTopic = topic;
    this.alarms = alarms;
  }

  /** A table of its own; another one takes its place after a restore, and it stays. */
  private makeState({ production, restoredStateTable }: StageSettings): StageTable {
    const made = stateTable(this, 'State', production);
    return restoredStateTable === undefined
      ? made
      : Table.fromTableName(this, 'RestoredState', restoredStateTable);
  }
}

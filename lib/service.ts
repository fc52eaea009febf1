import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { writeRegions } from '../src/clouds/regions-text.ts';
import type { EventIntake } from './event-intake.ts';
import type { FunctionEnvironment } from './heirtag-function.ts';
import type { StageTable } from './own-parts.ts';
import { onBus, secretPrefixOf } from './permissions.ts';
import type { Queues } from './queues.ts';
import { cloudSettings, handledRegions } from './stage-clouds.ts';
import type { StageSettings } from './stage-settings.ts';

/** The tables of a stage. */
export type Tables = {
  /** Settings and ledger. */
  readonly state: StageTable;
  /** The simulated cloud; undefined where the stage has none. */
  readonly simulator: StageTable | undefined;
};

/** What the functions of a stage are made of. */
export type FunctionProps = {
  readonly stage: string;
  readonly settings: StageSettings;
  readonly tables: Tables;
  readonly queues: Queues;
  readonly intake: EventIntake;
  readonly environment: FunctionEnvironment;
};

/** Lets a function put events on the bus where it has any to put: records of the simulated cloud, announcements. */
export const lettingPublish = (
  { settings, tables, intake }: Pick<FunctionProps, 'settings' | 'tables' | 'intake'>,
  { isSimulating }: { readonly isSimulating: boolean },
): readonly PolicyStatement[] =>
  settings.eventsOut.length > 0 || (isSimulating && tables.simulator !== undefined)
    ? [onBus(intake.bus)]
    : [];

const cloudSettingsOf = (
  scope: Construct,
  stage: string,
  settings: StageSettings,
): FunctionEnvironment => {
  const said = cloudSettings(scope, stage, settings);
  return said === undefined ? {} : { HEIRTAG_CLOUD_SETTINGS: said };
};

/** The environment that all functions share. */
export const functionEnvironment = (
  scope: Construct,
  { stage, settings, tables, queues, intake }: Omit<FunctionProps, 'environment'>,
): FunctionEnvironment => ({
  HEIRTAG_STAGE: stage,
  ...(settings.tagApi ? { HEIRTAG_SECRET_PREFIX: secretPrefixOf(stage) } : {}),
  HEIRTAG_TAG_API_CALLS_PER_MINUTE: String(settings.tagApiCallsPerMinute),
  HEIRTAG_STATE_TABLE: tables.state.tableName,
  ...(tables.simulator === undefined
    ? {}
    : { HEIRTAG_SIMULATOR_TABLE: tables.simulator.tableName }),
  HEIRTAG_CHANGES_QUEUE_URL: queues.changes.queueUrl,
  HEIRTAG_DEAD_LETTER_QUEUE_URL: queues.deadLetters.queueUrl,
  HEIRTAG_INTAKE_DEAD_LETTER_QUEUE_URL: queues.intakeDeadLetters.queueUrl,
  HEIRTAG_BUS_NAME: intake.bus.eventBusName,
  HEIRTAG_CLOUD_REGIONS: writeRegions(handledRegions(settings)),
  ...cloudSettingsOf(scope, stage, settings),
  HEIRTAG_MAX_RECEIVES: String(settings.maxReceives),
  HEIRTAG_RETRY_SECONDS: String(settings.retrySeconds),
  HEIRTAG_RETRY_HOURS: String(settings.retryHours),
  HEIRTAG_INLINE_HEIRS: String(settings.inlineHeirs),
  HEIRTAG_PARALLEL_RECONCILES: String(settings.parallelReconciles),
  HEIRTAG_WORKERS: String(settings.workerMaxConcurrency),
  HEIRTAG_JOB_LANES: String(settings.jobLanes),
  HEIRTAG_JOB_RESOURCES_PER_SECOND: String(settings.jobResourcesPerSecond),
  HEIRTAG_INTENT_SECONDS: String(settings.intentSeconds),
  ...(settings.eventsOut.length === 0 ? {} : { HEIRTAG_EVENTS_OUT: settings.eventsOut.join(',') }),
  HEIRTAG_HISTORY_DAYS: String(settings.historyDays),
  HEIRTAG_CONTEST_REPAIRS: String(settings.contestRepairs),
  HEIRTAG_CONTEST_MINUTES: String(settings.contestMinutes),
  HEIRTAG_MAX_TAGS_PER_RESOURCE: String(settings.maxTagsPerResource),
});

import { announcedJobs } from '../announce/announced-jobs.ts';
import { announcedSettings } from '../announce/announced-settings.ts';
import { type Announcer, createAnnouncer, silent } from '../announce/announcer.ts';
import type { Audit } from '../audit/audit.ts';
import { createDynamoDbAudit } from '../audit/dynamodb-audit.ts';
import { createDynamoDbJobs } from '../jobs/dynamodb-jobs.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Log } from '../model/telemetry.ts';
import { createDynamoDbSettings } from '../settings/dynamodb-settings.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';

/** What those work with who change rules: they call no cloud, so that nothing of one is loaded. */
export type Stores = Pick<Foundation, 'queue' | 'clock' | 'newId'> & {
  readonly settings: SettingsStore;
  readonly jobs: JobStore;
  readonly audit: Audit;
  readonly announcer: Announcer;
};

/** How a process keeps what it keeps. */
export type StoreDuties = {
  /** Told of announcements that are lost; nobody is unless set. */
  readonly log?: Pick<Log, 'error'>;
};

const announcerOf = (
  { HEIRTAG_EVENTS_OUT: kinds, HEIRTAG_STAGE: stage }: Environment,
  { bus, clock }: Pick<Foundation, 'bus' | 'clock'>,
  { log = { error: () => {} } }: StoreDuties,
): Announcer => (kinds.size === 0 ? silent : createAnnouncer({ kinds, stage, bus, clock, log }));

/** Opens settings, jobs and audit; changes of them are announced. */
export const openStores = (
  environment: Environment,
  foundation: Pick<Foundation, 'state' | 'queue' | 'bus' | 'clock' | 'newId'>,
  duties: StoreDuties = {},
): Stores => {
  const { state: table, queue, clock, newId } = foundation;
  const announcer = announcerOf(environment, foundation, duties);
  return {
    queue,
    clock,
    newId,
    announcer,
    settings: announcedSettings(createDynamoDbSettings({ table, newId }), announcer),
    jobs: announcedJobs(createDynamoDbJobs({ table }), announcer),
    audit: createDynamoDbAudit({ table, clock }),
  };
};

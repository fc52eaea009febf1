import { openers as usualOpeners } from '#openers';
import { announcedJobs } from '../announce/announced-jobs.ts';
import { announcedSettings } from '../announce/announced-settings.ts';
import { type Announcer, createAnnouncer, silent } from '../announce/announcer.ts';
import type { Audit } from '../audit/audit.ts';
import { createDynamoDbAudit } from '../audit/dynamodb-audit.ts';
import { absentProvider } from '../clouds/absent-provider.ts';
import type { CallLimits } from '../clouds/call.ts';
import type { Opened, Opener } from '../clouds/opener.ts';
import type { CloudProvider } from '../clouds/provider.ts';
import { type Regions, regionsOfCloud, supportedRegions } from '../clouds/regions.ts';
import { routedCloud } from '../clouds/routed-cloud.ts';
import type { SimulatedCloud } from '../clouds/simulator.ts';
import { createIntentPolicy } from '../engine/intent-policy.ts';
import type { ReconcileDeps } from '../engine/session.ts';
import { createDynamoDbHistory } from '../history/dynamodb-history.ts';
import type { History } from '../history/history.ts';
import { createDynamoDbJobs } from '../jobs/dynamodb-jobs.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { createDynamoDbLedger } from '../ledger/dynamodb-ledger.ts';
import type { After } from '../model/clock.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import { createDynamoDbSettings } from '../settings/dynamodb-settings.ts';
import { gatheredCloud } from '../wave/gathered-cloud.ts';
import { gatheredTable } from '../wave/gathered-table.ts';
import { createLanes, type LaneEvent, type Lanes } from '../wave/lanes.ts';
import { noWave, type Wave } from '../wave/wave.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';
import { afterSeconds } from './wave.ts';

/** Everything the handlers work with, made once per process. */
export type Services = Pick<
  Foundation,
  'queue' | 'setAside' | 'deadLetters' | 'bus' | 'clock' | 'newId' | 'random'
> & {
  readonly environment: Environment;
  readonly reconcile: Omit<ReconcileDeps, 'writer' | 'knownSettings' | 'sendOn'>;
  readonly history: History;
  readonly jobs: JobStore;
  readonly announcer: Announcer;
  readonly audit: Audit;
  /** Undefined where the stage has no simulated cloud. */
  readonly simulator: SimulatedCloud | undefined;
  /** What calls of the cloud go through. */
  readonly lanes: Lanes;
  /** The cloud that tags are written to. */
  readonly provider: CloudProvider;
  /** The clouds that the stage reads and writes. */
  readonly clouds: readonly { readonly name: string; readonly isSimulated: boolean }[];
  /** False where the stage has no cloud at all. */
  readonly hasCloud: boolean;
};

/** What processes do differently. */
export type Duties = {
  /** What the process does side by side; one thing after the other unless set. */
  readonly wave?: Wave;
  /** Does something later; by the real time unless set. */
  readonly after?: After;
  /** Told of calls that were refused, or rest; nobody is unless set. */
  readonly onLaneEvent?: (event: LaneEvent) => void;
  /** Counts what the cloud answers that nobody knows; nothing is counted unless set. */
  readonly meter?: Pick<Meter, 'add'>;
  /** Told of announcements that are lost; nobody is unless set. */
  readonly log?: Pick<Log, 'error'>;
  /** How clouds are opened; where one is simulated, it reads and writes tags by ARN unless set. */
  readonly openers?: readonly Opener[];
  /** How a simulated cloud limits calls; not at all unless set. */
  readonly callLimits?: CallLimits;
};

const regionsOf = (environment: Environment): Regions =>
  environment.HEIRTAG_CLOUD_REGIONS ?? supportedRegions;

/** Opens the first cloud that the stage has what it needs for. */
const openCloud = (
  environment: Environment,
  foundation: Foundation,
  { meter, openers = usualOpeners, callLimits }: Duties,
): Omit<Opened, 'openAt'> & { readonly name: string | undefined } => {
  const place = {
    ...foundation,
    simulatorTable: foundation.simulator,
    maxTagsPerResource: () => environment.HEIRTAG_MAX_TAGS_PER_RESOURCE,
    callLimits,
    onUnknownError: () => meter?.add('UnknownCloudErrors', 1),
  };
  for (const { cloud: name, open } of openers) {
    const opened = open(place);
    if (opened === undefined) continue;
    const { provider, simulator, openAt } = opened;
    const regions = [...regionsOfCloud(name, regionsOf(environment))];
    return { name, simulator, provider: routedCloud({ common: provider, regions, open: openAt }) };
  }
  return { name: undefined, provider: absentProvider, simulator: undefined };
};

const announcerOf = (
  { HEIRTAG_EVENTS_OUT: kinds, HEIRTAG_STAGE: stage }: Environment,
  { bus, clock }: Foundation,
  { log = { error: () => {} } }: Duties,
): Announcer => (kinds.size === 0 ? silent : createAnnouncer({ kinds, stage, bus, clock, log }));

/** Puts stores, cloud and queue together. */
export const createServices = (
  environment: Environment,
  foundation: Foundation,
  duties: Duties = {},
): Services => {
  const { wave = noWave, after = afterSeconds, onLaneEvent = () => {} } = duties;
  const { clock, newId, pause } = foundation;
  const table = gatheredTable(foundation.state, wave.gather);
  const { name, provider, simulator } = openCloud(environment, foundation, duties);
  const announcer = announcerOf(environment, foundation, duties);
  const history = createDynamoDbHistory({
    table,
    clock,
    keepDays: environment.HEIRTAG_HISTORY_DAYS,
  });
  const lanes = createLanes({
    rateOf: ({ api }) => provider.rateOf(api),
    workers: environment.HEIRTAG_WORKERS,
    clock,
    after,
    onEvent: onLaneEvent,
  });
  return {
    ...foundation,
    environment,
    history,
    audit: createDynamoDbAudit({ table, clock }),
    simulator,
    provider,
    clouds: name === undefined ? [] : [{ name, isSimulated: simulator !== undefined }],
    hasCloud: name !== undefined,
    lanes,
    announcer,
    jobs: announcedJobs(createDynamoDbJobs({ table }), announcer),
    reconcile: {
      cloud: gatheredCloud(provider, wave.gather, { pass: lanes.pass('live') }),
      wave,
      ledger: createDynamoDbLedger({ table, clock }),
      settings: announcedSettings(createDynamoDbSettings({ table, newId }), announcer),
      regions: regionsOf(environment),
      history,
      guard: {
        mostRepairs: environment.HEIRTAG_CONTEST_REPAIRS,
        windowSeconds: environment.HEIRTAG_CONTEST_MINUTES * 60,
      },
      clock,
      pause,
      intents: createIntentPolicy({
        clock,
        newId,
        intentSeconds: environment.HEIRTAG_INTENT_SECONDS,
        callSeconds: provider.tagCallSeconds,
        isSingleWorker: environment.HEIRTAG_SINGLE_WORKER === 'true',
      }),
    },
  };
};

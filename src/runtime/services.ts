import type { Audit } from '../audit/audit.ts';
import { createDynamoDbAudit } from '../audit/dynamodb-audit.ts';
import { absentProvider } from '../clouds/absent-provider.ts';
import type { Operation } from '../clouds/alibaba/simulator/operation.ts';
import { unifiedTagOperations } from '../clouds/alibaba/simulator/operations/unified-tags.ts';
import { createSimulatedProvider } from '../clouds/alibaba/simulator/provider.ts';
import {
  createSimulatedCloud,
  type SimulatedCloud,
} from '../clouds/alibaba/simulator/simulated-cloud.ts';
import { unlimited } from '../clouds/call.ts';
import type { Deadline } from '../clouds/deadline.ts';
import type { CloudProvider } from '../clouds/provider.ts';
import { supportedRegions } from '../clouds/regions.ts';
import { createIntentPolicy } from '../engine/intent-policy.ts';
import type { ReconcileDeps } from '../engine/session.ts';
import { createDynamoDbHistory } from '../history/dynamodb-history.ts';
import type { History } from '../history/history.ts';
import { createDynamoDbJobs } from '../jobs/dynamodb-jobs.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { createDynamoDbLedger } from '../ledger/dynamodb-ledger.ts';
import type { After } from '../model/clock.ts';
import type { Meter } from '../model/telemetry.ts';
import { createDynamoDbSettings } from '../settings/dynamodb-settings.ts';
import { gatheredCloud } from '../wave/gathered-cloud.ts';
import { gatheredTable } from '../wave/gathered-table.ts';
import { impatientCloud } from '../wave/impatient-cloud.ts';
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
  readonly audit: Audit;
  /** Undefined where the stage has no simulated cloud. */
  readonly simulator: SimulatedCloud | undefined;
  /** What calls of the cloud go through. */
  readonly lanes: Lanes;
  /** The cloud that tags are written to. */
  readonly provider: CloudProvider;
  /** False where the stage has no cloud at all. */
  readonly hasCloud: boolean;
};

/** What processes do differently. */
export type Duties = {
  /** What the process does side by side; one thing after the other unless set. */
  readonly wave?: Wave;
  /** How long it waits for an answer of the cloud; for ever unless set. */
  readonly deadline?: Deadline;
  /** Does something later; by the real time unless set. */
  readonly after?: After;
  /** Told of calls that were refused, or rest; nobody is unless set. */
  readonly onLaneEvent?: (event: LaneEvent) => void;
  /** Counts what the cloud answers that nobody knows; nothing is counted unless set. */
  readonly meter?: Pick<Meter, 'add'>;
  /** What its simulated cloud can be asked to do: reading and writing tags by ARN unless set. */
  readonly operations?: readonly Operation[];
};

type Cloud = {
  readonly provider: CloudProvider;
  readonly simulator: SimulatedCloud | undefined;
};

const openCloud = (
  environment: Environment,
  foundation: Foundation,
  { deadline, meter, operations = unifiedTagOperations }: Duties,
): Cloud => {
  const { simulator: table } = foundation;
  if (table === undefined) return { provider: absentProvider, simulator: undefined };
  const maxTagsPerResource = () => environment.HEIRTAG_MAX_TAGS_PER_RESOURCE;
  const simulator = createSimulatedCloud({ ...foundation, operations, table, maxTagsPerResource });
  const provider = createSimulatedProvider({
    table,
    simulator,
    maxTagsPerResource,
    deadline,
    onUnknownError: () => meter?.add('UnknownCloudErrors', 1),
  });
  return {
    simulator,
    provider: deadline === undefined ? provider : impatientCloud(provider, deadline),
  };
};

/** Puts stores, cloud and queue together. */
export const createServices = (
  environment: Environment,
  foundation: Foundation,
  duties: Duties = {},
): Services => {
  const { wave = noWave, after = afterSeconds, onLaneEvent = () => {} } = duties;
  const { clock, newId, pause } = foundation;
  const table = gatheredTable(foundation.state, wave.gather);
  const { provider, simulator } = openCloud(environment, foundation, duties);
  const history = createDynamoDbHistory({
    table,
    clock,
    keepDays: environment.HEIRTAG_HISTORY_DAYS,
  });
  return {
    ...foundation,
    environment,
    history,
    audit: createDynamoDbAudit({ table, clock }),
    simulator,
    provider,
    hasCloud: provider !== absentProvider,
    lanes: createLanes({
      rateOf: () => unlimited,
      workers: environment.HEIRTAG_WORKERS,
      clock,
      after,
      onEvent: onLaneEvent,
    }),
    jobs: createDynamoDbJobs({ table }),
    reconcile: {
      cloud: gatheredCloud(provider, wave.gather),
      wave,
      ledger: createDynamoDbLedger({ table, clock }),
      settings: createDynamoDbSettings({ table, newId }),
      regions: environment.HEIRTAG_CLOUD_REGIONS ?? supportedRegions,
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

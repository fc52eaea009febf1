import { createIntentPolicy } from '../engine/intent-policy.ts';
import type { ReconcileDeps } from '../engine/session.ts';
import { createDynamoDbHistory } from '../history/dynamodb-history.ts';
import type { History } from '../history/history.ts';
import { createDynamoDbLedger } from '../ledger/dynamodb-ledger.ts';
import type { After } from '../model/clock.ts';
import { gatheredCloud } from '../wave/gathered-cloud.ts';
import { gatheredLedger } from '../wave/gathered-ledger.ts';
import { gatheredTable } from '../wave/gathered-table.ts';
import { createLanes, type LaneEvent, type Lanes } from '../wave/lanes.ts';
import { noWave, type Wave } from '../wave/wave.ts';
import { type CloudDuties, type Clouds, openClouds, regionsOf } from './clouds.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';
import { openStores, type StoreDuties, type Stores } from './stores.ts';
import { afterSeconds } from './wave.ts';

/** A wave, and the state that those in it read and write together. */
export type Together = Pick<ReconcileDeps, 'wave' | 'ledger' | 'settings' | 'history'>;

/** Everything the handlers work with, made once per process. */
export type Services = Stores &
  Pick<Foundation, 'setAside' | 'deadLetters' | 'bus' | 'random'> &
  Clouds & {
    readonly environment: Environment;
    readonly reconcile: Omit<ReconcileDeps, 'writer' | 'knownSettings' | 'sendOn'>;
    /** What is in no hurry goes forward by itself. */
    readonly later: Together;
    readonly history: History;
    /** What calls of the cloud go through. */
    readonly lanes: Lanes;
  };

/** What processes do differently. */
export type Duties = CloudDuties &
  StoreDuties & {
    /** What the process does side by side; one thing after the other unless set. */
    readonly wave?: Wave;
    /** The same for what is in no hurry; `wave` unless set. */
    readonly laterWave?: Wave;
    /** Does something later; by the real time unless set. */
    readonly after?: After;
    /** Told of calls that were refused, or rest; nobody is unless set. */
    readonly onLaneEvent?: (event: LaneEvent) => void;
  };

/** Puts stores, cloud and queue together. */
export const createServices = (
  environment: Environment,
  foundation: Foundation,
  duties: Duties = {},
): Services => {
  const { wave = noWave, laterWave = wave, after = afterSeconds, onLaneEvent = () => {} } = duties;
  const { clock, newId, pause } = foundation;
  const togetherIn = (of: Wave) => {
    const table = gatheredTable(foundation.state, of.gather);
    const stores = openStores(environment, { ...foundation, state: table }, duties);
    return {
      stores,
      wave: of,
      ledger: createDynamoDbLedger({ table, clock }),
      settings: stores.settings,
      history: createDynamoDbHistory({
        table,
        clock,
        keepDays: environment.HEIRTAG_HISTORY_DAYS,
      }),
    };
  };
  /** A live event waits for nobody's record; of a job, hundreds are written before the first tag call. */
  const laterIn = (of: Wave): Together => {
    const { ledger, ...others } = togetherIn(of);
    return { ...others, ledger: gatheredLedger(ledger, of.gather) };
  };
  const { stores, ...together } = togetherIn(wave);
  const { settings, history } = together;
  const clouds = openClouds(environment, foundation, settings, duties);
  const { provider } = clouds;
  const lanes = createLanes({
    rateOf: ({ api, accountId }) => provider.rateOf(api, accountId),
    workers: environment.HEIRTAG_WORKERS,
    clock,
    after,
    onEvent: onLaneEvent,
  });
  return {
    ...foundation,
    ...stores,
    environment,
    history,
    ...clouds,
    lanes,
    later: laterWave === wave ? together : laterIn(laterWave),
    reconcile: {
      ...together,
      cloud: gatheredCloud(provider, wave.gather, { pass: lanes.pass('live') }),
      regions: regionsOf(environment),
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
        lagSeconds: provider.readLagSeconds,
        isSingleWorker: environment.HEIRTAG_SINGLE_WORKER === 'true',
      }),
    },
  };
};

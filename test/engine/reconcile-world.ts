import { randomUUID } from 'node:crypto';
import { operations } from '../../src/clouds/alibaba/simulator/operations.ts';
import { createSimulatedProvider } from '../../src/clouds/alibaba/simulator/provider.ts';
import { createSimulatedCloud } from '../../src/clouds/alibaba/simulator/simulated-cloud.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { allRegions } from '../../src/clouds/regions.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
import { createIntentPolicy } from '../../src/engine/intent-policy.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { reconcile } from '../../src/engine/reconcile.ts';
import type { ReconcileDeps, ReconcileRequest } from '../../src/engine/session.ts';
import { createDynamoDbHistory } from '../../src/history/dynamodb-history.ts';
import type { History } from '../../src/history/history.ts';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import type { Ledger, LedgerEntry } from '../../src/ledger/ledger.ts';
import { createDynamoDbSettings } from '../../src/settings/dynamodb-settings.ts';
import type { RuleSetting, SettingsStore } from '../../src/settings/settings.ts';
import type { Table } from '../../src/storage/table.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { createTagWriter } from '../../src/wave/tag-writer.ts';
import { noWave } from '../../src/wave/wave.ts';
import { tagsIn } from '../clouds/ask.ts';
import type { TagList } from './fixtures.ts';

export const accountId = '1000000000000001';

const operator = { type: 'ram-user', principalId: '2', userName: 'operator' } as const;

/** The engine on a real ledger, real settings and the simulated cloud, with a clock of its own. */
export type ReconcileWorld = {
  readonly cloud: CloudProvider;
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly history: History;
  readonly jobs: JobStore;
  /** Lets time pass. */
  readonly wait: (seconds: number) => void;
  readonly now: () => number;
  /** Calls an operation of the simulated cloud. @returns the first ARN of the type */
  readonly make: (type: ResourceType, action: string, parameters?: object) => Promise<Arn>;
  readonly tag: (arn: Arn, tags: TagList) => Promise<void>;
  readonly untag: (arn: Arn, ...keys: readonly string[]) => Promise<void>;
  readonly tagsOf: (arn: Arn) => Promise<TagList>;
  readonly entriesOf: (arn: Arn) => Promise<readonly LedgerEntry[]>;
  /** Replaces the account's rule settings. */
  readonly setRules: (...rules: readonly RuleSetting[]) => Promise<void>;
  readonly setFeature: (status: 'Enable' | 'Disable') => Promise<void>;
  /** What a worker of its own process works with; `changes` replaces ports, to watch or break them. */
  readonly deps: (changes?: WorldChanges) => ReconcileDeps;
  readonly worker: (changes?: WorldChanges) => Worker;
};

/** Ports that a test replaces; the cloud as its provider. */
export type WorldChanges = Partial<Omit<ReconcileDeps, 'cloud'>> & {
  readonly cloud?: CloudProvider;
};

export type Worker = (arn: Arn, changes?: Partial<ReconcileRequest>) => Promise<Outcome>;

export const idOf = (arn: Arn): string => parseArn(arn).id;

export const openWorld = (stateTable: Table, cloudTable: Table): ReconcileWorld => {
  let time = Date.parse('2026-03-01T08:00:00Z');
  const clock = () => time;
  const maxTagsPerResource = () => 20;
  const simulator = createSimulatedCloud({
    operations,
    table: cloudTable,
    bus: { publish: async () => {} },
    clock,
    newId: randomUUID,
    maxTagsPerResource,
    pause: async () => {},
  });
  const cloud = createSimulatedProvider({ table: cloudTable, simulator, maxTagsPerResource });
  const ledger = createDynamoDbLedger({ table: stateTable, clock });
  const settings = createDynamoDbSettings({ table: stateTable, newId: randomUUID });
  const history = createDynamoDbHistory({ table: stateTable, clock, keepDays: 90 });

  const call = async (action: string, parameters: object) => {
    const [product = '', operation = ''] = action.split('/');
    return simulator.call({ product, operation, parameters, accountId, caller: operator });
  };

  const change = async (edit: (current: Awaited<ReturnType<SettingsStore['read']>>) => object) => {
    const current = await settings.read(accountId);
    await settings.replace(current, { ...current, ...edit(current) });
  };

  const depsOf = ({
    cloud: provider = cloud,
    wave = noWave,
    ...changes
  }: WorldChanges = {}): ReconcileDeps => ({
    cloud: gatheredCloud(provider, wave.gather),
    writer: createTagWriter(provider, wave.gather),
    wave,
    knownSettings: (changes.settings ?? settings).read,
    ledger,
    settings,
    regions: allRegions,
    history,
    sendOn: async () => {},
    guard: { mostRepairs: 3, windowSeconds: 3600 },
    clock,
    pause: async () => {},
    intents: createIntentPolicy({
      clock,
      newId: randomUUID,
      intentSeconds: 30,
      callSeconds: 3,
      lagSeconds: 0,
      isSingleWorker: false,
    }),
    ...changes,
  });

  return {
    cloud,
    ledger,
    settings,
    history,
    jobs: createDynamoDbJobs({ table: stateTable }),
    deps: depsOf,
    wait: (seconds) => {
      time += seconds * 1000;
    },
    now: clock,
    make: async (type, action, parameters = {}) => {
      const { arns } = await call(action, parameters);
      const arn = arns.find((each) => parseArn(each).type === type);
      if (arn === undefined) throw new Error(`${action} made no ${type}`);
      return arn;
    },
    tag: async (arn, tags) => {
      await call('Tag/TagResources', { ResourceARN: [arn], Tags: JSON.stringify(tags) });
    },
    untag: async (arn, ...keys) => {
      await call('Tag/UntagResources', { ResourceARN: [arn], TagKey: keys });
    },
    tagsOf: async (arn) => Object.fromEntries((await tagsIn(cloud, arn)) ?? []),
    entriesOf: async (arn) => [...(await ledger.read(arn)).entries.values()],
    setRules: (...rules) =>
      change(() => ({
        feature: 'Enable',
        rules: new Map(rules.map((rule) => [rule.settingName, rule])),
      })),
    setFeature: (feature) => change(() => ({ feature })),
    worker: (changes) => {
      const deps = depsOf(changes);
      return (arn, request = {}) =>
        reconcile(deps, {
          arn,
          isGone: false,
          isNamed: true,
          reach: 'all',
          isLastAttempt: false,
          cause: {
            eventId: 'e-1',
            eventName: 'Test',
            eventTime: new Date(time).toISOString(),
            principal: 'operator',
          },
          ...request,
        });
    },
  };
};

/** A promise and what settles it. */
export const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

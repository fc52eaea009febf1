import { desiredTags, type Inputs } from '../../src/engine/desired.ts';
import type { Look } from '../../src/engine/key-state.ts';
import { callsCloud, changesLedger, planFor } from '../../src/engine/plan.ts';
import type { LedgerEntry, LedgerRecord } from '../../src/ledger/ledger.ts';
import { type Arn, formatArn } from '../../src/model/arn.ts';
import type { ResourceType } from '../../src/model/resource-types.ts';
import { catalogue } from '../../src/rules/catalogue.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import { type Benchmark, median } from '../report.ts';

const keyCount = 50;
const accountId = '1000000000000001';
const time = '2026-01-15T08:00:00.000Z';
const cause = { eventId: 'e', eventName: 'Bench', eventTime: time, principal: 'bench' };
const look: Look = {
  now: time,
  cause,
  rival: null,
  guard: { mostRepairs: 3, windowSeconds: 3600 },
};

const named = (type: ResourceType, id: string): Arn =>
  formatArn({ type, id, region: 'cn-hangzhou', accountId });

const eip = named('Vpc-Eip', 'eip-1');
const parents: readonly Arn[] = [
  named('Ecs-Instance', 'i-1'),
  named('Nlb-Loadbalancer', 'nlb-1'),
  named('Cs-Cluster', 'c1'),
];
const tags = new Map(Array.from({ length: keyCount }, (_, n) => [`key-${n}`, `value-${n}`]));

const rules: readonly RuleSetting[] = catalogue
  .filter(({ associated }) => associated === 'Vpc-Eip')
  .map(({ settingName }) => ({
    settingName,
    status: 'Enable',
    tagKeys: [],
    excludedKeys: [],
    existingStatus: 'Disable',
    conflictPolicy: 'overwrite',
    restoreDisplaced: false,
    generation: 1,
    backfillId: null,
    version: 1,
    createdAt: time,
    updatedAt: time,
  }));

const inputs: Inputs = {
  resource: { arn: eip, tags, parents },
  parents: new Map(parents.map((arn) => [arn, { arn, tags, parents: [] }])),
  settings: {
    accountId,
    version: 1,
    feature: 'Enable',
    rules: new Map(rules.map((rule) => [rule.settingName, rule])),
  },
};

const entryOf = (key: string, value: string): LedgerEntry => {
  const winner = desiredTags(inputs).winners.get(key);
  if (winner === undefined) throw new Error(`nobody gives ${key}`);
  return {
    key,
    value,
    previous: null,
    rule: winner.rule.settingName,
    primary: winner.primary.arn,
    generation: 1,
    displaced: null,
    writtenAt: time,
    cause,
    repairs: [],
    contest: null,
    state: 'confirmed',
  };
};

const record: LedgerRecord = {
  arn: eip,
  version: 1,
  intent: null,
  entries: new Map([...tags].map(([key, value]) => [key, entryOf(key, value)])),
  refusals: new Map(),
};

/** All that a look at a resource that is right decides. @returns true when there is nothing to do */
const isConverged = (): boolean => {
  const { resource, settings } = inputs;
  const desired = desiredTags(inputs);
  const plan = planFor({ resource, record, settings, desired, maxTags: 200, look });
  return !callsCloud(plan) && !changesLedger(plan, record, look);
};

const cpuSeconds = (): number => process.cpuUsage().user / 1e6;

/** By processor time, so that a busy machine does not count. */
const plansPerSecond = (): number => {
  const begun = cpuSeconds();
  let plans = 0;
  while (cpuSeconds() - begun < 0.5) {
    for (let n = 0; n < 50; n += 1) if (isConverged()) plans += 1;
  }
  return plans / (cpuSeconds() - begun);
};

/** Growth of the heap over a few plans; where it was collected in between, nothing is learnt. */
const bytesPerPlan = (): number => {
  const growths = Array.from({ length: 200 }, () => {
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 5; n += 1) isConverged();
    return (process.memoryUsage().heapUsed - before) / 5;
  });
  return median(growths.filter((growth) => growth > 0));
};

/** Wanted tags and plan of a resource with three parents that give the same 50 keys. */
export const engine: Benchmark = {
  about: 'plans a second of one core: 50 keys, 3 parents, nothing to do; wanted tags included',
  run: async () => {
    if (!isConverged()) throw new Error('the resource is not right');
    plansPerSecond();
    const rates = Array.from({ length: 7 }, plansPerSecond);
    return [
      {
        'plans per second': Math.round(median(rates)),
        'lowest of 7': Math.round(Math.min(...rates)),
        'highest of 7': Math.round(Math.max(...rates)),
        'kB allocated per plan': Math.round(bytesPerPlan() / 100) / 10,
      },
    ];
  },
};

import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import type { Resource } from '../../src/clouds/provider.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
import type { Look } from '../../src/engine/key-state.ts';
import { allSteps, type Plan, planFor } from '../../src/engine/plan.ts';
import type { Step } from '../../src/engine/step.ts';
import type { LedgerEntry, LedgerRecord, LedgerRefusal } from '../../src/ledger/ledger.ts';
import type { Reach } from '../../src/queue/reach.ts';
import type { AccountSettings, RuleSetting } from '../../src/settings/settings.ts';

/** Names a resource of the account and region that all tests here use. */
export const named = (type: ResourceType, id: string): Arn =>
  formatArn({ type, region: 'cn-hangzhou', accountId: '1000000000000001', id });

export const instance = named('Ecs-Instance', 'i-1');
export const disk = named('Ecs-Disk', 'd-1');
export const eip = named('Vpc-Eip', 'eip-1');
export const nlb = named('Nlb-Loadbalancer', 'nlb-1');
export const cluster = named('Cs-Cluster', 'c1');

export const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
export const snapshotRule = 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot';
export const eipRule = 'rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip';
export const clusterEipRule = 'rule:TagCluster:Cs-Cluster:Vpc-Eip';
export const nlbRule =
  'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip';

export const now = '2026-01-15T08:00:00.000Z';
export const cause = {
  eventId: 'e-1',
  eventName: 'TagResources',
  eventTime: now,
  principal: 'alice',
} as const;
export const look: Look = {
  now,
  cause,
  rival: null,
  reach: 'all',
  guard: { mostRepairs: 3, windowSeconds: 3600 },
};
export const earlier = '2026-01-01T00:00:00.000Z';

export type TagList = Readonly<Record<string, string>>;

export const tagged = (arn: Arn, tags: TagList, parents: readonly Arn[] = []): Resource => ({
  arn,
  tags: new Map(Object.entries(tags)),
  parents,
});

export const setting = (
  settingName: SettingName,
  changes: Partial<RuleSetting> = {},
): RuleSetting => ({
  settingName,
  status: 'Enable',
  tagKeys: [],
  excludedKeys: [],
  existingStatus: 'Disable',
  conflictPolicy: 'overwrite',
  restoreDisplaced: false,
  version: 1,
  generation: 1,
  backfillId: null,
  createdAt: earlier,
  updatedAt: earlier,
  ...changes,
});

export const settingsOf = (...rules: readonly RuleSetting[]): AccountSettings => ({
  accountId: '1000000000000001',
  version: 1,
  feature: 'Enable',
  rules: new Map(rules.map((rule) => [rule.settingName, rule])),
});

export const entry = (
  key: string,
  value: string,
  changes: Partial<LedgerEntry> = {},
): LedgerEntry => ({
  key,
  value,
  previous: null,
  rule: diskRule,
  primary: instance,
  generation: 1,
  displaced: null,
  writtenAt: earlier,
  cause,
  repairs: [],
  contest: null,
  state: 'confirmed',
  ...changes,
});

export const refusal = (key: string, changes: Partial<LedgerRefusal> = {}): LedgerRefusal => ({
  key,
  reason: 'tag quota',
  value: 'shanghai',
  rule: diskRule,
  primary: instance,
  generation: 1,
  since: earlier,
  cause,
  ...changes,
});

export const recordOf = (arn: Arn, ...entries: readonly LedgerEntry[]): LedgerRecord => ({
  arn,
  version: entries.length === 0 ? 0 : 1,
  intent: null,
  entries: new Map(entries.map((each) => [each.key, each])),
  refusals: new Map(),
});

export type World = {
  readonly resource: Resource;
  readonly parents?: readonly Resource[];
  readonly rules: readonly RuleSetting[];
  readonly entries?: readonly LedgerEntry[];
  readonly maxTags?: number;
  readonly reach?: Reach;
};

/** The plan for one resource of a tiny world. */
export const planOf = ({
  resource,
  parents = [],
  rules,
  entries = [],
  maxTags = 20,
  reach = 'all',
}: World): Plan =>
  planFor({
    inputs: {
      resource,
      parents: new Map(parents.map((parent) => [parent.arn, parent])),
      settings: settingsOf(...rules),
    },
    record: recordOf(resource.arn, ...entries),
    maxTags,
    look: { ...look, reach },
  });

/** Steps in short: `set cost=shanghai (inherited)`. */
export const told = (plan: Plan): readonly string[] => allSteps(plan).map(tellStep);

const tellStep = (step: Step): string => {
  switch (step.action) {
    case 'set':
      return `set ${step.key}=${step.entry.value} (${step.reason})`;
    case 'remove':
      return step.restored === null
        ? `remove ${step.key} (${step.reason})`
        : `restore ${step.key}=${step.restored} (${step.reason})`;
    default:
      return `${step.action} ${step.key} (${step.reason})`;
  }
};

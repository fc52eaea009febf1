import type { Resource } from '../cloud/provider.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import type { Tags } from '../model/tags.ts';
import type { AccountSettings } from '../settings/settings.ts';
import { decide } from './decide.ts';
import type { Desired } from './desired.ts';
import { fitQuota } from './quota.ts';
import type { Step } from './step.ts';

export type PlanInputs = {
  readonly resource: Resource;
  readonly record: LedgerRecord;
  readonly settings: AccountSettings;
  readonly desired: Desired;
  /** How many tags the resource may hold. */
  readonly maxTags: number;
  /** ISO 8601, UTC; becomes `writtenAt` of new entries. */
  readonly now: string;
};

/** What to do with each key of one resource, in key order; keys with nothing to say are left out. */
export type Plan = { readonly steps: readonly Step[] };

/** Compares what is with what should be. Pure: the same inputs give the same plan. */
export const planFor = (inputs: PlanInputs): Plan => {
  const { resource, record, settings, desired, now } = inputs;
  const keys = [...new Set([...desired.winners.keys(), ...record.entries.keys()])].sort();
  const steps = keys.flatMap((key) => {
    const step = decide({
      key,
      actual: resource.tags.get(key),
      entry: record.entries.get(key),
      winner: desired.winners.get(key),
      associations: desired.associations,
      settings,
      now,
    });
    return step === undefined ? [] : [step];
  });
  return { steps: fitQuota(steps, resource.tags, inputs.maxTags) };
};

/** Keys to take off the resource. */
export const keysToRemove = ({ steps }: Plan): readonly string[] =>
  steps.flatMap((step) => (step.action === 'remove' && step.restored === null ? [step.key] : []));

/** Tags to write on the resource: inherited ones, and displaced ones that come back. */
export const tagsToSet = ({ steps }: Plan): Tags => {
  const tags = new Map<string, string>();
  for (const step of steps) {
    if (step.action === 'set') tags.set(step.key, step.entry.value);
    if (step.action === 'remove' && step.restored !== null) tags.set(step.key, step.restored);
  }
  return tags;
};

type Entries = LedgerRecord['entries'];

/** What the ledger must say before the first tag call, so that a crash after it leaves no doubt. */
export const intendedEntries = (plan: Plan, entries: Entries): Entries => {
  const next = new Map(entries);
  for (const step of plan.steps) {
    if (step.action === 'set') next.set(step.key, { ...step.entry, state: 'intended' });
    if (step.action === 'remove') next.set(step.key, { ...step.entry, state: 'intended' });
    if (step.action === 'keep' && step.entry !== undefined) next.set(step.key, step.entry);
    if (step.action === 'close' || (step.action === 'refuse' && step.closes)) next.delete(step.key);
  }
  return next;
};

/** What the ledger must say after the last tag call. */
export const confirmedEntries = (plan: Plan, intended: Entries): Entries => {
  const next = new Map(intended);
  for (const step of plan.steps) {
    if (step.action === 'set') next.set(step.key, { ...step.entry, previous: null });
    if (step.action === 'remove') next.delete(step.key);
  }
  return next;
};

const isSameMap = (left: Entries, right: Entries): boolean =>
  left.size === right.size && [...left].every(([key, entry]) => right.get(key) === entry);

/** True when the plan calls the cloud. */
export const callsCloud = (plan: Plan): boolean =>
  plan.steps.some(({ action }) => action === 'set' || action === 'remove');

/** True when the ledger must say something else than it does, an open intent included. */
export const changesLedger = (plan: Plan, { entries, intent }: LedgerRecord): boolean =>
  intent !== null || !isSameMap(intendedEntries(plan, entries), entries);

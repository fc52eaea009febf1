import type { LedgerEntry, LedgerRecord, LedgerRefusal } from '../ledger/ledger.ts';
import type { Tags } from '../model/tags.ts';
import { decide } from './decide.ts';
import { associationsOf, eachWinner, type Inputs, type Winner, winnersOf } from './desired.ts';
import type { Look } from './key-state.ts';
import { fitQuota } from './quota.ts';
import { withoutRefused } from './refused.ts';
import type { Keep, Step } from './step.ts';
import { keepStep, tellsAll } from './wanted.ts';

/** What a plan is made from. */
export type PlanInputs = {
  readonly inputs: Inputs;
  readonly record: LedgerRecord;
  /** How many tags the resource may hold. */
  readonly maxTags: number;
  readonly look: Look;
};

/** What to do with each key of one resource; keys with nothing to say are left out. */
export type Plan = {
  /** What changes the resource or its ledger record, and what is refused; in key order. */
  readonly steps: readonly Step[];
  /** Entries that say all already, of tags that are in place; in no order. */
  readonly settled: readonly LedgerEntry[];
  /** What is right and not ours, and what waits; in no order. */
  readonly own: readonly Keep[];
  /** Keys about which nothing is decided yet: what is remembered of them stays. */
  readonly undecided?: ReadonlySet<string>;
};

const byKey = (left: Step, right: Step): number => (left.key < right.key ? -1 : 1);

/** Every step of a plan, in key order. */
export const allSteps = ({ steps, settled, own }: Plan): readonly Step[] =>
  [...steps, ...settled.map(keepStep), ...own].sort(byKey);

/** True when the winner's rule was refused the key since it was last turned on. */
const isRefusedNow = (refusal: LedgerRefusal | undefined, { rule, setting }: Winner): boolean =>
  refusal?.rule === rule.settingName && refusal.generation === setting.generation;

/** Compares what is with what should be. Pure: the same inputs give the same plan. */
export const planFor = ({ inputs, record, maxTags, look }: PlanInputs): Plan => {
  const { resource, settings } = inputs;
  const { tags } = resource;
  const { entries } = record;
  const associations = associationsOf(inputs);
  const steps: Step[] = [];
  const settled: LedgerEntry[] = [];
  const own: Keep[] = [];
  let wantedEntries = 0;
  const plan = (key: string, winner: Winner | undefined): void => {
    const actual = tags.get(key);
    const entry = entries.get(key);
    const isRefused = winner !== undefined && isRefusedNow(record.refusals.get(key), winner);
    const step = decide({ key, actual, entry, winner, isRefused, associations, settings, look });
    if (step === undefined) return;
    if (step.action === 'keep' && step.entry === undefined) own.push(step);
    else steps.push(step);
  };
  eachWinner(associations, (key, value, association) => {
    const entry = entries.get(key);
    if (entry !== undefined) wantedEntries += 1;
    const isThere = tags.get(key) === value;
    if (isThere && entry !== undefined && tellsAll(entry, value, association)) settled.push(entry);
    else plan(key, { ...association, key, value });
  });
  if (wantedEntries < entries.size) {
    const winners = winnersOf(associations);
    for (const key of entries.keys()) if (!winners.has(key)) plan(key, undefined);
  }
  const wanted = withoutRefused(steps.sort(byKey), { record, look, tags: resource.tags });
  return { steps: fitQuota(wanted, resource, maxTags), settled, own };
};

/** The plan for a resource that does not exist any more: nothing of it is ours. */
export const planForGone = ({ entries }: LedgerRecord): Plan => ({
  steps: [...entries.keys()]
    .sort()
    .map((key) => ({ action: 'close', key, reason: 'resource gone' })),
  settled: [],
  own: [],
});

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

/** The resource's tags once the plan is carried out. */
export const tagsAfter = (plan: Plan, tags: Tags): Tags => {
  const after = new Map([...tags, ...tagsToSet(plan)]);
  for (const key of keysToRemove(plan)) after.delete(key);
  return after;
};

/** True for a step that calls the cloud. */
export const isCall = ({ action }: Step): boolean => action === 'set' || action === 'remove';

/** True when the plan calls the cloud. */
export const callsCloud = ({ steps }: Plan): boolean => steps.some(isCall);

/**
 * What of a plan calls the cloud. Nothing is decided about other keys.
 * @param known keys of which something is remembered
 */
export const callsOf = (plan: Plan, known: Iterable<string>): Plan => {
  const steps = plan.steps.filter(isCall);
  const undecided = new Set(known);
  for (const { key } of steps) undecided.delete(key);
  return { steps, settled: [], own: [], undecided };
};

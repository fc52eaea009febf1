import type { LedgerEntry, LedgerRecord, LedgerRefusal } from '../ledger/ledger.ts';
import type { Tags } from '../model/tags.ts';
import { decide } from './decide.ts';
import { associationsOf, eachWinner, type Inputs, type Winner, winnersOf } from './desired.ts';
import type { Look } from './key-state.ts';
import { fitQuota } from './quota.ts';
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
  /** Tags that are right and not ours; in no order. */
  readonly own: readonly Keep[];
};

const byKey = (left: Step, right: Step): number => (left.key < right.key ? -1 : 1);

/** Every step of a plan, in key order. */
export const allSteps = ({ steps, settled, own }: Plan): readonly Step[] =>
  [...steps, ...settled.map(keepStep), ...own].sort(byKey);

/** Compares what is with what should be. Pure: the same inputs give the same plan. */
export const planFor = ({ inputs, record, maxTags, look }: PlanInputs): Plan => {
  const { resource, settings } = inputs;
  const { entries } = record;
  const associations = associationsOf(inputs);
  const steps: Step[] = [];
  const settled: LedgerEntry[] = [];
  const own: Keep[] = [];
  let wantedEntries = 0;
  const plan = (key: string, winner: Winner | undefined): void => {
    const actual = resource.tags.get(key);
    const entry = entries.get(key);
    const step = decide({ key, actual, entry, winner, associations, settings, look });
    if (step === undefined) return;
    if (step.action === 'keep' && step.entry === undefined) own.push(step);
    else steps.push(step);
  };
  eachWinner(associations, (key, value, association) => {
    const entry = entries.get(key);
    if (entry !== undefined) wantedEntries += 1;
    const isThere = resource.tags.get(key) === value;
    if (isThere && entry !== undefined && tellsAll(entry, value, association)) settled.push(entry);
    else plan(key, { ...association, key, value });
  });
  if (wantedEntries < entries.size) {
    const winners = winnersOf(associations);
    for (const key of entries.keys()) if (!winners.has(key)) plan(key, undefined);
  }
  return { steps: fitQuota(steps.sort(byKey), resource.tags, maxTags), settled, own };
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

/** What a record says, but for who holds it. */
export type Content = Pick<LedgerRecord, 'entries' | 'refusals'>;

const entriesIntended = ({ steps }: Plan, entries: Content['entries']): Content['entries'] => {
  const next = new Map(entries);
  for (const step of steps) {
    if (step.action === 'set') next.set(step.key, { ...step.entry, state: 'intended' });
    if (step.action === 'remove') next.set(step.key, { ...step.entry, state: 'intended' });
    if (step.action === 'keep' && step.entry !== undefined) next.set(step.key, step.entry);
    if (step.action === 'refuse' && step.entry !== undefined) next.set(step.key, step.entry);
    if (step.action === 'close' || (step.action === 'refuse' && step.closes)) next.delete(step.key);
  }
  return next;
};

type Refuse = Extract<Step, { action: 'refuse' }>;

/** True when the refusal was told already: the same value of the same source, for the same reason. */
export const isToldRefusal = (
  { reason, asked }: Refuse,
  remembered: LedgerRefusal | undefined,
): boolean =>
  remembered !== undefined &&
  remembered.reason === reason &&
  remembered.value === asked.value &&
  remembered.rule === asked.rule &&
  remembered.primary === asked.primary;

const refusalsIntended = (
  { steps }: Plan,
  refusals: Content['refusals'],
  { now, cause }: Look,
): Content['refusals'] =>
  new Map(
    steps.flatMap((step): readonly [string, LedgerRefusal][] => {
      if (step.action !== 'refuse') return [];
      const { key, reason, asked } = step;
      const remembered = refusals.get(key);
      return remembered !== undefined && isToldRefusal(step, remembered)
        ? [[key, remembered]]
        : [[key, { key, reason, ...asked, since: now, cause }]];
    }),
  );

/** What the ledger must say before the first tag call, so that a crash after it leaves no doubt. */
export const intendedContent = (plan: Plan, content: Content, look: Look): Content => ({
  entries: entriesIntended(plan, content.entries),
  refusals: refusalsIntended(plan, content.refusals, look),
});

/** What the ledger must say after the last tag call. */
export const confirmedContent = (plan: Plan, intended: Content): Content => {
  const entries = new Map(intended.entries);
  for (const step of plan.steps) {
    if (step.action === 'set') entries.set(step.key, { ...step.entry, previous: null });
    if (step.action === 'remove') entries.delete(step.key);
  }
  return { entries, refusals: intended.refusals };
};

const isSameMap = <T>(left: ReadonlyMap<string, T>, right: ReadonlyMap<string, T>): boolean =>
  left.size === right.size && [...left].every(([key, value]) => right.get(key) === value);

/** True when the plan calls the cloud. */
export const callsCloud = (plan: Plan): boolean =>
  plan.steps.some(({ action }) => action === 'set' || action === 'remove');

/** True when the ledger must say something else than it does, an open intent included. */
export const changesLedger = (plan: Plan, record: LedgerRecord, look: Look): boolean => {
  if (record.intent !== null) return true;
  // Without steps, what must be remembered is what is, but for refusals of before.
  if (plan.steps.length === 0) return record.refusals.size > 0;
  const { entries, refusals } = intendedContent(plan, record, look);
  return !isSameMap(entries, record.entries) || !isSameMap(refusals, record.refusals);
};

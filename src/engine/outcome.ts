import type { SettingName } from '../clouds/catalogue.ts';
import type { LedgerEntry, LedgerRecord } from '../ledger/ledger.ts';
import { justRefused } from './just-refused.ts';
import type { Plan } from './plan.ts';
import type { Reason } from './step.ts';

/** A tag that a rule asks for and that was not written. */
export type Refusal = { readonly key: string; readonly reason: Reason };

/** A tag that was written or taken away, and under which rule. */
export type Change = {
  readonly key: string;
  readonly action: 'set' | 'remove';
  readonly rule: SettingName;
  readonly reason: Reason;
};

/** How a reconcile ended. Refusing is an outcome, not an error. */
export type Outcome = {
  /**
   * - inactive: the region is not handled, the feature or every rule for this type is off;
   * - converged: already right, nothing was written;
   * - changed: tags or ledger were written and verified;
   * - gone: the resource does not exist, its ledger record is closed.
   */
  readonly kind: 'inactive' | 'converged' | 'changed' | 'gone';
  /** Tags written, over all rounds. */
  readonly set: number;
  /** Tags removed or put back, over all rounds. */
  readonly removed: number;
  /** Every tag written or taken away, in order, over all rounds. */
  readonly changes: readonly Change[];
  /** What the last plan refused. */
  readonly refusals: readonly Refusal[];
  /** What is inherited after the last plan, as far as it decided; in no order. */
  readonly inherited: readonly LedgerEntry[];
  /** Keys whose repair was given up, over all rounds. */
  readonly contested: readonly string[];
  /** How often somebody else wrote meanwhile. */
  readonly conflicts: number;
  /**
   * Reads may be older than our own last write until then, or what was not seen may only be late; milliseconds
   * since the epoch: not before that, the resource must be looked at once more. Undefined where that cannot be.
   */
  readonly lookAgainAt: number | undefined;
};

/** Work done so far in one reconcile. */
export type Tally = Pick<Outcome, 'changes' | 'contested' | 'conflicts'> & {
  readonly wrote: boolean;
  /** Keys that the cloud refused. */
  readonly tried: ReadonlySet<string>;
};

export const nothingDone: Tally = {
  changes: [],
  contested: [],
  conflicts: 0,
  wrote: false,
  tried: new Set(),
};

const newlyContested = ({ steps }: Plan, { entries }: LedgerRecord): readonly string[] =>
  steps.flatMap((step) =>
    step.reason === 'contested' && entries.get(step.key)?.contest === null ? [step.key] : [],
  );

/** Adds what a plan did. @param record as the plan found it */
export const addPlan = (tally: Tally, plan: Plan, record: LedgerRecord): Tally => ({
  ...tally,
  wrote: true,
  tried: new Set([...tally.tried, ...justRefused(plan)]),
  contested: [...tally.contested, ...newlyContested(plan, record)],
  changes: [
    ...tally.changes,
    ...plan.steps.flatMap((step): readonly Change[] => {
      if (step.action !== 'set' && step.action !== 'remove') return [];
      const { key, action, reason, entry } = step;
      return [{ key, action, rule: entry.rule, reason }];
    }),
  ],
});

const refusalsOf = ({ steps }: Plan): readonly Refusal[] =>
  steps.flatMap(({ action, key, reason }) => (action === 'refuse' ? [{ key, reason }] : []));

const inheritedAfter = ({ steps, settled }: Plan): readonly LedgerEntry[] => [
  ...settled,
  ...steps.flatMap((step) => {
    if (step.action === 'remove' || step.action === 'close') return [];
    return step.action === 'refuse' && step.closes ? [] : (step.entry ?? []);
  }),
];

const countOf = (changes: readonly Change[], kind: Change['action']): number =>
  changes.filter(({ action }) => action === kind).length;

/** How a reconcile ended that did so much. @param plan the last one; none when nothing was planned */
export const outcomeOf = (
  kind: Outcome['kind'],
  tally: Tally,
  plan?: Plan,
  lookAgainAt?: number,
): Outcome => ({
  kind,
  set: countOf(tally.changes, 'set'),
  removed: countOf(tally.changes, 'remove'),
  changes: tally.changes,
  contested: tally.contested,
  conflicts: tally.conflicts,
  lookAgainAt,
  refusals: plan === undefined ? [] : refusalsOf(plan),
  inherited: plan === undefined ? [] : inheritedAfter(plan),
});

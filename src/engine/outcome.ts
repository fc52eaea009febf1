import type { SettingName } from '../rules/catalogue.ts';
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
   * - inactive: the feature or every rule for this type is off;
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
  /** How often somebody else wrote meanwhile. */
  readonly conflicts: number;
};

/** Work done so far in one reconcile. */
export type Tally = Pick<Outcome, 'changes' | 'conflicts'> & { readonly wrote: boolean };

export const nothingDone: Tally = { changes: [], conflicts: 0, wrote: false };

/** Adds what a plan did. */
export const addPlan = (tally: Tally, { steps }: Plan): Tally => ({
  ...tally,
  wrote: true,
  changes: [
    ...tally.changes,
    ...steps.flatMap((step): readonly Change[] => {
      if (step.action !== 'set' && step.action !== 'remove') return [];
      const { key, action, reason, entry } = step;
      return [{ key, action, rule: entry.rule, reason }];
    }),
  ],
});

/** Names what a plan refused. */
export const refusalsOf = ({ steps }: Plan): readonly Refusal[] =>
  steps.flatMap(({ action, key, reason }) => (action === 'refuse' ? [{ key, reason }] : []));

/** How many changes were of one kind. */
export const countOf = (changes: readonly Change[], kind: Change['action']): number =>
  changes.filter(({ action }) => action === kind).length;

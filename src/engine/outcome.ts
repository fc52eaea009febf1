import type { Plan } from './plan.ts';
import type { Reason } from './step.ts';

/** A tag that a rule asks for and that was not written. */
export type Refusal = { readonly key: string; readonly reason: Reason };

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
  /** What the last plan refused. */
  readonly refusals: readonly Refusal[];
  /** How often somebody else wrote meanwhile. */
  readonly conflicts: number;
};

/** Work done so far in one reconcile. */
export type Tally = Pick<Outcome, 'set' | 'removed' | 'conflicts'> & { readonly wrote: boolean };

export const nothingDone: Tally = { set: 0, removed: 0, conflicts: 0, wrote: false };

/** Adds what a plan did. */
export const addPlan = (tally: Tally, { steps }: Plan): Tally => ({
  ...tally,
  wrote: true,
  set: tally.set + steps.filter(({ action }) => action === 'set').length,
  removed: tally.removed + steps.filter(({ action }) => action === 'remove').length,
});

/** Names what a plan refused. */
export const refusalsOf = ({ steps }: Plan): readonly Refusal[] =>
  steps.flatMap(({ action, key, reason }) => (action === 'refuse' ? [{ key, reason }] : []));

import pLimit from 'p-limit';
import { assertNotLate } from '../engine/late-reads.ts';
import type { Outcome } from '../engine/outcome.ts';
import { reconcile } from '../engine/reconcile.ts';
import type { ReconcileDeps } from '../engine/session.ts';
import { HeirtagError } from '../model/errors.ts';
import type { Key, Since } from '../queue/message.ts';
import type { BatchTime, Looks } from './looks.ts';

export type ReconcileOnceDeps = ReconcileDeps & {
  /** Told of every reconcile that ended. */
  readonly onOutcome: (key: Key, outcome: Outcome) => void;
  /** Reconciles under way at once in one batch, and as many again in a job's step. */
  readonly parallelReconciles: number;
  /** What the process looked at. */
  readonly looks: Looks<void>;
};

/** Why keys are reconciled. */
export type Delivery = {
  /** No further delivery follows. */
  readonly isLastAttempt: boolean;
  readonly since: Since;
};

/**
 * How much a failure is worth another try. One key that nothing helps must not end the message of
 * another that only has to wait.
 */
const hopeOf = (failure: unknown): number => {
  if (!(failure instanceof HeirtagError)) return 1;
  return failure.kind === 'terminal' || failure.kind === 'invalid' ? 0 : 2;
};

/** Reconciles all keys. @throws what is most worth another try of all that was thrown, when all have ended */
export type ReconcileAll = (keys: readonly Key[], delivery: Delivery) => Promise<void>;

/** Reconciles one key and tells how that ended. @throws what it threw, or `ReadTooEarly` when it asks for another look */
export const reconcileAndTell = async (
  deps: ReconcileOnceDeps,
  key: Key,
  isLastAttempt: boolean,
): Promise<Outcome> => {
  const outcome = await reconcile(deps, { ...key, isLastAttempt });
  deps.onOutcome(key, outcome);
  if (!isLastAttempt) assertNotLate(key.arn, outcome.lateKeys);
  return outcome;
};

/** Opens what reconciles for one batch: a resource that several messages name is done once. */
export const createReconcileOnce = (deps: ReconcileOnceDeps, batch: BatchTime): ReconcileAll => {
  const limit = pLimit(deps.parallelReconciles);

  const reconcileKey = async (key: Key, isLastAttempt: boolean): Promise<void> => {
    await reconcileAndTell(deps, key, isLastAttempt);
  };

  return async (keys, { isLastAttempt, since }) => {
    const ends = await Promise.allSettled(
      keys.map((key) =>
        deps.looks(key.arn, { batch, since, reach: key.reach, isLast: isLastAttempt }, (reach) =>
          limit(() => reconcileKey({ ...key, reach }, isLastAttempt)),
        ),
      ),
    );
    const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end] : []));
    const first = failures.toSorted((left, right) => hopeOf(right.reason) - hopeOf(left.reason))[0];
    if (first !== undefined) throw first.reason;
  };
};

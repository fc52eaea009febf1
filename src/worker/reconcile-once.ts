import pLimit from 'p-limit';
import type { Outcome } from '../engine/outcome.ts';
import { type ReconcileDeps, reconcile } from '../engine/reconcile.ts';
import type { Arn } from '../model/arn.ts';
import type { Key } from '../queue/message.ts';

export type ReconcileOnceDeps = ReconcileDeps & {
  /** Told of every reconcile that ended. */
  readonly onOutcome: (key: Key, outcome: Outcome) => void;
  /** Reconciles under way at once in one batch, and as many again in a job's step. */
  readonly parallelReconciles: number;
};

/** Reconciles all keys. @throws what the first failed one threw, when all have ended */
export type ReconcileAll = (keys: readonly Key[], isLastAttempt: boolean) => Promise<void>;

/** Reconciles one key and tells how that ended. */
export const reconcileAndTell = async (
  deps: ReconcileOnceDeps,
  key: Key,
  isLastAttempt: boolean,
): Promise<Outcome> => {
  const outcome = await reconcile(deps, { ...key, isLastAttempt });
  deps.onOutcome(key, outcome);
  return outcome;
};

/** Opens what reconciles for one batch: a resource that several messages name is done once. */
export const createReconcileOnce = (deps: ReconcileOnceDeps): ReconcileAll => {
  const limit = pLimit(deps.parallelReconciles);
  const started = new Map<Arn, Promise<Outcome>>();

  const reconcileOnce = (key: Key, isLastAttempt: boolean): Promise<Outcome> => {
    const running = started.get(key.arn);
    if (running !== undefined) return running;
    const outcome = limit(() => reconcileAndTell(deps, key, isLastAttempt));
    started.set(key.arn, outcome);
    return outcome;
  };

  return async (keys, isLastAttempt) => {
    const ends = await Promise.allSettled(keys.map((key) => reconcileOnce(key, isLastAttempt)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
};

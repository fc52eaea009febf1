import pLimit from 'p-limit';
import type { Urgency } from '../clouds/call.ts';
import type { Outcome } from '../engine/outcome.ts';
import { reconcile } from '../engine/reconcile.ts';
import type { ReconcileDeps } from '../engine/session.ts';
import { HeirtagError } from '../model/errors.ts';
import type { Key, Since } from '../queue/message.ts';
import type { BatchTime, Looks } from './looks.ts';
import type { Postpone } from './postpone.ts';
import type { SecondLooks } from './second-looks.ts';

/** The cloud, asked with some urgency, and the state, by those who are in as much of a hurry. */
export type CloudView = Pick<
  ReconcileDeps,
  'cloud' | 'writer' | 'wave' | 'ledger' | 'settings' | 'history'
>;

/** What asks the cloud with this urgency. */
export const withUrgency = <Deps extends CloudView & { readonly later: CloudView }>(
  deps: Deps,
  urgency: Urgency,
): Deps => {
  if (urgency === 'live') return deps;
  const { cloud, writer, wave, ledger, settings, history } = deps.later;
  return { ...deps, cloud, writer, wave, ledger, settings, history };
};

export type ReconcileOnceDeps = ReconcileDeps & {
  /** Told of every reconcile that ended. */
  readonly onOutcome: (key: Key, outcome: Outcome) => void;
  /** Reconciles under way at once in one batch, and as many again in a job's step. */
  readonly parallelReconciles: number;
  /** The cloud for what is in no hurry; `cloud` and `writer` go first. */
  readonly later: CloudView;
  /** What the process looked at. */
  readonly looks: Looks<void>;
  readonly secondLooks: SecondLooks;
};

/** Why keys are reconciled. */
export type Delivery = {
  /** How much their calls of the cloud are in a hurry. */
  readonly urgency: Urgency;
  readonly postpone: Postpone;
  /** No further delivery follows. */
  readonly isLastAttempt: boolean;
  readonly since: Since;
};

/**
 * How much a failure is worth another try. One key that nothing helps must not end the message of
 * another that only has to wait.
 */
export const hopeOf = (failure: unknown): number => {
  if (!(failure instanceof HeirtagError)) return 1;
  return failure.kind === 'terminal' || failure.kind === 'invalid' ? 0 : 2;
};

/** Reconciles keys. @returns how each ended, in their order */
export type ReconcileEach = (
  keys: readonly Key[],
  delivery: Delivery,
) => Promise<readonly PromiseSettledResult<void>[]>;

/** Reconciles one key, tells how that ended, and asks for another look where reads were too early. @throws what it threw */
export const reconcileAndTell = async (
  deps: ReconcileOnceDeps,
  key: Key,
  isLastAttempt: boolean,
): Promise<Outcome> => {
  const outcome = await reconcile(deps, { ...key, isLastAttempt });
  deps.onOutcome(key, outcome);
  const { lookAgainAt } = outcome;
  if (lookAgainAt !== undefined) await deps.secondLooks.ofKey(key, lookAgainAt);
  return outcome;
};

/** Opens what reconciles for one batch: a resource that several messages name is done once. */
export const createReconcileOnce = (deps: ReconcileOnceDeps, batch: BatchTime): ReconcileEach => {
  const limit = pLimit(deps.parallelReconciles);

  // Whatever is looked at for the batch is read later than now.
  const startedAt = deps.clock();
  const isYoung = ({ lateUntil }: Key): boolean => lateUntil !== undefined && startedAt < lateUntil;

  return (keys, { isLastAttempt, since, urgency }) =>
    Promise.allSettled(
      keys.map((key) =>
        deps.looks(
          key.arn,
          { batch, since, reach: key.reach, isLast: isLastAttempt, isYoung: isYoung(key) },
          (reach) =>
            limit(async () => {
              await reconcileAndTell(withUrgency(deps, urgency), { ...key, reach }, isLastAttempt);
            }),
        ),
      ),
    );
};

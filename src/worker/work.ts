import type { Cause } from '../model/cause.ts';
import type { InternalMessage, Key } from '../queue/message.ts';
import type { Reading } from '../sources/reading.ts';
import { type BackfillDeps, handleBackfill } from './backfill.ts';
import { type FanOutDeps, fewHeirs, sendHeirsPage } from './fan-out.ts';
import {
  createReconcileOnce,
  type ReconcileAll,
  type ReconcileOnceDeps,
} from './reconcile-once.ts';
import { handleSweep, type SweepDeps } from './sweep.ts';

export type WorkDeps = ReconcileOnceDeps &
  FanOutDeps &
  BackfillDeps &
  SweepDeps & { readonly readEvent: (raw: unknown) => Reading };

/** What the queue holds: our own messages, events, and what is neither. */
export type Work =
  | InternalMessage
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'malformed'; readonly reason: string };

/** How one message ended well. */
export type WorkResult =
  | { readonly kind: 'done'; readonly cause: Cause }
  /** A proper event that touches nothing. */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** Nothing anybody can do anything with; coming again would not help. */
  | { readonly kind: 'malformed'; readonly reason: string };

/** One batch of messages: no resource is reconciled twice in it. */
export type Batch = {
  /**
   * Does the work of one message.
   * @param isLastAttempt true when a failure would be the message's last
   * @throws RetryableError, TerminalError and whatever was not foreseen
   */
  readonly handle: (work: Work, isLastAttempt: boolean) => Promise<WorkResult>;
};

/** What an event touches, and the heirs of each. */
const keysOf = async (
  deps: FanOutDeps,
  { resources, cause }: Extract<Reading, { kind: 'touched' }>,
): Promise<readonly Key[]> => {
  const heirs = await Promise.all(resources.map(({ arn }) => fewHeirs(deps, arn, cause)));
  return [
    ...resources.map((touched) => ({ ...touched, isNamed: true, cause })),
    ...heirs.flat().map((arn) => ({ arn, isGone: false, isNamed: false, cause })),
  ];
};

const handleEvent = async (
  deps: WorkDeps & { readonly reconcileAll: ReconcileAll },
  event: unknown,
  isLastAttempt: boolean,
): Promise<WorkResult> => {
  const reading = deps.readEvent(event);
  if (reading.kind === 'invalid') return { kind: 'malformed', reason: reading.reason };
  if (reading.kind === 'ignored') return reading;
  const keys = await keysOf(deps, reading);
  await deps.reconcileAll(keys, isLastAttempt);
  return { kind: 'done', cause: reading.cause };
};

/** Starts a batch. */
export const startBatch = (deps: WorkDeps): Batch => {
  const reconcileAll = createReconcileOnce(deps);

  return {
    handle: async (work, isLastAttempt) => {
      switch (work.kind) {
        case 'malformed':
          return work;
        case 'event':
          return handleEvent({ ...deps, reconcileAll }, work.event, isLastAttempt);
        case 'backfill':
          return handleBackfill(deps, work, isLastAttempt);
        case 'sweep':
          return handleSweep(deps, work);
        case 'heirs': {
          await sendHeirsPage(deps, work, work.cause);
          return { kind: 'done', cause: work.cause };
        }
        case 'keys': {
          const { arns, cause } = work;
          const keys = arns.map((arn) => ({ arn, isGone: false, isNamed: false, cause }));
          await reconcileAll(keys, isLastAttempt);
          return { kind: 'done', cause };
        }
      }
    },
  };
};

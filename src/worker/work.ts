import type { Cause } from '../model/cause.ts';
import type { InternalMessage, Key } from '../queue/message.ts';
import type { Reading } from '../sources/reading.ts';
import { type FanOutDeps, fewHeirs, sendHeirsPage } from './fan-out.ts';
import type { JobSliceDeps } from './job-slice.ts';
import { handleJob } from './job-step.ts';
import {
  createReconcileOnce,
  type ReconcileAll,
  type ReconcileOnceDeps,
  reconcileAndTell,
} from './reconcile-once.ts';
import { handleSweepStart } from './sweep-start.ts';

export type WorkDeps = ReconcileOnceDeps &
  FanOutDeps &
  Omit<JobSliceDeps, 'reconcileKey'> & { readonly readEvent: (raw: unknown) => Reading };

/** How a message came. */
export type Delivery = {
  /** The queue's name of the message; the same each time it comes. */
  readonly messageId: string;
  /** A failure would be the message's last. */
  readonly isLastAttempt: boolean;
};

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
   * @throws RetryableError, TerminalError and whatever was not foreseen
   */
  readonly handle: (work: Work, delivery: Delivery) => Promise<WorkResult>;
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
  // A job's reconciles are outside the batch's own limit, so that live events need not wait for them.
  const jobDeps: JobSliceDeps = {
    ...deps,
    reconcileKey: (key) => reconcileAndTell(deps, key, false),
  };

  return {
    handle: async (work, delivery) => {
      const { isLastAttempt } = delivery;
      switch (work.kind) {
        case 'malformed':
          return work;
        case 'event':
          return handleEvent({ ...deps, reconcileAll }, work.event, isLastAttempt);
        case 'job':
          return handleJob(jobDeps, work, delivery);
        case 'sweep':
          return handleSweepStart(deps, work);
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

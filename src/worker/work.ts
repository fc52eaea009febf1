import type { Arn } from '../clouds/arn.ts';
import { type Door, siteOf } from '../clouds/call.ts';
import { withoutOwnCalls } from '../clouds/own-calls.ts';
import type { Reading } from '../clouds/reading.ts';
import type { InternalMessage } from '../queue/message.ts';
import type { Reach } from '../queue/reach.ts';
import { createKnownSettings } from '../settings/known-settings.ts';
import { createAdmission } from './admission.ts';
import { type Delivery, sinceOf } from './delivery.ts';
import { type FanOutDeps, sendHeirsPage } from './fan-out.ts';
import type { JobSliceDeps } from './job-slice.ts';
import { handleJob } from './job-step.ts';
import { type LookAtDeps, lookAt } from './look-at.ts';
import type { BatchTime } from './looks.ts';
import {
  createReconcileOnce,
  type ReconcileOnceDeps,
  reconcileAndTell,
  withUrgency,
} from './reconcile-once.ts';
import { handleSweepStart } from './sweep-start.ts';
import { whyEcho } from './why-echo.ts';
import type { WorkResult } from './work-result.ts';

export type WorkDeps = Omit<ReconcileOnceDeps, 'knownSettings'> &
  FanOutDeps &
  Omit<JobSliceDeps, 'reconcileKey'> & {
    readonly readEvent: (raw: unknown) => Reading;
    /** False where the stage has no cloud: then all work is left aside. */
    readonly hasCloud: boolean;
    /** False where the stage does not touch the cloud of the account: then what concerns it is left aside. */
    readonly hasCloudFor: (accountId: string) => boolean;
    readonly door: Door;
  } & Pick<LookAtDeps, 'fanOuts'>;

/** What the queue holds: our own messages, events, and what is neither. */
export type Work =
  | InternalMessage
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'malformed'; readonly reason: string };

/** One batch of messages: no resource is reconciled twice in it. */
export type Batch = {
  /**
   * Does the work of one message.
   * @throws RetryableError, TerminalError and whatever was not foreseen
   */
  readonly handle: (work: Work, delivery: Delivery) => Promise<WorkResult>;
};

/** What one batch works with. */
type BatchDeps = WorkDeps & LookAtDeps;

/** Resources that a message of our own names. */
const namedIn = (work: Work): readonly Arn[] => {
  switch (work.kind) {
    case 'keys':
      return work.arns;
    case 'touched':
      return work.resources.map(({ arn }) => arn);
    case 'heirs':
      return [work.primary];
    default:
      return [];
  }
};

/** Why nothing is to be done for resources of a cloud that the stage does not touch; undefined when it touches some. */
const untouchedBy = (
  { hasCloudFor }: Pick<WorkDeps, 'hasCloudFor'>,
  arns: readonly Arn[],
): Extract<WorkResult, { kind: 'ignored' }> | undefined => {
  const [first] = arns;
  if (first === undefined || arns.some((arn) => hasCloudFor(siteOf(arn).accountId)))
    return undefined;
  return { kind: 'ignored', reason: `this stage does not touch the cloud of ${first}` };
};

const handleEvent = async (
  deps: BatchDeps,
  event: unknown,
  delivery: Delivery,
): Promise<WorkResult> => {
  const reading = withoutOwnCalls(deps.readEvent(event), deps.cloud.isOurs);
  if (reading.kind === 'invalid') return { kind: 'malformed', reason: reading.reason };
  if (reading.kind === 'ignored') return reading;
  const untouched = untouchedBy(
    deps,
    reading.resources.map(({ arn }) => arn),
  );
  if (untouched !== undefined) return untouched;
  const echo = await whyEcho(deps, reading);
  if (echo !== undefined) return { kind: 'ignored', why: 'OwnCall', reason: echo };
  // Asked before anything is read: what is read later is sure to show it, too.
  const lateUntil = deps.secondLooks.lateUntil(reading.cause);
  return lookAt(deps, reading, { lateUntil, delivery });
};

/** Starts a batch, once all of its messages are there. */
export const startBatch = (deps: WorkDeps, batch: BatchTime): Batch => {
  const knownSettings = createKnownSettings(deps.settings.read);
  const read = async (accountId: string) => knownSettings(accountId);
  const fanOutFor = ({ urgency }: Delivery): FanOutDeps => ({
    ...withUrgency(deps, urgency),
    settings: { ...deps.settings, read },
  });
  const reconcileEach = createReconcileOnce({ ...deps, knownSettings }, batch);
  const reconcileAll = createAdmission({ ...deps, reconcileEach });
  // A job's reconciles are outside the batch's own limit, so that live events need not wait for them.
  const jobDeps: JobSliceDeps = {
    ...withUrgency(deps, 'later'),
    reconcileKey: (key) =>
      reconcileAndTell({ ...withUrgency(deps, 'later'), knownSettings }, key, false),
  };

  const batchDepsFor = (delivery: Delivery): BatchDeps => ({
    ...deps,
    batch,
    fanOut: fanOutFor(delivery),
    reconcileAll,
  });

  return {
    handle: async (work, delivery) => {
      if (!deps.hasCloud && work.kind !== 'malformed') {
        return { kind: 'ignored', reason: 'this stage has no cloud' };
      }
      const untouched = untouchedBy(deps, namedIn(work));
      if (untouched !== undefined) return untouched;
      switch (work.kind) {
        case 'malformed':
          return work;
        case 'event':
          return handleEvent(batchDepsFor(delivery), work.event, delivery);
        case 'touched':
          // Whoever asks for it later relies on it, and on no look from before it came.
          return lookAt(batchDepsFor(delivery), work, {
            lateUntil: undefined,
            delivery: { ...delivery, since: undefined },
          });
        case 'job':
          return handleJob(jobDeps, work, delivery);
        case 'sweep':
          return handleSweepStart(deps, work);
        case 'heirs': {
          const { cause, reach = 'all', lateUntil } = work;
          const since = sinceOf(delivery, work.since);
          await sendHeirsPage(fanOutFor(delivery), work, { cause, since, reach, lateUntil });
          return { kind: 'done', cause };
        }
        case 'keys': {
          const { arns, cause, isNamed = false, isGone = false, lateUntil } = work;
          const reach: Reach = work.reach ?? 'all';
          const since = sinceOf(delivery, work.since);
          const keys = arns.map((arn) => ({ arn, isGone, isNamed, cause, reach, lateUntil }));
          await reconcileAll(keys, { ...delivery, since });
          return { kind: 'done', cause };
        }
      }
    },
  };
};

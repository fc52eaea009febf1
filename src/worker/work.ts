import type { Arn } from '../clouds/arn.ts';
import { type Door, siteOf } from '../clouds/call.ts';
import { withoutOwnCalls } from '../clouds/own-calls.ts';
import type { IgnoredWhy, Reading } from '../clouds/reading.ts';
import { primariesBelow } from '../engine/heirs.ts';
import { reachOfHeirs, reachOfNamed } from '../engine/reach.ts';
import type { Cause } from '../model/cause.ts';
import { isThrottle } from '../model/errors.ts';
import type { InternalMessage, Key, LateUntil, Since } from '../queue/message.ts';
import { type Reach, sentReach } from '../queue/reach.ts';
import { createKnownSettings } from '../settings/known-settings.ts';
import { createAdmission, type ReconcileAll } from './admission.ts';
import { type FanOutDeps, fewHeirs, listApart, messagesOf, sendHeirsPage } from './fan-out.ts';
import type { JobSliceDeps } from './job-slice.ts';
import { handleJob } from './job-step.ts';
import type { BatchTime, Looks } from './looks.ts';
import {
  createReconcileOnce,
  type Delivery as KeysDelivery,
  type ReconcileOnceDeps,
  reconcileAndTell,
  withUrgency,
} from './reconcile-once.ts';
import { handleSweepStart } from './sweep-start.ts';
import { meantBy } from './unnamed.ts';
import { whyEcho } from './why-echo.ts';

export type WorkDeps = Omit<ReconcileOnceDeps, 'knownSettings'> &
  FanOutDeps &
  Omit<JobSliceDeps, 'reconcileKey'> & {
    readonly readEvent: (raw: unknown) => Reading;
    /** False where the stage has no cloud: then all work is left aside. */
    readonly hasCloud: boolean;
    /** False where the stage does not touch the cloud of the account: then what concerns it is left aside. */
    readonly hasCloudFor: (accountId: string) => boolean;
    readonly door: Door;
    /** Whose heirs the process listed, and those to do at once. */
    readonly fanOuts: Looks<readonly Arn[]>;
  };

/** How a message came. */
export type Delivery = KeysDelivery & {
  /** The queue's name of the message; the same each time it comes. */
  readonly messageId: string;
  /** How often it was delivered, from 1. */
  readonly receives: number;
  /** It was received before, and not done: whoever had it may have died with its intents on record. */
  readonly isAgain: boolean;
  /** True when a failure of this kind makes a dead letter of the message now. */
  readonly isLastFor: (failure: unknown) => boolean;
};

/** What the queue holds: our own messages, events, and what is neither. */
export type Work =
  | InternalMessage
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'malformed'; readonly reason: string };

/** How one message ended well. */
export type WorkResult =
  | { readonly kind: 'done'; readonly cause: Cause }
  /** A proper event that touches nothing, or, without a `why`, a message of our own with nothing to do. */
  | { readonly kind: 'ignored'; readonly reason: string; readonly why?: IgnoredWhy }
  /** Nothing anybody can do anything with; coming again would not help. */
  | { readonly kind: 'malformed'; readonly reason: string };

type Touched = Pick<Extract<Reading, { kind: 'touched' }>, 'resources' | 'unnamed' | 'cause'>;

/** One batch of messages: no resource is reconciled twice in it. */
export type Batch = {
  /**
   * Does the work of one message.
   * @throws RetryableError, TerminalError and whatever was not foreseen
   */
  readonly handle: (work: Work, delivery: Delivery) => Promise<WorkResult>;
};

/** What one batch works with. */
type BatchDeps = WorkDeps & {
  readonly batch: BatchTime;
  readonly fanOut: FanOutDeps;
  readonly reconcileAll: ReconcileAll;
};

/**
 * From when on looks of others do for a message. None does for one that comes again: a look from before
 * has not seen the intents that its first delivery may have left.
 * @param written what our own message says
 */
const sinceOf = ({ isAgain, since }: Delivery, written: Since = undefined): Since =>
  isAgain ? undefined : (written ?? since);

type Found = {
  readonly since: Since;
  readonly lateUntil: LateUntil;
  /** Primaries that are meant and not named. */
  readonly below: readonly Arn[];
};

/**
 * What an event touches, and the heirs of each. Heirs that go to the queue do so for every event that
 * was there when their listing began: for all that were sent before the batch was received.
 */
const keysOf = async (
  { fanOut, fanOuts, batch }: BatchDeps,
  { resources, cause }: Touched,
  { since, lateUntil, below }: Found,
): Promise<readonly Key[]> => {
  const named = resources.map(({ arn }) => arn);
  const heirs = await listApart(fanOut, [...new Set([...named, ...below])], {
    list: async (arn): Promise<readonly Key[]> => {
      const reach = reachOfHeirs(arn, cause.eventName);
      const isYoung = lateUntil !== undefined;
      const few = await fanOuts(arn, { batch, since, reach, isYoung }, (joinedReach) =>
        fewHeirs(fanOut, arn, { cause, since: batch.receivedAt, reach: joinedReach, lateUntil }),
      );
      const heirs = { isGone: false, isNamed: false, cause, reach, lateUntil };
      return few.map((heir) => ({ ...heirs, arn: heir }));
    },
    later: (arn) => ({
      kind: 'heirs',
      primary: arn,
      cursor: null,
      cause,
      lateUntil,
      ...sentReach(reachOfHeirs(arn, cause.eventName)),
    }),
  });
  return [
    ...resources.map((touched) => ({
      ...touched,
      isNamed: true,
      cause,
      reach: reachOfNamed(touched.arn, cause.eventName),
      lateUntil,
    })),
    ...heirs,
  ];
};

/** Looks at what an event touched, and at the heirs of that. @param lateUntil see `Key` */
const lookAt = async (
  deps: BatchDeps,
  touched: Touched,
  { lateUntil, delivery }: { readonly lateUntil: LateUntil; readonly delivery: Delivery },
): Promise<WorkResult> => {
  const since = sinceOf(delivery);
  const meant = await meantBy(deps.fanOut, touched.unnamed);
  const resources = [...touched.resources, ...meant];
  const { cause } = touched;
  const below = (
    await Promise.all(resources.map(({ arn }) => primariesBelow(deps.fanOut, arn, cause.eventName)))
  ).flat();
  const keys = await keysOf(deps, { resources, cause }, { since, lateUntil, below });
  try {
    await deps.reconcileAll(keys, { ...delivery, since });
  } catch (failure) {
    if (resources.length === 1 || !isThrottle(failure)) throw failure;
    // Coming again it would list everything again, and be throttled before it came to the resources.
    await deps.queue.send(messagesOf(keys, deps.inlineHeirs));
  }
  if (lateUntil !== undefined) {
    // Below what is named there may be others by then; those that were there are meant still.
    const found = below.map((arn) => ({ arn, isGone: false }));
    const again = { ...touched, resources: [...touched.resources, ...found] };
    await deps.secondLooks.ofTouched(again, lateUntil);
  }
  return { kind: 'done', cause };
};

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

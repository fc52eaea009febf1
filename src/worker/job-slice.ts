import type { Arn } from '../clouds/arn.ts';
import { siteOf } from '../clouds/call.ts';
import { walkRule, walkSweep } from '../engine/associations.ts';
import type { Eyes } from '../engine/observe.ts';
import { readCursor, writeCursor } from '../engine/place.ts';
import type { Walk } from '../engine/walk.ts';
import { isActive, type Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { failuresKept, type JobLane, shareOf, workingLanes } from '../jobs/lane.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import type { Delivery } from './delivery.ts';
import {
  inJobBatches,
  type JobBatch,
  type JobBatchDeps,
  reconcileBatch,
  togetherIn,
  withGain,
} from './job-batch.ts';
import { checkpoint } from './job-record.ts';
import { leftBehind } from './sweep-coverage.ts';

export type JobSliceDeps = Eyes &
  JobBatchDeps & {
    readonly jobs: JobStore;
    readonly clock: Clock;
    /** Resources a job may look at, on average; all of its lanes together. */
    readonly jobResourcesPerSecond: number;
    /** Lanes that work on a job that begins. */
    readonly jobLanes: number;
  };

/** How long one step works, well below the time-out of the function. Seconds. */
const sliceSeconds = 5;

/** The longest that SQS delays a message. */
const longestDelaySeconds = 900;

/** Deliveries of a step until it passes over an account or a rule that cannot be listed: some minutes. */
const triesOfListings = 6;

/** Associations done between two writes of the record, where their changes go together in small calls. */
const usualBatch = 50;

/**
 * Deliveries of a step until it does few at once: in a large batch, the first may have to wait for the last one's record
 * longer than an intent holds. More than it takes for the setting that asks for a job to be written.
 */
const triesOfLargeBatches = 3;

/**
 * How many a batch may hold, by what it holds already: as many as a tag call takes, as far as there is room for what
 * else their looks may call.
 */
const mostWith =
  (deps: JobSliceDeps, allowed: number) =>
  ([first]: readonly Arn[]): number => {
    const room = first === undefined ? usualBatch : deps.door.room(siteOf(first));
    return Math.min(allowed, Math.max(usualBatch, Math.min(togetherIn(deps), room)));
  };

/** A lane of a job, by its place among its lanes. */
export type LaneOf = { readonly job: Job; readonly index: number; readonly lane: JobLane };

/** What one step did. */
export type Slice = {
  /** The record after it; undefined when another delivery has moved the job on, or an operator resumed it. */
  readonly job: Job | undefined;
  /** How long the next step must wait for the rate to be kept. Whole seconds. */
  readonly delaySeconds: number;
};

const walkOf = (eyes: Eyes, { job, index, lane }: LaneOf, chunkSize: number): Walk => {
  const { accountId, settingName } = job;
  const of = workingLanes(job).length;
  const slice = lane.task === 'work' && of > 1 ? { index, of } : undefined;
  const options = { path: readCursor(lane.cursor), chunkSize, slice };
  return accountId !== null && settingName !== null
    ? walkRule(eyes, { accountId, settingName }, options)
    : walkSweep(eyes, accountId, options);
};

/** Counts a batch, or does it, and stores what was seen of the accounts that the walk has left behind. */
const gainOf = async (
  deps: JobSliceDeps,
  { job, index, lane }: LaneOf,
  batch: JobBatch,
): Promise<Partial<JobLane>> => {
  const { arns, forgotten } = batch;
  if (lane.task === 'count') return { found: Math.max(0, lane.found + arns.length - forgotten) };
  const gain = withGain(lane, await reconcileBatch(deps, job, batch), {
    forgotten,
    keeps: failuresKept(job),
  });
  if (gain.coverage === null) return gain;
  const { past, current } = leftBehind(gain.coverage, batch);
  for (const coverage of past) await deps.jobs.recordCoverage(job, index, coverage);
  return { ...gain, coverage: current };
};

/** Does a batch. @returns what the lane must say after it */
const doBatch = async (
  deps: JobSliceDeps,
  of: LaneOf,
  batch: JobBatch,
): Promise<Partial<JobLane>> => {
  const { path, isEnd } = batch;
  const counted = await gainOf(deps, of, batch);
  return {
    ...counted,
    updatedAt: isoTime(deps.clock()),
    cursor: isEnd ? null : writeCursor(path),
    isEnded: isEnd,
  };
};

/**
 * Does one step of a lane of an active job: as much as its part of the rate allows in a few seconds, from its
 * cursor on. The record is written after each batch, so that a step that dies is done again from there.
 * @param messageId of the message that asks for the step
 */
export const runSlice = async (
  deps: JobSliceDeps,
  first: LaneOf,
  { messageId, receives }: Pick<Delivery, 'messageId' | 'receives'>,
): Promise<Slice> => {
  const { clock } = deps;
  const begin = clock();
  const perSecond = deps.jobResourcesPerSecond * shareOf(first.job, first.lane);
  const allowed = Math.max(1, Math.floor(perSecond * sliceSeconds));
  const size = Math.min(usualBatch, allowed);
  const most = mostWith(deps, receives > triesOfLargeBatches ? size : allowed);
  const mayWait = receives < triesOfListings;
  let current = first;
  let used = 0;
  for await (const batch of inJobBatches(walkOf(deps, first, size), { size, most, mayWait })) {
    const change = await doBatch(deps, current, batch);
    used += Math.max(batch.reads, current.lane.task === 'count' ? 0 : batch.arns.length);
    const isOver = batch.isEnd || used >= allowed || clock() - begin >= sliceSeconds * 1000;
    const step = isOver ? { step: current.lane.step + 1, stepBy: messageId } : {};
    const job = await checkpoint(deps, current, { ...change, ...step });
    const lane = job?.lanes[current.index];
    if (job === undefined || lane === undefined || !isActive(job)) return { job, delaySeconds: 0 };
    current = { ...current, job, lane };
    if (isOver) break;
  }
  const seconds = used / perSecond - (clock() - begin) / 1000;
  // Delays are whole seconds: a full step rounds up to keep the rate, the short one at the end down.
  const delaySeconds = used >= allowed ? Math.ceil(seconds) : Math.floor(seconds);
  return {
    job: current.job,
    delaySeconds: Math.min(longestDelaySeconds, Math.max(0, delaySeconds)),
  };
};

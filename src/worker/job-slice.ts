import { walkRule, walkSweep } from '../engine/associations.ts';
import type { Eyes } from '../engine/observe.ts';
import { readCursor, writeCursor } from '../engine/place.ts';
import type { Walk } from '../engine/walk.ts';
import { isActive, type Job, type JobChange } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError } from '../model/errors.ts';
import {
  inJobBatches,
  type JobBatch,
  type JobBatchDeps,
  reconcileBatch,
  withGain,
} from './job-batch.ts';
import { leftBehind } from './sweep-coverage.ts';
import type { Delivery } from './work.ts';

export type JobSliceDeps = Eyes &
  JobBatchDeps & {
    readonly jobs: JobStore;
    readonly clock: Clock;
    /** Resources a job may look at, on average. */
    readonly jobResourcesPerSecond: number;
  };

/** How long one step works, well below the time-out of the function. Seconds. */
const sliceSeconds = 5;

/** The longest that SQS delays a message. */
const longestDelaySeconds = 900;

/** Deliveries of a step until it passes over an account or a rule that cannot be listed: some minutes. */
const triesOfListings = 6;

/** Associations done between two writes of the record. */
const mostInBatch = 50;

/** What one step did. */
export type Slice = {
  /** The record after it; undefined when another delivery has moved the job on, or an operator resumed it. */
  readonly job: Job | undefined;
  /** How long the next step must wait for the rate to be kept. Whole seconds. */
  readonly delaySeconds: number;
};

const walkOf = (eyes: Eyes, job: Job, chunkSize: number): Walk => {
  const path = readCursor(job.cursor);
  const { accountId, settingName } = job;
  return accountId !== null && settingName !== null
    ? walkRule(eyes, { accountId, settingName }, { path, chunkSize })
    : walkSweep(eyes, accountId, { path, chunkSize });
};

const isSamePlace = (left: Job, right: Job): boolean =>
  left.step === right.step && left.phase === right.phase && left.cursor === right.cursor;

const maxAttempts = 5;

/**
 * Writes what a batch came to. An operator may have ended the job meanwhile: then it stays ended, but
 * what was done is counted. Undefined when somebody else went on from the same place.
 */
const checkpoint = async (
  jobs: JobStore,
  before: Job,
  change: JobChange,
): Promise<Job | undefined> => {
  let latest: Job | undefined = before;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    if (latest === undefined || !isSamePlace(latest, before)) return undefined;
    const { status, finishedAt, error } = latest;
    const mayGoOn = isActive(latest) || change.status === 'done';
    try {
      return await jobs.replace(
        latest,
        mayGoOn ? change : { ...change, status, finishedAt, error },
      );
    } catch (failure) {
      if (!(failure instanceof ConflictError)) throw failure;
      latest = await jobs.read(before.id);
    }
  }
  return undefined;
};

/** What the end of a phase leads to. */
const afterPhase = ({ phase, done }: Job, change: JobChange, now: string): JobChange =>
  phase === 'counting'
    ? { status: 'running', phase: 'running', pace: { since: now, done } }
    : { ...change, status: 'done', finishedAt: now, error: null };

/** Counts a batch, or does it, and stores what was seen of the accounts that the walk has left behind. */
const gainOf = async (deps: JobSliceDeps, job: Job, batch: JobBatch): Promise<JobChange> => {
  const { arns, forgotten } = batch;
  if (job.phase === 'counting') return { found: Math.max(0, job.found + arns.length - forgotten) };
  const gain = withGain(job, await reconcileBatch(deps, job, batch), forgotten);
  if (gain.coverage === null) return gain;
  const { past, current } = leftBehind(gain.coverage, batch);
  for (const coverage of past) await deps.jobs.recordCoverage(job, coverage);
  return { ...gain, coverage: current };
};

/** Does a batch. @returns what the record must say after it */
const doBatch = async (deps: JobSliceDeps, job: Job, batch: JobBatch): Promise<JobChange> => {
  const { path, isEnd } = batch;
  const counted = await gainOf(deps, job, batch);
  const now = isoTime(deps.clock());
  return {
    ...counted,
    updatedAt: now,
    cursor: isEnd ? null : writeCursor(path),
    ...(isEnd ? afterPhase(job, counted, now) : {}),
  };
};

/**
 * Does one step of an active job: as much as the rate allows in a few seconds, from the record's
 * cursor on. The record is written after each batch, so that a step that dies is done again from there.
 * @param messageId of the message that asks for the step
 */
export const runSlice = async (
  deps: JobSliceDeps,
  job: Job,
  { messageId, receives }: Pick<Delivery, 'messageId' | 'receives'>,
): Promise<Slice> => {
  const { clock, jobs, jobResourcesPerSecond } = deps;
  const begin = clock();
  const allowed = jobResourcesPerSecond * sliceSeconds;
  const size = Math.min(mostInBatch, allowed);
  const mayWait = receives < triesOfListings;
  let current: Job = job;
  let used = 0;
  for await (const batch of inJobBatches(walkOf(deps, job, size), { size, mayWait })) {
    const change = await doBatch(deps, current, batch);
    used += Math.max(batch.reads, current.phase === 'counting' ? 0 : batch.arns.length);
    const isOver = batch.isEnd || used >= allowed || clock() - begin >= sliceSeconds * 1000;
    const step = isOver ? { step: current.step + 1, stepBy: messageId } : {};
    const next = await checkpoint(jobs, current, { ...change, ...step });
    if (next === undefined || !isActive(next)) return { job: next, delaySeconds: 0 };
    current = next;
    if (isOver) break;
  }
  const seconds = used / jobResourcesPerSecond - (clock() - begin) / 1000;
  // Delays are whole seconds: a full step rounds up to keep the rate, the short one at a phase's end down.
  const delaySeconds = used >= allowed ? Math.ceil(seconds) : Math.floor(seconds);
  return { job: current, delaySeconds: Math.min(longestDelaySeconds, Math.max(0, delaySeconds)) };
};

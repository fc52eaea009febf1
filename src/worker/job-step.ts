import { claim } from '../jobs/claim.ts';
import { isActive, type Job, type JobChange, messageOf } from '../jobs/job.ts';
import { laneAnew, splitLanes, totalOf, withLane } from '../jobs/lane.ts';
import { isoTime } from '../model/clock.ts';
import { cutText } from '../model/cut-text.ts';
import { ConflictError, HeirtagError, InvalidInputError, RetryableError } from '../model/errors.ts';
import { invalidCursorCode, isCursorExpired } from '../model/page.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import type { InternalMessage } from '../queue/message.ts';
import type { Delivery } from './delivery.ts';
import { finish } from './job-record.ts';
import { type JobSliceDeps, type LaneOf, runSlice } from './job-slice.ts';
import type { WorkResult } from './work-result.ts';

export type JobMessage = Extract<InternalMessage, { kind: 'job' }>;

/** How long after a backfill's start its setting may still be on its way. */
const settingDelaySeconds = 60;

/** Longest reason a record keeps. */
const longestError = 500;

/** Why the job has nothing to do (any more); undefined when it has. */
const unwantedReason = async (
  { settings }: JobSliceDeps,
  job: Job,
): Promise<string | undefined> => {
  const { accountId, settingName } = job;
  if (accountId === null || settingName === null) return undefined;
  const { feature, rules } = await settings.read(accountId);
  const setting = rules.get(settingName);
  if (feature !== 'Enable' || setting?.status !== 'Enable') return `${settingName} is not on`;
  if (!job.waitsForSetting || setting.backfillId === job.id) return undefined;
  return `the setting of ${settingName} does not ask for this job`;
};

/** True as long as no step of it was done, and nobody resumed it. */
const isAtStart = ({ lanes }: Job): boolean => lanes.every(({ step }) => step === 0);

/** The message is sent before the setting is written: a young job may have to wait for it. */
const assertNotWaiting = ({ clock }: JobSliceDeps, job: Job, isLastAttempt: boolean): void => {
  const ageSeconds = (clock() - Date.parse(job.startedAt)) / 1000;
  if (!job.waitsForSetting || !isAtStart(job) || isLastAttempt) return;
  if (ageSeconds >= settingDelaySeconds) return;
  throw new RetryableError({
    code: 'SettingNotWritten',
    message: `job ${job.id} waits for the setting of ${job.settingName} that asks for it`,
  });
};

const end = async ({ jobs, clock }: JobSliceDeps, job: Job, change: JobChange): Promise<void> => {
  const now = isoTime(clock());
  await jobs.replace(job, { ...change, finishedAt: now, updatedAt: now });
};

/** Others' messages wait so long until the first lane has said that the job runs. */
const othersWaitSeconds = 1;

/** Gives a job its lanes, and sends the messages of all but the first: it may die, and then sends them again. */
const begunBy = async (deps: JobSliceDeps, job: Job): Promise<Job> => {
  const now = isoTime(deps.clock());
  const lanes = splitLanes(job, deps.jobLanes, now);
  const others = lanes.flatMap(({ isEnded }, at) =>
    at === 0 || isEnded ? [] : [messageOf({ ...job, lanes }, at)],
  );
  await deps.queue.send(others, othersWaitSeconds);
  const pace = { since: now, done: totalOf(job).done };
  return deps.jobs.replace(job, { status: 'running', pace, lanes, updatedAt: now });
};

type Begun =
  | { readonly kind: 'begun'; readonly job: Job }
  | { readonly kind: 'ended'; readonly reason: string };

/** Sees to it that the job may go on: it is wanted, and the one of its scope. */
const begin = async (deps: JobSliceDeps, job: Job, isLastAttempt: boolean): Promise<Begun> => {
  const cancel = async (reason: string): Promise<Begun> => {
    await end(deps, job, { status: 'cancelled', error: reason });
    return { kind: 'ended', reason: `job ${job.id} was cancelled: ${reason}` };
  };
  const reason = await unwantedReason(deps, job);
  if (reason !== undefined) {
    assertNotWaiting(deps, job, isLastAttempt);
    return cancel(reason);
  }
  if (job.status !== 'waiting') return { kind: 'begun', job };

  // A rule that was switched on again needs all of its resources done, whatever is under way.
  const takesOver = job.waitsForSetting && isAtStart(job);
  const other = await claim(deps, job, takesOver);
  if (other !== undefined) return cancel(`job ${other.id} is running`);
  return { kind: 'begun', job: await begunBy(deps, job) };
};

const isPlaceUnreadable = (failure: unknown): boolean =>
  isCursorExpired(failure) ||
  (failure instanceof InvalidInputError && failure.code === invalidCursorCode);

/** Shows on the record why the job does not go on; an operator can resume it. */
const recordFailure = async (
  deps: JobSliceDeps,
  { jobId, lane: index = 0, step }: JobMessage,
  { messageId, failure }: { readonly messageId: string; readonly failure: unknown },
): Promise<void> => {
  const job = await deps.jobs.read(jobId);
  const lane = job?.lanes[index];
  if (job === undefined || lane === undefined || !isActive(job)) return;
  if (lane.step !== step && lane.stepBy !== messageId) return;
  const text = thrownMessage(failure);
  const place = isPlaceUnreadable(failure) ? { lanes: withLane(job, index, laneAnew(lane)) } : {};
  await end(deps, job, { ...place, status: 'failed', error: cutText(text, longestError) });
};

const overtakenCode = 'JobOvertaken';

/** Somebody else goes on with the job: whatever becomes of this message, the job has not failed. */
const isOvertaken = (failure: unknown): boolean =>
  failure instanceof HeirtagError && failure.code === overtakenCode;

const overtaken = ({ jobId, step }: JobMessage): RetryableError =>
  new RetryableError({
    code: overtakenCode,
    message: `somebody else goes on with step ${step} of job ${jobId}: this message comes again to see that its next one is sent`,
  });

/** The first lane begins the job: only then has it said how many there are. */
const notBegun = ({ jobId, lane = 0 }: JobMessage): RetryableError =>
  new RetryableError({
    code: 'JobNotBegun',
    message: `lane ${lane} of job ${jobId} waits until the first one has begun the job`,
  });

/** Sends the next message of a lane; when nothing is left of any, the job is done. */
const goOn = async (
  deps: JobSliceDeps,
  { job, index }: Pick<LaneOf, 'job' | 'index'>,
  delaySeconds = 0,
): Promise<void> => {
  if (!isActive(job)) return;
  if (job.lanes[index]?.isEnded === false) {
    await deps.queue.send([messageOf(job, index)], delaySeconds);
  } else await finish(deps, job);
};

const doStep = async (
  deps: JobSliceDeps,
  message: JobMessage,
  delivery: Delivery,
): Promise<WorkResult> => {
  const { jobId, lane: index = 0, step, cause } = message;
  const { messageId, isLastAttempt } = delivery;
  const job = await deps.jobs.read(jobId);
  if (job === undefined || !isActive(job)) {
    return { kind: 'ignored', reason: `job ${jobId} is ${job?.status ?? 'not there'}` };
  }
  if (index > 0 && job.status === 'waiting') throw notBegun(message);
  const before = job.lanes[index];
  if (before === undefined) {
    return { kind: 'ignored', reason: `job ${jobId} has ${job.lanes.length} lanes` };
  }
  // Its step was done, but it died before it sent the next message: nobody else will.
  if (step === before.step - 1 && before.stepBy === messageId) {
    await goOn(deps, { job, index });
    return { kind: 'done', cause };
  }
  if (step !== before.step) {
    return { kind: 'ignored', reason: `job ${jobId} is at step ${before.step}, not ${step}` };
  }
  const begun = await begin(deps, job, isLastAttempt);
  if (begun.kind === 'ended') return { kind: 'ignored', reason: begun.reason };

  const of = { job: begun.job, index, lane: begun.job.lanes[index] ?? before };
  const slice = of.lane.isEnded ? { ...of, delaySeconds: 0 } : await runSlice(deps, of, delivery);
  // Whoever went on may have this very message, and die: it must stay until its step is done.
  if (slice.job === undefined) throw overtaken(message);
  await goOn(deps, { job: slice.job, index }, slice.delaySeconds);
  return { kind: 'done', cause };
};

/**
 * Goes on with a lane of a job and sends its next message. A message that comes again goes on where the record
 * says; one that is stale, or whose job has ended, does nothing.
 * @throws RetryableError `SettingNotWritten` while the setting that asks for the job may still come
 */
export const handleJob = async (
  deps: JobSliceDeps,
  message: JobMessage,
  delivery: Delivery,
): Promise<WorkResult> => {
  try {
    return await doStep(deps, message, delivery);
  } catch (failure) {
    if (isOvertaken(failure)) throw failure;
    // What the record says cannot be done; coming again changes nothing of it.
    if (delivery.isLastFor(failure) || failure instanceof InvalidInputError) {
      const { messageId } = delivery;
      await recordFailure(deps, message, { messageId, failure }).catch((error: unknown) => {
        // Somebody ended or resumed the job at this moment; what failed first is what must be seen.
        if (!(error instanceof ConflictError)) throw error;
      });
    }
    throw failure;
  }
};

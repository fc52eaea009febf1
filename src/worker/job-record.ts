import { isActive, type Job, type JobChange } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { isAllDone, type JobLane, withLane } from '../jobs/lane.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError } from '../model/errors.ts';

export type JobRecordDeps = { readonly jobs: JobStore; readonly clock: Clock };

const maxAttempts = 5;

const isSamePlace = (left: JobLane | undefined, right: JobLane | undefined): boolean =>
  left?.step === right?.step && left?.cursor === right?.cursor && left?.isEnded === right?.isEnded;

/** What the record says once all is done. */
const doneNow = (clock: Clock): JobChange => {
  const now = isoTime(clock());
  return { status: 'done', finishedAt: now, updatedAt: now, error: null };
};

/**
 * Writes what a batch of a lane came to, and that the job is done when nothing is left of any lane. An operator
 * may have ended the job meanwhile: then it stays ended, but what was done is counted.
 * @returns undefined when somebody else went on from the same place
 */
export const checkpoint = async (
  { jobs, clock }: JobRecordDeps,
  { job: before, index }: { readonly job: Job; readonly index: number },
  change: Partial<JobLane>,
): Promise<Job | undefined> => {
  let latest: Job | undefined = before;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    if (latest === undefined || !isSamePlace(latest.lanes[index], before.lanes[index])) {
      return undefined;
    }
    const lanes = withLane(latest, index, change);
    const end = isAllDone({ lanes }) ? doneNow(clock) : {};
    try {
      return await jobs.replace(latest, { lanes, ...end });
    } catch (failure) {
      if (!(failure instanceof ConflictError)) throw failure;
      latest = await jobs.read(before.id);
    }
  }
  return undefined;
};

/** Says on the record that a job is done, when it is, and the last of its lanes could not know that it was. */
export const finish = async ({ jobs, clock }: JobRecordDeps, seen: Job): Promise<void> => {
  let latest: Job | undefined = seen;
  for (let attempt = 1; latest !== undefined && isActive(latest); attempt += 1) {
    if (!isAllDone(latest)) return;
    try {
      latest = await jobs.replace(latest, doneNow(clock));
    } catch (failure) {
      if (!(failure instanceof ConflictError) || attempt === maxAttempts) throw failure;
      latest = await jobs.read(seen.id);
    }
  }
};

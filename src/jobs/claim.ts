import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError, RetryableError } from '../model/errors.ts';
import { isActive, isStalled, type Job, scopeOf } from './job.ts';
import type { JobLock, JobStore } from './job-store.ts';

export type ClaimDeps = { readonly jobs: JobStore; readonly clock: Clock };

const maxAttempts = 10;

type Held = { readonly lock: JobLock; readonly holder: Job | undefined };

const look = async ({ jobs }: ClaimDeps, job: Parameters<typeof scopeOf>[0]): Promise<Held> => {
  const lock = await jobs.lock(scopeOf(job));
  return { lock, holder: lock.jobId === null ? undefined : await jobs.read(lock.jobId) };
};

/** The job that keeps others from the scope; a stalled one does not. */
export const runningIn = async (
  deps: ClaimDeps,
  job: Parameters<typeof scopeOf>[0],
): Promise<Job | undefined> => {
  const { holder } = await look(deps, job);
  if (holder === undefined || !isActive(holder)) return undefined;
  return isStalled(holder, deps.clock()) ? undefined : holder;
};

/** Ends the job that held the scope. */
const supersede = async ({ jobs, clock }: ClaimDeps, holder: Job, by: Job): Promise<void> => {
  const now = isoTime(clock());
  const error = `job ${by.id} took its place`;
  await jobs.replace(holder, { status: 'cancelled', error, finishedAt: now, updatedAt: now });
};

/**
 * Makes an active job the one of its scope. The lock is always written, even when it names the job
 * already: whoever read it while the job was not active must not find it unchanged.
 * @param takesOver ends the job that has the scope, instead of leaving it to it
 * @returns the job that keeps the scope; undefined when it is ours now
 * @throws RetryableError when others kept taking it
 */
export const claim = async (
  deps: ClaimDeps,
  job: Job,
  takesOver: boolean,
): Promise<Job | undefined> => {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { lock, holder } = await look(deps, job);
    const isOther = holder !== undefined && holder.id !== job.id && isActive(holder);
    if (isOther && !takesOver && !isStalled(holder, deps.clock())) return holder;
    try {
      if (isOther) await supersede(deps, holder, job);
      await deps.jobs.takeLock(lock, job.id);
      return undefined;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  throw new RetryableError({
    code: 'JobsCompete',
    message: `job ${job.id} could not get hold of ${scopeOf(job)} in ${maxAttempts} attempts: others keep taking it`,
  });
};

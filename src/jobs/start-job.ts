import { ConflictError } from '../model/errors.ts';
import type { ChangesQueue } from '../queue/message.ts';
import { type Job, type JobStart, messageOf, newJob } from './job.ts';
import type { JobStore } from './job-store.ts';

export type StartDeps = { readonly jobs: JobStore; readonly queue: ChangesQueue };

/** A job that was made by an earlier attempt of the same start. */
const earlier = async (jobs: JobStore, id: string, conflict: ConflictError): Promise<Job> => {
  const job = await jobs.read(id);
  if (job === undefined) throw conflict;
  return job;
};

/**
 * Makes a job and sends its first message. Doing it again with the same id makes no second job; its
 * message is sent again as long as nothing has come of the first.
 * @param delaySeconds how long nobody sees the message
 */
export const startJob = async (
  { jobs, queue }: StartDeps,
  start: JobStart,
  delaySeconds = 0,
): Promise<Job> => {
  const job = await jobs.create(newJob(start)).catch((error: unknown) => {
    if (error instanceof ConflictError) return earlier(jobs, start.id, error);
    throw error;
  });
  if (job.status === 'waiting' && job.lanes[0]?.step === 0)
    await queue.send([messageOf(job)], delaySeconds);
  return job;
};

import { isActive, type Job } from './job.ts';
import { isCounted, totalOf } from './lane.ts';

/** How far a job has come; null where nothing can be said yet. */
export type Progress = {
  /** From 0 to 100; 100 only when it is done. */
  readonly percent: number | null;
  /** Associations per second since it began or was resumed. */
  readonly ratePerSecond: number | null;
  /** Until it is done, at this rate. */
  readonly secondsLeft: number | null;
};

const percentOf = (job: Job): number | null => {
  if (job.status === 'done') return 100;
  if (!isCounted(job)) return null;
  const { done, found } = totalOf(job);
  return found === 0 ? 0 : Math.min(99, Math.floor((100 * done) / found));
};

const rateOf = (job: Job, now: number): number | null => {
  if (job.pace === null) return null;
  const end = isActive(job) ? now : Date.parse(job.finishedAt ?? job.updatedAt);
  const seconds = (end - Date.parse(job.pace.since)) / 1000;
  // Less is done than before when a listing had to begin again.
  const done = Math.max(0, totalOf(job).done - job.pace.done);
  return seconds > 0 ? Math.round((10 * done) / seconds) / 10 : null;
};

const secondsLeftOf = (job: Job, rate: number | null): number | null => {
  if (job.status === 'done') return 0;
  if (job.status !== 'running' || !isCounted(job) || rate === null || rate === 0) return null;
  const { done, found } = totalOf(job);
  return Math.max(0, Math.ceil((found - done) / rate));
};

/** Says how far a job has come. @param now milliseconds since the epoch */
export const progressOf = (job: Job, now: number): Progress => {
  const ratePerSecond = rateOf(job, now);
  return { percent: percentOf(job), ratePerSecond, secondsLeft: secondsLeftOf(job, ratePerSecond) };
};

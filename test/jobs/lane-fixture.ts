import type { Job } from '../../src/jobs/job.ts';
import { type JobLane, splitLanes } from '../../src/jobs/lane.ts';

/** What tests say of what the lanes of a job came to. */
export type Came = Partial<Omit<JobLane, 'task' | 'isEnded'>> & { readonly isCounted?: boolean };

/** The lanes of a job that has begun with one lane at work: what it came to, and what was counted beside it. */
export const lanesOf = (
  job: Job,
  { found = 0, isCounted = true, ...came }: Came,
): readonly JobLane[] =>
  splitLanes(job, 1, job.updatedAt).map((lane) =>
    lane.task === 'count' ? { ...lane, found, isEnded: isCounted } : { ...lane, ...came },
  );

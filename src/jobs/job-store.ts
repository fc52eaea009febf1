import type { Page } from '../model/page.ts';
import type { Coverage } from './coverage.ts';
import type { Job, JobChange } from './job.ts';

/** Says which job is the one of a scope; when that has ended or is gone, the scope is free. */
export type JobLock = {
  readonly scope: string;
  /** 0 when nobody ever took it; each taking adds 1. */
  readonly version: number;
  readonly jobId: string | null;
};

/** Durable records of jobs. Reads are strong; a job that ended is dropped after 30 days. */
export type JobStore = {
  readonly read: (id: string) => Promise<Job | undefined>;

  /** Stores a new job. @throws ConflictError when there is one of its id; nothing is changed then */
  readonly create: (job: Job) => Promise<Job>;

  /**
   * Changes the record that was read as `previous`. A change of some lanes alone meets no other lane's: writers
   * of different lanes never wait for each other, however many there are.
   * @returns the record as stored, with what others wrote of their lanes meanwhile
   * @throws ConflictError when somebody wrote since `previous` was read: one of the lanes that it changes, or
   * anything beside the lanes; nothing is changed then
   */
  readonly replace: (previous: Job, change: JobChange) => Promise<Job>;

  /** Lists all jobs in pages, newest first. @param limit jobs a page holds at the most */
  readonly list: (limit: number, cursor: string | undefined) => Promise<Page<Job>>;

  /** Finds jobs whose id begins so, newest first. @param limit jobs at the most */
  readonly startingWith: (start: string, limit: number) => Promise<readonly Job[]>;

  /**
   * Stores what a lane of a sweep saw of an account in a part of its walk, in the place of what it stored before.
   */
  readonly recordCoverage: (job: Job, lane: number, coverage: Coverage) => Promise<void>;

  /** What a sweep saw of an account, in each part of the walk of each lane. */
  readonly coverage: (jobId: string, accountId: string) => Promise<readonly Coverage[]>;

  readonly lock: (scope: string) => Promise<JobLock>;

  /** Takes the lock that was read as `previous`. @throws ConflictError when somebody took it since */
  readonly takeLock: (previous: JobLock, jobId: string) => Promise<JobLock>;
};

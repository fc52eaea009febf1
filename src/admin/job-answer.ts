import * as z from 'zod/mini';
import { type Job, jobKinds, jobStatuses } from '../jobs/job.ts';
import { type JobLane, mostJobFailures, totalOf, workingLanes } from '../jobs/lane.ts';
import { progressOf } from '../jobs/progress.ts';
import type { JobOwner } from './job-admin.ts';

const count = z.int();

/** A job as the API tells it. */
export const jobAnswer = z.object({
  id: z.string(),
  accountId: z.nullable(z.string()).check(z.describe('null for a sweep over all accounts')),
  kind: z.enum(jobKinds),
  settingName: z.nullable(z.string()).check(z.describe('null for a sweep')),
  status: z.enum(jobStatuses),
  found: count.check(
    z.describe('associations that were counted, and those that were made since and done, too'),
  ),
  done: count.check(z.describe('associations that were looked at')),
  changed: count.check(z.describe('resources that had a tag written or taken away')),
  refused: count.check(z.describe('resources that were refused at least one tag')),
  failed: count.check(
    z.describe('resources that failed, and listings that could not be read; the rest was done'),
  ),
  failures: z
    .array(z.object({ resource: z.string(), code: z.string(), message: z.string() }))
    .check(z.describe(`the first ${mostJobFailures} of what failed, and why`)),
  percent: z.nullable(z.number()).check(z.describe('null until all is counted')),
  ratePerSecond: z
    .nullable(z.number())
    .check(z.describe('associations per second since the last start')),
  secondsLeft: z.nullable(z.number()),
  findings: z.record(z.string(), count).check(z.describe('tags that a sweep repaired, by rule')),
  lanes: z
    .array(z.object({ done: count, isEnded: z.boolean(), updatedAt: z.string() }))
    .check(z.describe('the chains that work on it side by side, each on its own slice')),
  startedAt: z.string(),
  updatedAt: z.string(),
  finishedAt: z.nullable(z.string()),
  startedBy: z.string(),
  error: z
    .nullable(z.string())
    .check(z.describe('why it failed, or was cancelled by the service itself')),
});

export type JobAnswer = z.input<typeof jobAnswer>;

/** What went wrong in a sweep over all accounts may name what belongs to another account. */
const errorFor = ({ id, accountId, error }: Job, owner: JobOwner): string | null =>
  error === null || accountId === owner ? error : `GET /v1/stage/jobs/${id} tells why`;

const tellTotal = (job: Job, owner: JobOwner) => {
  const { failures, findings, ...counts } = totalOf(job);
  return {
    ...counts,
    failures: job.accountId === owner ? [...failures] : [],
    findings: Object.fromEntries(findings),
  };
};

const tellLane = ({ done, isEnded, updatedAt }: JobLane) => ({ done, isEnded, updatedAt });

/** Tells a job. @param now milliseconds since the epoch @param owner whose call it is */
export const tellJob = (job: Job, now: number, owner: JobOwner): JobAnswer => ({
  id: job.id,
  accountId: job.accountId,
  kind: job.kind,
  settingName: job.settingName,
  status: job.status,
  ...tellTotal(job, owner),
  ...progressOf(job, now),
  lanes: workingLanes(job).map(tellLane),
  startedAt: job.startedAt,
  updatedAt: job.updatedAt,
  finishedAt: job.finishedAt,
  startedBy: job.startedBy,
  error: errorFor(job, owner),
});

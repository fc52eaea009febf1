import { isActive, type Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { totalOf } from '../jobs/lane.ts';
import type { Announcement } from './announcements.ts';
import type { Announcer } from './announcer.ts';

const endOf = (job: Job): Announcement => {
  const { id, kind, accountId, settingName, status, error } = job;
  const { startedAt, finishedAt, startedBy } = job;
  const { done, changed, refused, failed } = totalOf(job);
  return {
    kind: 'JobEnded',
    accountId,
    facts: {
      jobId: id,
      jobKind: kind,
      rule: settingName,
      status,
      startedAt,
      finishedAt,
      startedBy,
      error,
      done,
      changed,
      refused,
      failed,
    },
  };
};

/** Jobs whose ends are announced, whoever ends them. */
export const announcedJobs = (jobs: JobStore, announcer: Announcer): JobStore => ({
  ...jobs,
  replace: async (previous, change) => {
    const job = await jobs.replace(previous, change);
    if (isActive(previous) && !isActive(job)) {
      announcer.add([endOf(job)]);
      await announcer.flush();
    }
    return job;
  },
});

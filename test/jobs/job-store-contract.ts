import { beforeEach, describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/jobs/coverage.ts';
import { isActive, type Job, type JobChange, jobIdOf, newJob } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { ConflictError } from '../../src/model/errors.ts';
import { diskRule, eipRule } from '../engine/fixtures.ts';
import { allPages } from '../ledger/ledger-fixture.ts';

/** A backfill that starts so many seconds after the first. */
export const backfillAt = (seconds: number, changes: Partial<Job> = {}): Job => {
  const startedAt = new Date(Date.parse('2026-03-01T08:00:00Z') + seconds * 1000).toISOString();
  return {
    ...newJob({
      id: jobIdOf(startedAt, 'a'),
      kind: 'backfill',
      accountId: '1000000000000001',
      settingName: diskRule,
      waitsForSetting: true,
      startedAt,
      startedBy: 'alice',
    }),
    ...changes,
  };
};

const changed: JobChange = {
  status: 'running',
  phase: 'running',
  cursor: '[["ä","b",false]]',
  step: 7,
  stepBy: 'message-1',
  pace: { since: '2026-03-01T08:00:10.000Z', done: 3 },
  found: 10,
  done: 5,
  changed: 4,
  refused: 2,
  failed: 1,
  findings: new Map([
    [diskRule, 3],
    [eipRule, 1],
  ]),
  coverage: [
    {
      part: 'existing',
      accountId: '1000000000000001',
      rules: new Map([[diskRule, { looked: 9, wrong: 2, tags: 14 }]]),
    },
  ],
  failures: [{ resource: 'arn:acs:…', code: 'NoPermission', message: 'not you' }],
  updatedAt: '2026-03-01T08:00:20.000Z',
  error: 'none',
};

/** What every store of jobs must do. @param open makes an empty one */
export const describeJobStore = (name: string, open: () => Promise<JobStore>): void => {
  describe(`jobs in ${name}`, () => {
    let jobs: JobStore;
    const scope = 'backfill#1#rule';

    beforeEach(async () => {
      jobs = await open();
    });

    it('has none that nobody made', async () => {
      expect(await jobs.read('other')).toBeUndefined();
      expect(await allPages((cursor) => jobs.list(10, cursor))).toEqual([]);
    });

    it('keeps a job as it was made', async () => {
      const made = await jobs.create(backfillAt(0));

      expect(made).toEqual({ ...backfillAt(0), version: 1 });
      expect(await jobs.read(made.id)).toEqual(made);
    });

    it('refuses a second one of the same id', async () => {
      const made = await jobs.create(backfillAt(0));

      await expect(jobs.create(backfillAt(0, { startedBy: 'bob' }))).rejects.toThrow(ConflictError);
      expect(await jobs.read(made.id)).toEqual(made);
    });

    it('keeps every field of a change, and the fields that it leaves out', async () => {
      const made = await jobs.create(backfillAt(0));

      const stored = await jobs.replace(made, changed);

      expect(stored).toEqual({ ...made, ...changed, version: 2 });
      expect(await jobs.read(made.id)).toEqual(stored);
    });

    it('refuses a change of a record that somebody changed meanwhile', async () => {
      const made = await jobs.create(backfillAt(0));
      const theirs = await jobs.replace(made, { status: 'cancelled' });

      await expect(jobs.replace(made, { done: 7 })).rejects.toThrow(ConflictError);
      expect(await jobs.read(made.id)).toEqual(theirs);
    });

    it('lists jobs newest first, in pages', async () => {
      const made: Job[] = [];
      for (const seconds of [5, 1, 9, 3, 7]) made.push(await jobs.create(backfillAt(seconds)));

      const first = await jobs.list(2, undefined);
      const all = await allPages((cursor) => jobs.list(2, cursor));

      expect(first.items.length).toBe(2);
      expect(all).toEqual(made.toSorted((left, right) => (left.id < right.id ? 1 : -1)));
      expect(all.every(isActive)).toBe(true);
    });

    it('keeps what a job saw of each account, the latest of each part', async () => {
      const job = await jobs.create(backfillAt(0));
      const other = await jobs.create(backfillAt(1));
      const seen = (part: string, accountId: string, looked: number): Coverage => ({
        part,
        accountId,
        rules: new Map([[diskRule, { looked, wrong: 1, tags: 2 }]]),
      });
      await jobs.recordCoverage(job, seen('a', '1', 5));
      await jobs.recordCoverage(job, seen('b', '1', 6));
      await jobs.recordCoverage(job, seen('a', '1', 7));
      await jobs.recordCoverage(job, seen('a', '12', 8));

      expect(await jobs.coverage(job.id, '1')).toEqual([seen('a', '1', 7), seen('b', '1', 6)]);
      expect(await jobs.coverage(job.id, '12')).toEqual([seen('a', '12', 8)]);
      expect(await jobs.coverage(other.id, '1')).toEqual([]);
    });

    it('lets one job take a free lock, and the next one take it over', async () => {
      const free = await jobs.lock(scope);
      const first = await jobs.takeLock(free, 'job-1');
      const second = await jobs.takeLock(first, 'job-2');

      expect(free).toEqual({ scope, version: 0, jobId: null });
      expect(second).toEqual({ scope, version: 2, jobId: 'job-2' });
      expect(await jobs.lock(scope)).toEqual(second);
      expect((await jobs.lock('other')).jobId).toBeNull();
    });

    it('refuses a lock that somebody took since it was read, free or not', async () => {
      const free = await jobs.lock(scope);
      const taken = await jobs.takeLock(free, 'job-1');
      const theirs = await jobs.takeLock(taken, 'job-1');

      await expect(jobs.takeLock(free, 'job-2')).rejects.toThrow(ConflictError);
      await expect(jobs.takeLock(taken, 'job-2')).rejects.toThrow(ConflictError);
      expect(await jobs.lock(scope)).toEqual(theirs);
    });
  });
};

import { beforeEach, describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/jobs/coverage.ts';
import { isActive, type Job, type JobChange, jobIdOf, newJob } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { type JobLane, splitLanes, withLane } from '../../src/jobs/lane.ts';
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

const came: Partial<JobLane> = {
  cursor: '[["ä","b",false]]',
  step: 7,
  stepBy: 'message-1',
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
  updatedAt: '2026-03-01T08:00:19.000Z',
};

const changed: JobChange = {
  status: 'running',
  pace: { since: '2026-03-01T08:00:10.000Z', done: 3 },
  updatedAt: '2026-03-01T08:00:20.000Z',
  error: 'none',
};

/** A job that works in three lanes, and counts in a fourth. */
const splitJob = (jobs: JobStore, job: Job): Promise<Job> =>
  jobs.replace(job, { status: 'running', lanes: splitLanes(job, 3, job.updatedAt) });

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

      const lanes = backfillAt(0).lanes.map((lane) => ({ ...lane, version: 1 }));
      expect(made).toEqual({ ...backfillAt(0), version: 1, turn: 1, lanes });
      expect(await jobs.read(made.id)).toEqual(made);
    });

    it('refuses a second one of the same id', async () => {
      const made = await jobs.create(backfillAt(0));

      await expect(jobs.create(backfillAt(0, { startedBy: 'bob' }))).rejects.toThrow(ConflictError);
      expect(await jobs.read(made.id)).toEqual(made);
    });

    it('keeps every field of a change, and the fields that it leaves out', async () => {
      const made = await jobs.create(backfillAt(0));

      const stored = await jobs.replace(made, { ...changed, lanes: withLane(made, 0, came) });

      const lanes = made.lanes.map((lane) => ({ ...lane, ...came, version: 2 }));
      expect(stored).toEqual({ ...made, ...changed, version: 2, turn: 2, lanes });
      expect(await jobs.read(made.id)).toEqual(stored);
    });

    it('lets lanes that write at once be, and knows what each wrote', async () => {
      const made = await splitJob(jobs, await jobs.create(backfillAt(0)));

      await Promise.all(
        made.lanes.map((_, index) =>
          jobs.replace(made, { lanes: withLane(made, index, { done: index + 1 }) }),
        ),
      );

      const stored = await jobs.read(made.id);
      expect(stored?.lanes.map(({ done }) => done)).toEqual([1, 2, 3, 4]);
      expect(stored).toMatchObject({ status: 'running', turn: made.turn });
    });

    it('lets somebody end a job while its lanes write, and each of them know', async () => {
      const made = await splitJob(jobs, await jobs.create(backfillAt(0)));
      await jobs.replace(made, { lanes: withLane(made, 1, { done: 5 }) });

      const ended = await jobs.replace(made, { status: 'cancelled' });

      expect(ended).toMatchObject({ status: 'cancelled', lanes: [{}, { done: 5 }, {}, {}] });
      await expect(jobs.replace(made, { lanes: withLane(made, 2, { done: 7 }) })).rejects.toThrow(
        ConflictError,
      );
    });

    it('refuses a second write of a lane from one place', async () => {
      const made = await splitJob(jobs, await jobs.create(backfillAt(0)));
      const first = await jobs.replace(made, { lanes: withLane(made, 2, { done: 5 }) });

      await expect(jobs.replace(made, { lanes: withLane(made, 2, { done: 7 }) })).rejects.toThrow(
        ConflictError,
      );
      expect(await jobs.read(made.id)).toEqual(first);
    });

    it('says that a job was seen when any of its lanes was', async () => {
      const made = await splitJob(jobs, await jobs.create(backfillAt(0)));
      const updatedAt = '2026-03-01T09:00:00.000Z';

      const stored = await jobs.replace(made, { lanes: withLane(made, 1, { updatedAt }) });

      expect(stored.updatedAt).toBe(updatedAt);
    });

    it('refuses a change of a record that somebody changed meanwhile', async () => {
      const made = await jobs.create(backfillAt(0));
      const theirs = await jobs.replace(made, { status: 'cancelled' });

      await expect(jobs.replace(made, { status: 'done' })).rejects.toThrow(ConflictError);
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

    it('keeps what each lane saw of each account, the latest of each part', async () => {
      const job = await jobs.create(backfillAt(0));
      const other = await jobs.create(backfillAt(1));
      const seen = (part: string, accountId: string, looked: number): Coverage => ({
        part,
        accountId,
        rules: new Map([[diskRule, { looked, wrong: 1, tags: 2 }]]),
      });
      await jobs.recordCoverage(job, 0, seen('a', '1', 5));
      await jobs.recordCoverage(job, 0, seen('b', '1', 6));
      await jobs.recordCoverage(job, 0, seen('a', '1', 7));
      await jobs.recordCoverage(job, 0, seen('a', '12', 8));
      await jobs.recordCoverage(job, 2, seen('a', '1', 9));

      expect(await jobs.coverage(job.id, '1')).toEqual([
        seen('a', '1', 7),
        seen('a', '1', 9),
        seen('b', '1', 6),
      ]);
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

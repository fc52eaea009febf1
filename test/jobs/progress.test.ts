import { describe, expect, it } from 'vitest';
import { type Job, jobStatuses } from '../../src/jobs/job.ts';
import { progressOf } from '../../src/jobs/progress.ts';
import { fc } from '../properties.ts';
import { backfillAt } from './job-store-contract.ts';
import { type Came, lanesOf } from './lane-fixture.ts';

const start = Date.parse('2026-03-01T08:00:00Z');
const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

const running = (came: Came, changes: Partial<Job> = {}): Job =>
  backfillAt(0, {
    status: 'running',
    pace: { since: at(0), done: 0 },
    lanes: lanesOf(backfillAt(0), came),
    ...changes,
  });

describe('progress', () => {
  it('is not known before all is counted', () => {
    const waiting = backfillAt(0);
    const counting = running({ found: 70, done: 9, isCounted: false });

    const unknown = { percent: null, ratePerSecond: null, secondsLeft: null };
    expect(progressOf(waiting, start + 9000)).toEqual(unknown);
    expect(progressOf(counting, start + 9000)).toEqual({ ...unknown, ratePerSecond: 1 });
  });

  it('is the share done, the rate so far, and what is left at this rate', () => {
    const job = running({ found: 200, done: 50 });

    expect(progressOf(job, start + 10_000)).toEqual({
      percent: 25,
      ratePerSecond: 5,
      secondsLeft: 30,
    });
  });

  it('has the rate since the job was resumed, whatever was done before', () => {
    const job = running({ found: 200, done: 110 }, { pace: { since: at(1000), done: 100 } });

    expect(progressOf(job, start + 1_002_000)).toEqual({
      percent: 55,
      ratePerSecond: 5,
      secondsLeft: 18,
    });
  });

  it('does not reach 100 before the job is done, even when more came than was counted', () => {
    expect(progressOf(running({ found: 10, done: 12 }), start + 1000)).toMatchObject({
      percent: 99,
      secondsLeft: 0,
    });
    expect(progressOf(running({ found: 0, done: 0 }), start + 1000)).toMatchObject({
      percent: 0,
      secondsLeft: null,
    });
  });

  it('stays as it was at the end', () => {
    const done = running({ found: 10, done: 10 }, { status: 'done', finishedAt: at(5) });
    const cancelled = running({ found: 10, done: 5 }, { status: 'cancelled', finishedAt: at(5) });

    expect(progressOf(done, start + 99_000)).toEqual({
      percent: 100,
      ratePerSecond: 2,
      secondsLeft: 0,
    });
    expect(progressOf(cancelled, start + 99_000)).toEqual({
      percent: 50,
      ratePerSecond: 1,
      secondsLeft: null,
    });
  });

  it('is never a number that means nothing', () => {
    const count = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...jobStatuses),
        fc.record({ found: count, done: count, isCounted: fc.boolean() }),
        fc.option(fc.record({ since: fc.constant(at(0)), done: fc.nat({ max: 100 }) })),
        fc.integer({ min: -5000, max: 5_000_000 }),
        (status, came, pace, elapsed) => {
          const job = running(came, { status, pace });
          for (const value of Object.values(progressOf(job, start + elapsed))) {
            expect(value === null || Number.isFinite(value)).toBe(true);
          }
          const { percent } = progressOf(job, start + elapsed);
          expect(percent === 100).toBe(status === 'done');
        },
      ),
    );
  });
});

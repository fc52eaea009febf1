import { describe, expect, it } from 'vitest';
import { totalOf } from '../../src/jobs/lane.ts';
import { readJob } from '../../src/jobs/stored-job.ts';
import { diskRule } from '../engine/fixtures.ts';

/** A job as it was stored when it was one chain, half way. */
const chain = {
  pk: 'jobs',
  sk: 'j1kjm6jm00t0az65',
  version: 9,
  kind: 'sweep',
  accountId: null,
  settingName: null,
  waitsForSetting: false,
  status: 'running',
  phase: 'running',
  cursor: '[["existing","a",false,"",40,0]]',
  step: 4,
  stepBy: 'm-3',
  pace: { since: '2026-03-01T08:00:10.000Z', done: 0 },
  found: 90,
  done: 40,
  changed: 7,
  refused: 2,
  failed: 1,
  findings: [[diskRule, 3]],
  failures: [{ resource: 'disk/d-1', code: 'NoPermission', message: 'not you' }],
  coverage: [{ part: 'existing', accountId: '1', rules: [[diskRule, 40, 7, 60]] }],
  startedAt: '2026-03-01T08:00:00.000Z',
  updatedAt: '2026-03-01T08:01:00.000Z',
  finishedAt: null,
  startedBy: 'schedule',
  error: null,
};

describe('a job that was stored as one chain', () => {
  it('is one lane that goes on where it stood, with all counted', () => {
    const job = readJob(chain);

    expect(job).toMatchObject({
      id: chain.sk,
      version: 9,
      turn: 0,
      status: 'running',
      lanes: [
        { task: 'work', cursor: chain.cursor, step: 4, stepBy: 'm-3', isEnded: false },
        { task: 'count', isEnded: true },
      ],
    });
    expect(totalOf(job)).toEqual({
      found: 90,
      done: 40,
      changed: 7,
      refused: 2,
      failed: 1,
      findings: new Map([[diskRule, 3]]),
      failures: chain.failures,
    });
    expect(job.lanes[0]?.coverage).toEqual([
      {
        part: 'existing',
        accountId: '1',
        rules: new Map([[diskRule, { looked: 40, wrong: 7, tags: 60 }]]),
      },
    ]);
  });

  it.each(['counting', 'waiting'])(
    'begins as jobs begin now while it had only counted, %s, with the message that is under way',
    (status) => {
      const job = readJob({ ...chain, status, phase: 'counting', done: 0 });

      expect(job).toMatchObject({
        status: 'waiting',
        lanes: [{ task: 'work', cursor: null, step: 4, stepBy: 'm-3', done: 0 }],
      });
      expect(job.lanes.length).toBe(1);
    },
  );

  it('stays as it ended', () => {
    const done = readJob({ ...chain, status: 'done', done: 90 });
    const cancelled = readJob({ ...chain, status: 'cancelled' });

    expect(done).toMatchObject({ status: 'done', lanes: [{ isEnded: true }, { isEnded: true }] });
    expect(cancelled).toMatchObject({ status: 'cancelled', lanes: [{ isEnded: false }, {}] });
  });

  it('may say nothing of failures and coverage', () => {
    const { failures: _, coverage: __, ...older } = chain;

    expect(readJob(older).lanes[0]).toMatchObject({ failures: [], coverage: null });
  });
});

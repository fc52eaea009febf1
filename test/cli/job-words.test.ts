import { expect, it } from 'vitest';
import { jobFacts, jobSchema } from '../../src/cli/job-words.ts';

const answer = {
  id: '20260301T080000000Z-a',
  accountId: '1000000000000001',
  kind: 'sweep',
  settingName: null,
  status: 'done',
  found: 2,
  done: 2,
  changed: 0,
  refused: 0,
  failed: 1,
  percent: 100,
  ratePerSecond: null,
  secondsLeft: 0,
  findings: {},
  startedAt: '2026-03-01T08:00:00.000Z',
  updatedAt: '2026-03-01T08:00:00.000Z',
  finishedAt: '2026-03-01T08:00:00.000Z',
  startedBy: 'alice',
  error: null,
};

it('tells of a job what failed, and why', () => {
  const failures = [{ resource: 'disk/d-1', code: 'NoPermission', message: 'not you' }];

  const facts = jobFacts(jobSchema.parse({ ...answer, failures }));

  expect(facts).toContainEqual([
    'failed',
    { text: 'disk/d-1: NoPermission: not you', style: 'red' },
  ]);
});

it('tells how far each of several lanes has come, and nothing of a single one', () => {
  const lanes = [
    { done: 40, isEnded: true },
    { done: 7, isEnded: false },
  ];

  const ofSeveral = jobFacts(jobSchema.parse({ ...answer, lanes }));
  const ofOne = jobFacts(jobSchema.parse({ ...answer, lanes: lanes.slice(1) }));

  expect(ofSeveral).toContainEqual(['done in 2 lanes', '40 (ended), 7']);
  expect(ofOne.map(([name]) => name).join()).not.toContain('lanes');
});

it('tells of a job of a stage that does not say what failed only how many', () => {
  const facts = jobFacts(jobSchema.parse(answer));

  expect(facts).toContainEqual(['resources failed', '1']);
  expect(facts.filter(([name]) => name === 'failed')).toEqual([]);
});

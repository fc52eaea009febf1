import { expect, it } from 'vitest';
import { undoneOf } from '../../../bench/custodian/run-heirtag.ts';

const jobs = (...statuses: readonly string[]) => ({
  jobs: statuses.map((status) => ({
    status,
    error: status === 'cancelled' ? 'rule is off' : null,
  })),
});

it.each([
  { answer: jobs(), undone: 'no job' },
  { answer: jobs('done', 'running'), undone: 'running' },
  { answer: jobs('done'), undone: undefined },
])('waits for $answer.jobs as $undone', ({ answer, undone }) => {
  expect(undoneOf(answer)).toBe(undone);
});

it.each(['cancelled', 'failed'])('does not wait for a job that is %s', (status) => {
  expect(() => undoneOf(jobs('done', status))).toThrow(`should have been done, and is ${status}`);
});

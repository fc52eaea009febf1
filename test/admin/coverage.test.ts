import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import type { RuleCoverage } from '../../src/jobs/coverage.ts';
import { type Job, jobIdOf, newJob } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { newLane } from '../../src/jobs/lane.ts';
import { diskRule, eipRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

const accountId = '1000000000000001';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;
let jobs: JobStore;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
  jobs = api.services.jobs;
});

const sweepAt = (hour: number, change: Partial<Job> = {}): Promise<Job> => {
  const startedAt = `2026-03-01T0${hour}:00:00.000Z`;
  const start = {
    id: jobIdOf(startedAt, `sweep ${hour}`),
    kind: 'sweep',
    accountId: null,
    settingName: null,
    waitsForSetting: false,
    startedAt,
    startedBy: 'schedule',
  } as const;
  return jobs.create({ ...newJob(start), status: 'done', finishedAt: startedAt, ...change });
};

const seen = (looked: number, wrong: number, tags: number): RuleCoverage => ({
  looked,
  wrong,
  tags,
});

const coverage = async () => (await api.send('GET', '/v1/coverage')).body;

it('is none while no sweep has come to its end', async () => {
  await sweepAt(1, { status: 'failed' });

  expect(await coverage()).toEqual({
    sweep: null,
    rules: [],
    total: { looked: 0, wrong: 0, tags: 0, percent: null },
  });
});

it('adds up by rule what the last sweep saw of the account, and of no other', async () => {
  const rules = new Map<SettingName, RuleCoverage>([[diskRule, seen(300, 1, 500)]]);
  const sweep = await sweepAt(2);
  await jobs.recordCoverage(sweep, 0, { part: 'existing', accountId, rules });
  await jobs.recordCoverage(sweep, 0, {
    part: 'accounts',
    accountId,
    rules: new Map<SettingName, RuleCoverage>([
      [diskRule, seen(1, 0, 2)],
      [eipRule, seen(0, 0, 0)],
    ]),
  });
  await jobs.recordCoverage(sweep, 0, { part: 'existing', accountId: '42', rules });

  expect(await coverage()).toEqual({
    sweep: {
      id: sweep.id,
      accountId: null,
      startedAt: '2026-03-01T02:00:00.000Z',
      finishedAt: '2026-03-01T02:00:00.000Z',
    },
    rules: [
      { settingName: diskRule, looked: 301, wrong: 1, tags: 502, percent: 99.66 },
      { settingName: eipRule, looked: 0, wrong: 0, tags: 0, percent: null },
    ],
    total: { looked: 301, wrong: 1, tags: 502, percent: 99.66 },
  });
});

it('is that of the one before while a sweep runs, and none of a version that did not count', async () => {
  const sweep = await sweepAt(1);
  await jobs.recordCoverage(sweep, 0, {
    part: 'existing',
    accountId,
    rules: new Map<SettingName, RuleCoverage>([[diskRule, seen(5, 5, 0)]]),
  });
  await sweepAt(2, {
    lanes: [newLane({ task: 'work', coverage: null, updatedAt: '2026-03-01T02:00:00.000Z' })],
  });
  await sweepAt(3, { status: 'running', finishedAt: null });

  expect(await coverage()).toMatchObject({
    sweep: { id: sweep.id },
    rules: [{ settingName: diskRule, percent: 0 }],
  });
});

it('is nothing where the last sweep saw nothing, whatever one before saw', async () => {
  await jobs.recordCoverage(await sweepAt(1), 0, {
    part: 'existing',
    accountId,
    rules: new Map<SettingName, RuleCoverage>([[diskRule, seen(5, 0, 5)]]),
  });
  const { id } = await sweepAt(2);

  expect(await coverage()).toMatchObject({ sweep: { id }, rules: [], total: { percent: null } });
});

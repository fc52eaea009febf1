import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/clouds/catalogue.ts';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import type { JobStatus } from '../../src/jobs/job.ts';
import { failuresKept, mostJobLanes, newLane, splitLanes } from '../../src/jobs/lane.ts';
import { TerminalError } from '../../src/model/errors.ts';
import { expiryAttribute } from '../../src/storage/schema.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { backfillAt, describeJobStore } from './job-store-contract.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const open = async () => {
  const { table } = await dynamoDb.createTable();
  return { table, jobs: createDynamoDbJobs({ table }) };
};

describeJobStore('DynamoDB', async () => (await open()).jobs);

describe('the item of a job', () => {
  const afterThirtyDays = Date.parse('2026-03-31T08:00:00Z') / 1000;

  it.each<[JobStatus, number | null]>([
    ['waiting', afterThirtyDays],
    ['running', null],
    ['done', afterThirtyDays],
    ['cancelled', afterThirtyDays],
    ['failed', afterThirtyDays],
  ])('of a job that is %s expires at %s', async (status, expiry) => {
    const { table, jobs } = await open();

    const { id } = await jobs.replace(await jobs.create(backfillAt(0)), { status });

    expect((await table.get({ pk: 'jobs', sk: id }))?.[expiryAttribute]).toBe(expiry);
  });

  it('holds as many lanes, failures, findings and counts of a sweep as there may be, with the longest texts', async () => {
    const { jobs } = await open();
    const rules = catalogue.map(({ settingName }) => settingName);
    const seen = { looked: 1e12, wrong: 1e12, tags: 1e12 };

    const updatedAt = '2026-03-01T08:00:00.000Z';
    const begun = newLane({ task: 'work', coverage: [], updatedAt });
    const lanes = splitLanes({ lanes: [begun] }, mostJobLanes, updatedAt);
    const full = lanes.map((lane) => ({
      ...lane,
      failures: Array.from({ length: failuresKept({ lanes }) }, () => ({
        resource: '源'.repeat(512),
        code: 'C'.repeat(128),
        message: '错'.repeat(300),
      })),
      findings: new Map(rules.map((rule) => [rule, 1e12])),
      coverage: [
        {
          part: '15',
          accountId: '9'.repeat(64),
          rules: new Map(rules.map((rule) => [rule, seen])),
        },
      ],
      cursor: 'c'.repeat(4096),
    }));

    const made = await jobs.create(
      backfillAt(0, { kind: 'sweep', lanes: full, error: '错'.repeat(500) }),
    );

    expect(made.lanes.length).toBe(mostJobLanes + 1);
    expect(await jobs.read(made.id)).toEqual(made);
  });

  it('is refused with the name of the job when it is not one of ours', async () => {
    const { table, jobs } = await open();
    await table.put({ pk: 'jobs', sk: 'job-1', version: 1, status: 'odd' }, { kind: 'any' });

    await expect(jobs.read('job-1')).rejects.toThrow(TerminalError);
    await expect(jobs.read('job-1')).rejects.toThrow(/job-1.*status/s);
  });
});

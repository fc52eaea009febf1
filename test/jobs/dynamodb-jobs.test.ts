import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/clouds/catalogue.ts';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import { type JobStatus, mostJobFailures } from '../../src/jobs/job.ts';
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

  it.each<[JobStatus, number | undefined]>([
    ['waiting', afterThirtyDays],
    ['counting', undefined],
    ['running', undefined],
    ['done', afterThirtyDays],
    ['cancelled', afterThirtyDays],
    ['failed', afterThirtyDays],
  ])('of a job that is %s expires at %s', async (status, expiry) => {
    const { table, jobs } = await open();

    const { id } = await jobs.replace(await jobs.create(backfillAt(0)), { status });

    expect((await table.get({ pk: 'jobs', sk: id }))?.[expiryAttribute]).toBe(expiry);
  });

  it('that says nothing about failures can be read', async () => {
    const { table, jobs } = await open();
    const { id } = await jobs.create(backfillAt(0));
    const { failures: _, ...old } = (await table.get({ pk: 'jobs', sk: id })) ?? { pk: '', sk: '' };
    await table.put(old, { kind: 'any' });

    expect(await jobs.read(id)).toMatchObject({ id, failures: [] });
  });

  it('holds as many failures, findings and counts of a sweep as there may be, with the longest texts', async () => {
    const { jobs } = await open();
    const rules = catalogue.map(({ settingName }) => settingName);
    const seen = { looked: 1e12, wrong: 1e12, tags: 1e12 };

    const made = await jobs.create(
      backfillAt(0, {
        kind: 'sweep',
        failures: Array.from({ length: mostJobFailures }, () => ({
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
        error: '错'.repeat(500),
      }),
    );

    expect(await jobs.read(made.id)).toEqual(made);
  });

  it('that kept no coverage is known from one that saw nothing', async () => {
    const { table, jobs } = await open();
    const { id } = await jobs.create(backfillAt(0, { kind: 'sweep', coverage: [] }));
    const { coverage: _, ...old } = (await table.get({ pk: 'jobs', sk: id })) ?? { pk: '', sk: '' };
    expect(await jobs.read(id)).toMatchObject({ coverage: [] });

    await table.put(old, { kind: 'any' });

    expect(await jobs.read(id)).toMatchObject({ id, coverage: null });
  });

  it('is refused with the name of the job when it is not one of ours', async () => {
    const { table, jobs } = await open();
    await table.put({ pk: 'jobs', sk: 'job-1', version: 1, status: 'odd' }, { kind: 'any' });

    await expect(jobs.read('job-1')).rejects.toThrow(TerminalError);
    await expect(jobs.read('job-1')).rejects.toThrow(/job-1.*status/s);
  });
});

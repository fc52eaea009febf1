import { afterAll, beforeAll, expect, it } from 'vitest';
import { claim, runningIn } from '../../src/jobs/claim.ts';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import { scopeOf } from '../../src/jobs/job.ts';
import { ConflictError } from '../../src/model/errors.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { backfillAt } from './job-store-contract.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

it('lets nobody take a lock who read it before the job that holds it went on', async () => {
  const { table } = await dynamoDb.createTable();
  const jobs = createDynamoDbJobs({ table });
  const deps = { jobs, clock: () => Date.parse('2026-03-01T08:00:00Z') };
  const job = await jobs.create(backfillAt(0));
  await claim(deps, job, false);
  const readBefore = await jobs.lock(scopeOf(job));

  expect(await claim(deps, job, false)).toBeUndefined();

  await expect(jobs.takeLock(readBefore, 'another')).rejects.toThrow(ConflictError);
});

it('lets a job that stands still for long keep nobody from its scope', async () => {
  const { table } = await dynamoDb.createTable();
  const jobs = createDynamoDbJobs({ table });
  const job = await jobs.create(backfillAt(0));
  const startedAt = Date.parse(job.updatedAt);
  await claim({ jobs, clock: () => startedAt }, job, false);

  const soon = await runningIn({ jobs, clock: () => startedAt + 60_000 }, job);
  const late = await runningIn({ jobs, clock: () => startedAt + 7_200_000 }, job);

  expect([soon?.id, late]).toEqual([job.id, undefined]);
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import { messageOf } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { startJob } from '../../src/jobs/start-job.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { backfillAt } from './job-store-contract.ts';

let dynamoDb: EmbeddedDynamoDb;
let jobs: JobStore;
let sent: InternalMessage[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const { table } = await dynamoDb.createTable();
  jobs = createDynamoDbJobs({ table });
  sent = [];
});

const start = () => {
  const queue = {
    send: async (messages: readonly InternalMessage[]) => {
      sent.push(...messages);
    },
  };
  return startJob({ jobs, queue }, backfillAt(0));
};

it('sends the first message of a job again while nothing has come of it', async () => {
  const job = await start();

  const again = await start();

  expect(again).toEqual(job);
  expect(sent).toEqual([messageOf(job), messageOf(job)]);
});

it('sends nothing for a job that has begun', async () => {
  const job = await start();
  await jobs.replace(job, { status: 'running' });

  await start();

  expect(sent.length).toBe(1);
});

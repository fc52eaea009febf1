import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import { jobIdOf, newJob } from '../../src/jobs/job.ts';
import { startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { startEmbeddedSqs } from '../../src/local/embedded-sqs.ts';
import { localTables } from '../../src/local/start-local.ts';
import { isoTime } from '../../src/model/clock.ts';
import { createSendBodies } from '../../src/queue/send-bodies.ts';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable } from '../../src/storage/table.ts';

/** A message that failed every time, whatever it was: what a resource is like now is looked at again. */
const deadLetter = JSON.stringify({
  heirtag: 1,
  kind: 'keys',
  arns: ['arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-dead'],
  cause: {
    eventId: 'dead',
    eventName: 'AttachDisk',
    eventTime: '2026-03-01T08:00:00.000Z',
    principal: 'somebody',
  },
});

/** How many dead letters there are at first. */
export const deadLetters = 2;

const leaveDeadLetters = async (dataDir: string): Promise<void> => {
  const folder = join(dataDir, 'sqs');
  await mkdir(folder, { recursive: true });
  const sqs = await startEmbeddedSqs({ folder, maxReceives: 100, visibilitySeconds: 60 });
  const client = new SQSClient(sqs.reach);
  const send = createSendBodies({ client: () => client, queueUrl: sqs.deadLetterQueueUrl });
  await send(Array.from({ length: deadLetters }, () => deadLetter));
  client.destroy();
  await sqs.stop();
};

/** Whose sweep lost its message: it stays as it is until somebody does something. */
export const stuckAccount = '1000000000000001';

const leaveStuckJob = async (dataDir: string): Promise<void> => {
  const folder = join(dataDir, 'dynamodb');
  await mkdir(folder, { recursive: true });
  const dynamoDb = await startEmbeddedDynamoDb(folder);
  const client = new DynamoDBClient(dynamoDb.reach);
  await createTableIfMissing(client, localTables.state);
  const startedAt = isoTime(Date.now());
  const start = {
    id: jobIdOf(startedAt, 'stuck'),
    kind: 'sweep',
    accountId: stuckAccount,
    settingName: null,
    waitsForSetting: false,
    startedAt,
    startedBy: 'alice',
  } as const;
  const jobs = createDynamoDbJobs({ table: openTable(client, localTables.state) });
  await jobs.create({ ...newJob(start), status: 'running' });
  client.destroy();
  await dynamoDb.stop();
};

/** Leaves what a service leaves in its data folder that was stopped in the middle of things. */
export const leaveBehind = async (dataDir: string): Promise<void> => {
  await leaveDeadLetters(dataDir);
  await leaveStuckJob(dataDir);
};

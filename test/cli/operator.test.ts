import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import { jobIdOf, newJob } from '../../src/jobs/job.ts';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import { startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { startEmbeddedSqs } from '../../src/local/embedded-sqs.ts';
import { localTables } from '../../src/local/start-local.ts';
import { isoTime } from '../../src/model/clock.ts';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable } from '../../src/storage/table.ts';
import { disk, entry } from '../engine/fixtures.ts';
import { type RunnerProcess, startRunner } from '../local/runner-process.ts';
import { heirtag, heirtagJson } from './cli-process.ts';

const startedAt = isoTime(Date.now());
const jobId = jobIdOf(startedAt, 'stuck');
const failedAt = isoTime(Date.now() - 60_000);
const failedSweep = jobIdOf(failedAt, 'failed');

/** A contested tag, and a job whose message was lost: it stays as it is until somebody does something. */
const leaveState = async (folder: string): Promise<void> => {
  const dynamoDb = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const client = new DynamoDBClient(dynamoDb.reach);
  await createTableIfMissing(client, localTables.state);
  const table = openTable(client, localTables.state);
  const ledger = createDynamoDbLedger({ table, clock: Date.now });
  const contest = { since: startedAt, by: 'bob', theirs: 'mine' };
  await ledger.replace(await ledger.read(disk), {
    intent: null,
    entries: new Map([['cost', entry('cost', 'shanghai', { contest })]]),
    refusals: new Map(),
  });
  await createDynamoDbJobs({ table }).create({
    ...newJob({
      id: jobId,
      kind: 'sweep',
      accountId: '1000000000000001',
      settingName: null,
      waitsForSetting: false,
      startedAt,
      startedBy: 'alice',
    }),
    status: 'running',
  });
  await createDynamoDbJobs({ table }).create({
    ...newJob({
      id: failedSweep,
      kind: 'sweep',
      accountId: null,
      settingName: null,
      waitsForSetting: false,
      startedAt: failedAt,
      startedBy: 'schedule',
    }),
    status: 'failed',
    error: 'AccessDenied: sts:AssumeRole',
    finishedAt: failedAt,
  });
  client.destroy();
  await dynamoDb.stop();
};

/** An event that was too much for the worker once; it touches nothing. */
const deadEvent = {
  eventId: 'e-1',
  eventName: 'DescribeInstances',
  eventType: 'ApiCall',
  serviceName: 'Ecs',
};

/** A message that nobody could handle. */
const leaveDeadLetter = async (folder: string): Promise<void> => {
  const sqs = await startEmbeddedSqs({
    folder: join(folder, 'sqs'),
    maxReceives: 5,
    visibilitySeconds: 60,
  });
  const client = new SQSClient(sqs.reach);
  await client.send(
    new SendMessageCommand({
      QueueUrl: sqs.deadLetterQueueUrl,
      MessageBody: JSON.stringify(deadEvent),
    }),
  );
  client.destroy();
  await sqs.stop();
};

let folder: string;
let runner: RunnerProcess;
const env = () => ({ HEIRTAG_ENDPOINT: runner.url });
const run = (...args: readonly string[]) => heirtag(args, { env: env() });
const ask = (...args: readonly string[]) => heirtagJson(args, { env: env() });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-operator-'));
  await leaveState(folder);
  await leaveDeadLetter(folder);
  runner = await startRunner(folder);
  await run('feature', 'enable');
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

describe('an operator on the command line', () => {
  it('shows dead letters and leaves them, then moves them back to the queue', async () => {
    const before = await ask('dead-letters', 'list');
    const again = await run('dead-letters', 'list');

    const { code, stdout } = await run('dead-letters', 'redrive');

    expect(before).toEqual({
      dead: 1,
      deadLetters: [
        {
          id: expect.stringMatching(/./),
          sentAt: expect.stringMatching(/^20\d\d-/),
          error: null,
          kind: expect.any(String),
          body: expect.any(String),
        },
      ],
    });
    expect(again.stdout).toMatch(/^SENT +KIND +ID +WHY +BODY\n20\d\d-/);
    expect([code, stdout]).toEqual([0, '1 dead letter moved back to the queue, 0 left\n']);
    expect(await ask('dead-letters', 'list')).toEqual({ dead: 0, deadLetters: [] });
  });

  it('moves no dead letter twice that dies again meanwhile', async () => {
    const limits: unknown[] = [];
    const answers = [
      { moved: 100, left: 50 },
      { moved: 50, left: 3 },
    ];
    const server = createServer(async (request, response) => {
      limits.push(JSON.parse(await text(request)));
      response.end(JSON.stringify(answers.shift() ?? { moved: 3, left: 0 }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());

    const answer = await heirtagJson(['dead-letters', 'redrive'], {
      env: { HEIRTAG_ENDPOINT: `http://127.0.0.1:${port}` },
    });

    server.close();
    expect(answer).toEqual({ moved: 150, left: 3 });
    expect(limits).toEqual([{ limit: 100 }, { limit: 50 }]);
  });

  it('finds a job that counts among those that run', async () => {
    const { stdout } = await run('jobs', 'list', '--status', 'running');

    expect(stdout).toMatch(new RegExp(`^${jobId} +sweep +running`, 'm'));
    expect(stdout).not.toContain(failedSweep);
  });

  it('tells why a sweep over all accounts failed', async () => {
    const shown = await run('jobs', 'show', failedSweep);
    const watched = await run('jobs', 'watch', failedSweep);

    expect(shown.stdout).toMatch(/^error +AccessDenied: sts:AssumeRole$/m);
    expect([watched.code, watched.stderr]).toEqual([
      1,
      expect.stringContaining('the sweep was not done: AccessDenied: sts:AssumeRole'),
    ]);
  });

  it('cancels a job, and goes on with it to its end', async () => {
    const cancelled = await run('jobs', 'cancel', jobId);
    const again = await run('jobs', 'cancel', jobId);
    const watched = await run('jobs', 'watch', jobId);
    const resumed = await run('jobs', 'resume', jobId);
    const ended = await run('jobs', 'watch', jobId);
    const late = await run('jobs', 'resume', jobId);

    expect(cancelled.stdout).toMatch(/^status +cancelled$/m);
    expect([again.code, watched.code]).toEqual([0, 1]);
    expect(watched.stderr).toContain(`heirtag jobs resume ${jobId} goes on with it`);
    expect(resumed.stdout).toMatch(/^status +waiting$/m);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^status +done$/m);
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('(JobEnded, ')]);
  });

  it('ends a contest, once', async () => {
    const { stdout } = await run('contested', 'list');

    const resumed = await run('contested', 'resume', disk, 'cost');
    const again = await run('contested', 'resume', disk, 'cost');

    expect(stdout).toMatch(/^cost +shanghai +mine +bob /m);
    expect(resumed.stdout).toBe(`cost of ${disk} is repaired again\n`);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('(NotContested, ')]);
  });

  it('gives an access key a new secret', async () => {
    const issued = z.object({ accessKeyId: z.string(), accessKeySecret: z.string() });
    const made = issued.parse(await ask('access-keys', 'create', '--rights', 'full'));
    const { accessKeyId } = made;

    const rotated = await run('access-keys', 'rotate', accessKeyId, '--grace-hours', '1');
    const none = await run('access-keys', 'rotate', 'HTAKnone');

    const [, secret] = /^access key secret +(\S+)$/m.exec(rotated.stdout) ?? [];
    expect(secret).toMatch(/^\w{40}$/);
    expect(secret).not.toBe(made.accessKeySecret);
    expect(rotated.stdout).toMatch(/^old secret counts until +\d{4}-/m);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('(AccessKeyNotFound, ')]);
  });
});

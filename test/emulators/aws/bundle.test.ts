import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTagsCommand, DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordOf } from '../../../bench/measured/world.ts';
import { bundleFunction } from '../../../lib/bundling.ts';
import { startEmbeddedDynamoDb } from '../../../src/local/embedded-dynamodb.ts';
import { createDynamoDbSettings } from '../../../src/settings/dynamodb-settings.ts';
import { createTableIfMissing } from '../../../src/storage/create-table.ts';
import { openTable } from '../../../src/storage/table.ts';
import { setting } from '../../engine/fixtures.ts';
import { type Listening, listenFor } from '../../loopback.ts';
import { openAccount } from './account.ts';
import { associations } from './associations.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { type PlayedAws, startPlayedAws } from './played-aws.ts';

/** moto's own: what calls with any other credentials than a role's. */
const accountId = '123456789012';
const rule = 'rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume';
const table = 'state';
const credentials = { accessKeyId: 'any', secretAccessKey: 'any' } as const;

let aws: PlayedAws;
let database: Awaited<ReturnType<typeof startEmbeddedDynamoDb>>;
let state: Listening;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-bundle-'));
  aws = await startPlayedAws();
  database = await startEmbeddedDynamoDb();
  state = await listenFor(database);
  const client = new DynamoDBClient(database.reach);
  await createTableIfMissing(client, table);
  const settings = createDynamoDbSettings({
    table: openTable(client, table),
    newId: () => 'generation-1',
  });
  await settings.replace(await settings.read(accountId), {
    feature: 'Enable',
    rules: new Map([[rule, setting(rule)]]),
  });
  client.destroy();
});
afterAll(async () => {
  await state.stop();
  await database.stop();
  await aws.stop();
  await rm(folder, { recursive: true, force: true });
});

it('goes from a queue message to the tag call, as the worker of a stage of AWS is packed', async () => {
  const [worker, starter] = [join(folder, 'worker/index.js'), join(folder, 'starter.cjs')];
  await bundleFunction('src/handlers/worker.ts', worker, { variant: 'aws' });
  await bundleFunction('bench/measured/first-event.ts', starter);
  const sqs = new SQSClient({ endpoint: aws.endpoint, region, credentials });
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'changes' }));
  const account = openAccount(aws.endpoint, accountId);
  const made = await associations['Ec2-Instance → Ec2-Volume']?.make(account);
  const [attached] = aws.takeEvents().slice(-1);
  const Tags = [{ Key: 'cost', Value: 'blue' }];
  await account.ec2.send(new CreateTagsCommand({ Resources: [made?.primary ?? ''], Tags }));
  const now = Date.now();
  const record = recordOf({ body: JSON.stringify(attached), sentAt: now }, now);

  const child = fork(starter, [worker, JSON.stringify({ Records: [record] })], {
    env: {
      HEIRTAG_STATE_TABLE: table,
      HEIRTAG_CHANGES_QUEUE_URL: QueueUrl,
      HEIRTAG_DEAD_LETTER_QUEUE_URL: QueueUrl,
      HEIRTAG_BUS_NAME: 'any',
      HEIRTAG_CLOUD_SETTINGS: JSON.stringify({
        aws: {
          ownAccount: accountId,
          regions: [region],
          tagger: 'any-tagger',
          externalId: 'any',
          endpoint: aws.endpoint,
        },
      }),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_LAMBDA_FUNCTION_NAME: 'worker',
      AWS_ENDPOINT_URL_DYNAMODB: state.endpoint,
      AWS_ENDPOINT_URL_SQS: aws.endpoint,
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Not 'exit': that may be heard of before the message, which was sent first.
  const exit = once(child, 'close').then(([code]) => ({ answer: `ended with ${code}` }));
  const [told] = await Promise.race([once(child, 'message'), exit.then((end) => [end])]);

  expect(told).toMatchObject({ answer: { batchItemFailures: [] } });
  const { Volumes: [volume] = [] } = await account.ec2.send(
    new DescribeVolumesCommand({ VolumeIds: [made?.associated ?? ''] }),
  );
  expect(volume?.Tags).toEqual(Tags);
});

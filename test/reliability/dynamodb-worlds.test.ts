import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTable } from '../../src/storage/table.ts';
import { fc } from '../properties.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { type FlakyFront, startFlakyFront } from './flaky-front.ts';
import { randomFrom } from './random.ts';
import { playWorld } from './world/alibaba.ts';
import { anyWorld } from './world/arbitrary.ts';

const worlds = Number(process.env.HEIRTAG_DYNAMODB_WORLDS ?? 3);

let dynamoDb: EmbeddedDynamoDb;
let front: FlakyFront;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  front = await startFlakyFront(dynamoDb.endpoint, randomFrom(5));
  client = new DynamoDBClient({
    endpoint: front.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  client.destroy();
  await front.stop();
  await dynamoDb.stop();
});

it(
  "worlds on a DynamoDB that throttles, does batches in part and loses answers end in the oracle's tags",
  async () => {
    const newTable = async () => openTable(client, (await dynamoDb.createTable()).name);

    await fc.assert(
      fc.asyncProperty(anyWorld('calm', 'hasty', 'lossy', 'cramped'), async (world) => {
        await playWorld(world, { stateTable: await newTable(), cloudTable: await newTable() });
      }),
      { seed: 20_260_301, numRuns: worlds, endOnFailure: true },
    );

    expect(front.counts().throttled).toBeGreaterThan(worlds);
    expect(front.counts().partial).toBeGreaterThan(worlds);
    expect(front.counts().lost).toBeGreaterThan(worlds);
  },
  240_000 + worlds * 60_000,
);

import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCallLimit } from '../../src/tag-api/call-limit.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const openLimit = async () => {
  let now = Date.parse('2026-03-01T08:00:15Z');
  const { table } = await dynamoDb.createTable();
  const limit = createCallLimit({ table, clock: () => now, callsPerMinute: 2 });
  const wait = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { limit, wait };
};

it('lets so many calls a minute through, and says how long to wait', async () => {
  const { limit } = await openLimit();

  const waits = [
    await limit.count('key-1'),
    await limit.count('key-1'),
    await limit.count('key-1'),
  ];

  expect(waits).toEqual([0, 0, 45_000]);
});

it('counts each access key for itself', async () => {
  const { limit } = await openLimit();
  for (let call = 0; call < 3; call += 1) await limit.count('key-1');

  expect(await limit.count('key-2')).toBe(0);
});

it('begins anew with the next minute', async () => {
  const { limit, wait } = await openLimit();
  for (let call = 0; call < 3; call += 1) await limit.count('key-1');
  wait(45);

  expect(await limit.count('key-1')).toBe(0);
});

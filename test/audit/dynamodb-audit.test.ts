import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDbAudit } from '../../src/audit/dynamodb-audit.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

const accountId = '1000000000000001';
const day = 86_400;

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

it('keeps an entry 400 days', async () => {
  const time = '2026-03-01T08:00:00.000Z';
  const { table } = await dynamoDb.createTable();
  const audit = createDynamoDbAudit({ table, clock: () => Date.parse(time) });

  await audit.record({
    ...{ accountId, time, requestId: 'r-1', principal: 'local', action: 'PUT /v1/feature' },
    ...{ target: {}, input: null, outcome: 'done', code: null, counts: null },
  });

  const [item] = (await table.query({ pk: `audit#${accountId}`, limit: 1 })).items;
  expect(item?.expiresAt).toBe(Date.parse(time) / 1000 + 400 * day);
});

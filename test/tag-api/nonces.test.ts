import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Table } from '../../src/storage/table.ts';
import { createDynamoDbNonces } from '../../src/tag-api/nonces.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

const now = Date.parse('2026-03-01T08:00:00Z');

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const open = async (wrap: (table: Table) => Table = (table) => table) => {
  const { table } = await dynamoDb.createTable();
  let ids = 0;
  return createDynamoDbNonces({
    table: wrap(table),
    clock: () => now,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
};

it('lets a nonce be used once', async () => {
  const nonces = await open();

  expect(await nonces.use('key', 'n')).toBe(true);
  expect(await nonces.use('key', 'n')).toBe(false);
  expect(await nonces.use('key', 'm')).toBe(true);
});

it('keeps apart what only looks alike when key and nonce are put together', async () => {
  const nonces = await open();

  expect(await nonces.use('key', '1#n')).toBe(true);
  expect(await nonces.use('key#1', 'n')).toBe(true);
});

it('knows its own write again when the answer was lost and the client repeated it', async () => {
  const nonces = await open((table) => ({
    ...table,
    put: async (item, expectation) => {
      await table.put(item, expectation);
      await table.put(item, expectation);
    },
  }));

  expect(await nonces.use('key', 'n')).toBe(true);
});

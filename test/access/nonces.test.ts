import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDbNonces } from '../../src/access/nonces.ts';
import { openTable } from '../../src/storage/table.ts';
import { createLosingClient, type LosingClient, type Loss } from '../reliability/losing-client.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

const now = Date.parse('2026-03-01T08:00:00Z');

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const open = async (losing?: LosingClient) => {
  const { table, name } = await dynamoDb.createTable();
  return createDynamoDbNonces({
    table: losing === undefined ? table : openTable(losing.client, name),
    clock: () => now,
  });
};

it('lets a nonce be used once', async () => {
  const nonces = await open();

  expect(await nonces.use('key', 'n')).toBe(true);
  expect(await nonces.use('key', 'n')).toBe(false);
  expect(await nonces.use('key', 'm')).toBe(true);
});

it('tells which nonce was used, and uses none up by telling', async () => {
  const nonces = await open();
  await nonces.use('key', 'n');

  expect(await nonces.isUsed('key', 'n')).toBe(true);
  expect(await nonces.isUsed('key', 'm')).toBe(false);
  expect(await nonces.isUsed('other', 'n')).toBe(false);
  expect(await nonces.use('key', 'm')).toBe(true);
});

it('keeps apart what only looks alike when key and nonce are put together', async () => {
  const nonces = await open();

  expect(await nonces.use('key', '1#n')).toBe(true);
  expect(await nonces.use('key#1', 'n')).toBe(true);
});

it.each<Loss>(['one answer', 'every answer'])(
  'knows its own write again when %s was lost',
  async (loss) => {
    const losing = createLosingClient(dynamoDb.endpoint);
    losing.lose(0, loss);
    const nonces = await open(losing);

    const uses = [await nonces.use('key', 'n'), await nonces.use('key', 'n')];

    expect(uses).toEqual([true, false]);
    losing.client.destroy();
  },
);

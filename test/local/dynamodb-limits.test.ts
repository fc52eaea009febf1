import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TerminalError } from '../../src/model/errors.ts';
import { toAttributes } from '../../src/storage/attributes.ts';
import { itemBytes } from '../../src/storage/item-size.ts';
import type { Table } from '../../src/storage/table.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
afterAll(() => dynamoDb.stop());

const key = { pk: 'p', sk: 's' };

/** An item of so many bytes, in characters of three. */
const itemOf = (bytes: number) => {
  const rest = bytes - itemBytes(toAttributes({ ...key, writeId: '123456789012', text: '' }));
  return { ...key, text: '费'.repeat(Math.floor(rest / 3)) + 'x'.repeat(rest % 3) };
};

describe('an item of the embedded database', () => {
  it('holds 409,600 bytes of UTF-8', async () => {
    await table.put(itemOf(409_600), { kind: 'any' });

    expect(await table.get(key)).toEqual(itemOf(409_600));
  });

  it.each<[string, () => Promise<unknown>]>([
    ['written', () => table.put(itemOf(409_601), { kind: 'any' })],
    ['written with others', () => table.putMany([itemOf(409_700)])],
    [
      'changed in parts',
      () => table.putParts(key, { parts: [], attributes: { more: '费' }, expected: {} }),
    ],
  ])('holds no more when it is %s', async (_, write) => {
    await table.put(itemOf(409_590), { kind: 'any' });

    await expect(write()).rejects.toThrow(TerminalError);
    expect(await table.get(key)).toEqual(itemOf(409_590));
  });

  it.each([
    ['partition', { pk: '费'.repeat(683), sk: 's' }],
    ['sort', { pk: 'p', sk: '费'.repeat(342) }],
  ])('has no %s key of more bytes than DynamoDB takes', async (_, long) => {
    await expect(table.put(long, { kind: 'any' })).rejects.toThrow(TerminalError);
    await expect(table.delete(long, { kind: 'any' })).rejects.toThrow(TerminalError);
  });
});

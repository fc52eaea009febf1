import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DayRow, dayItem, listDays } from '../../src/history/days.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

const accountId = '1000000000000001';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

it('tells all of each day that it tells, where a page ends within a day', async () => {
  const { table } = await dynamoDb.createTable();
  const days = Array.from({ length: 11 }, (_, index) => `2026-03-${String(index + 10)}`);
  const shards = Array.from({ length: 110 }, (_, index) => String(index));
  const rows = days.flatMap((day) =>
    shards.map((shard): DayRow => ({ accountId, day, rule: 'rule:x', shard })),
  );
  await table.putMany(rows.map((row) => dayItem(row, 2_000_000_000)));

  const found = await listDays(table, accountId, { from: '2026-03-01', to: '2026-03-31', most: 7 });

  // 1,000 rows are nine days and a part of the tenth.
  expect([...found.rows.keys()]).toEqual(days.toReversed().slice(0, 9));
  expect([...found.rows.values()].map(({ length }) => length)).toEqual(Array(9).fill(110));
  expect(found.readDownTo).toBe('2026-03-12');
});

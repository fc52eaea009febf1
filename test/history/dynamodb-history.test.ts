import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDbHistory } from '../../src/history/dynamodb-history.ts';
import type { History, HistoryEntry, ResourceChange } from '../../src/history/history.ts';
import { itemsOf } from '../../src/history/history-item.ts';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { expiryAttribute, schemaKey } from '../../src/storage/schema.ts';
import type { Table } from '../../src/storage/table.ts';
import { cause, disk, diskRule, eip, eipRule, instance, named } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { describeHistory } from './history-contract.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const now = Date.parse('2026-03-28T08:00:00Z');

const open = async () => {
  const { table } = await dynamoDb.createTable();
  return { table, history: createDynamoDbHistory({ table, clock: () => now, keepDays: 90 }) };
};

describeHistory('DynamoDB', async () => (await open()).history);

const change: ResourceChange = {
  version: 1,
  time: '2026-03-03T12:00:00.000Z',
  cause,
  lines: ([diskRule, eipRule] as const).map((rule) => ({
    key: 'cost',
    action: 'set',
    value: 'shanghai',
    previous: null,
    rule,
    primary: instance,
    reason: 'inherited',
  })),
};

const month = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-31T00:00:00.000Z' };

it('lets every item expire after its days', async () => {
  const { table, history } = await open();

  await history.record(disk, [change]);

  for (const { pk, sk } of itemsOf(disk, change)) {
    const item = await table.get({ pk, sk });
    expect(item?.[expiryAttribute]).toBe(Date.parse(change.time) / 1000 + 90 * 86_400);
  }
});

it('reads a change as it was stored before its lines named rule and primary by number', async () => {
  const { table, history } = await open();
  const [{ pk, sk } = { pk: '', sk: '' }] = itemsOf(disk, change);
  await table.put({ pk, sk, resource: disk, ...change }, { kind: 'any' });

  const { items } = await history.ofResource(disk, month, { cursor: undefined, limit: 10 });

  expect(items).toEqual(
    change.lines.map((line) => ({ ...line, resource: disk, time: change.time, cause })),
  );
});

const scope = { accountId: '1000000000000001', rules: [diskRule, eipRule] } as const;
const always = { from: '1970-01-01T00:00:00.000Z', to: '9999-01-01T00:00:00.000Z' };

/** A history that tells which partitions it asks for. */
const watch = (table: Table, keepDays = 90) => {
  const asked: string[] = [];
  const history = createDynamoDbHistory({
    table: {
      ...table,
      query: (listing) => {
        asked.push(listing.pk);
        return table.query(listing);
      },
    },
    clock: () => now,
    keepDays,
  });
  return { asked, history };
};

const allOf = async (
  history: History,
  range = always,
  limit = 100,
): Promise<readonly HistoryEntry[]> => {
  const found: HistoryEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await history.ofRules(scope, range, { cursor, limit });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

it('asks for nothing but what there is, however long the time', async () => {
  const { table, history: writer } = await open();
  await writer.record(disk, [change]);
  const { asked, history } = watch(table);

  const found = await allOf(history);

  expect(found).toHaveLength(2);
  expect(asked).toHaveLength(1 + 2);
});

it('goes on with the next page after a month of days with changes', async () => {
  const { table, history: writer } = await open();
  for (let back = 0; back < 40; back += 1) {
    const time = new Date(now - back * 86_400_000).toISOString();
    await writer.record(disk, [{ ...change, version: back + 1, time }]);
  }
  const { history } = watch(table);

  const first = await history.ofRules(scope, always, { cursor: undefined, limit: 100 });

  expect(first.items).toHaveLength(31 * 2);
  expect(await allOf(history)).toHaveLength(40 * 2);
});

it('spreads a day over partitions that can be written side by side, a resource in one', async () => {
  const { table, history } = await open();
  for (let n = 0; n < 40; n += 1) await history.record(named('Ecs-Disk', `d-${n}`), [change]);

  const rows = await table.scan({ prefixes: ['history#1000000000000001'], cursor: undefined });

  const sizes = [...Map.groupBy(rows.items, ({ pk }) => pk).values()].map(({ length }) => length);
  expect(sizes).toHaveLength(2 * 4);
  expect(Math.max(...sizes)).toBeLessThan(20);
  expect(await allOf(history)).toHaveLength(40 * 2);
});

it('says once a process that a day has changes', async () => {
  const { table } = await open();
  const batches: number[] = [];
  const history = createDynamoDbHistory({
    table: {
      ...table,
      putMany: async (items) => {
        batches.push(items.length);
        await table.putMany(items);
      },
    },
    clock: () => now,
    keepDays: 90,
  });

  await history.record(disk, [change, { ...change, version: 2 }]);
  await history.record(disk, [{ ...change, version: 3 }]);

  expect(batches).toEqual([2 * 3 + 2, 3]);
});

it('says it again when it could not be written', async () => {
  const { table } = await open();
  let isRefusing = true;
  const history = createDynamoDbHistory({
    table: {
      ...table,
      putMany: async (items) => {
        if (isRefusing) throw new RetryableError({ code: 'Throttled', message: 'not now' });
        await table.putMany(items);
      },
    },
    clock: () => now,
    keepDays: 90,
  });
  await history.record(disk, [change]).catch(() => {});
  isRefusing = false;

  await history.record(disk, [change]);

  expect(await allOf(history)).toHaveLength(2);
});

it('lists what was kept in one partition a day, before and after a sweep has seen it', async () => {
  const { table, history } = await open();
  await table.delete(schemaKey, { kind: 'any' });
  const [, ...old] = itemsOf(disk, change);
  await table.putMany(
    old.map((item) => ({ ...item, pk: item.pk.slice(0, -2), [expiryAttribute]: 4_000_000_000 })),
  );
  await history.record(eip, [{ ...change, lines: change.lines.slice(1) }]);

  const before = await allOf(history);
  const ledger = createDynamoDbLedger({ table, clock: () => now });
  await ledger.renew(undefined);
  const { asked, history: after } = watch(table);

  expect(before).toHaveLength(3);
  expect(await allOf(after)).toEqual(before);
  expect(asked).toHaveLength(1 + 3);
});

it('misses nothing when a partition answers with a short page', async () => {
  const { table, history } = await open();
  for (let n = 1; n <= 9; n += 1) {
    const time = `2026-03-03T12:00:0${n}.000Z`;
    const [lines, resource] = n % 3 === 0 ? [change.lines.slice(1), eip] : [change.lines, disk];
    await history.record(resource, [{ ...change, version: n, time, lines }]);
  }
  const shortPages = createDynamoDbHistory({
    table: { ...table, query: (listing) => table.query({ ...listing, limit: 2 }) },
    clock: () => now,
    keepDays: 90,
  });
  const whole = await history.ofRules(scope, month, { cursor: undefined, limit: 100 });

  const found: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await shortPages.ofRules(scope, month, { cursor, limit: 100 });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);

  expect(whole.items).toHaveLength(15);
  expect(found).toEqual(whole.items);
});

it('refuses an item that is not one of ours, and names it', async () => {
  const { table, history } = await open();
  await table.put(
    { pk: `history#${disk}`, sk: '2026-03-03T12:00:00.000Z#x', lines: 1 },
    { kind: 'any' },
  );

  const listing = history.ofResource(disk, month, { cursor: undefined, limit: 10 });

  await expect(listing).rejects.toThrow(TerminalError);
  await expect(listing).rejects.toThrow(/history#arn.*lines/s);
});

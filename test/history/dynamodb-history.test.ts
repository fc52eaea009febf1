import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDbHistory } from '../../src/history/dynamodb-history.ts';
import type { ResourceChange } from '../../src/history/history.ts';
import { itemsOf } from '../../src/history/history-item.ts';
import { TerminalError } from '../../src/model/errors.ts';
import type { Listing } from '../../src/storage/listing.ts';
import { expiryAttribute } from '../../src/storage/schema.ts';
import { cause, disk, diskRule, eip, eipRule, instance } from '../engine/fixtures.ts';
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

it('asks for no day on which nothing can be left', async () => {
  const { table } = await open();
  const asked: string[] = [];
  const watched = {
    ...table,
    query: (listing: Listing) => {
      asked.push(listing.pk.slice(-10));
      return table.query(listing);
    },
  };
  const history = createDynamoDbHistory({ table: watched, clock: () => now, keepDays: 2 });

  await history.ofRules(
    { accountId: '1', rules: [diskRule] },
    { from: '1970-01-01T00:00:00.000Z', to: '9999-01-01T00:00:00.000Z' },
    { cursor: undefined, limit: 10 },
  );

  expect(asked).toEqual([
    '2026-03-29',
    '2026-03-28',
    '2026-03-27',
    '2026-03-26',
    '2026-03-25',
    '2026-03-24',
    '2026-03-23',
  ]);
});

it('looks through a month a page, and goes on with the next', async () => {
  const { table } = await open();
  let asked = 0;
  const watched = {
    ...table,
    query: (listing: Listing) => {
      asked += 1;
      return table.query(listing);
    },
  };
  const history = createDynamoDbHistory({ table: watched, clock: () => now, keepDays: 90 });
  const scope = { accountId: '1000000000000001', rules: [diskRule] } as const;
  const always = { from: '1970-01-01T00:00:00.000Z', to: '9999-01-01T00:00:00.000Z' };

  const first = await history.ofRules(scope, always, { cursor: undefined, limit: 10 });

  expect(asked).toBe(31);
  expect(first.items).toEqual([]);
  expect(first.next).toBeDefined();
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
  const scope = { accountId: '1000000000000001', rules: [diskRule, eipRule] } as const;
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

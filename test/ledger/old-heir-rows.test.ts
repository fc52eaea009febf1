import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { refusedRowsKey, schemaKey } from '../../src/storage/schema.ts';
import type { Table } from '../../src/storage/table.ts';
import { disk, entry, instance, named, refusal } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const accountId = '1000000000000001';
const clock = () => 0;
const old = Array.from({ length: 130 }, (_, n) => named('Ecs-Disk', `d-${n + 100}`));

/** A table as it was: each primary has a partition of heirs, and nothing says of which schema it is. */
const openOld = async () => {
  const { table } = await dynamoDb.createTable();
  await table.delete(schemaKey, { kind: 'any' });
  await table.putMany(old.map((heir) => ({ pk: `heirs#${instance}`, sk: heir, version: 3 })));
  return { table, ledger: createDynamoDbLedger({ table, clock }) };
};

const allOf = async <T>(
  list: (cursor: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<readonly T[]> => {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return all;
};

const heirsOf = (ledger: Ledger) => allOf((cursor) => ledger.heirs(instance, cursor));
const renew = (ledger: Ledger) => allOf(ledger.renew);

const inherit = async (ledger: Ledger, heir: Arn): Promise<void> => {
  const record = await ledger.read(heir);
  const entries = new Map([['cost', entry('cost', '1')]]);
  await ledger.replace(record, { intent: null, entries, refusals: new Map() });
};

const countCalls = (inner: Table) => {
  const calls: string[] = [];
  const table: Table = {
    ...inner,
    query: (listing) => {
      calls.push(`query ${listing.pk}`);
      return inner.query(listing);
    },
    scan: (scan) => {
      calls.push('scan');
      return inner.scan(scan);
    },
  };
  return { table, calls };
};

it('lists heirs of before and of now until the rows are moved', async () => {
  const { ledger } = await openOld();
  await inherit(ledger, disk);

  expect((await heirsOf(ledger)).toSorted()).toEqual([disk, ...old].toSorted());
});

it('moves all rows, and then lists their primaries by the account', async () => {
  const { table, ledger } = await openOld();
  await inherit(ledger, disk);

  await renew(ledger);

  expect(await heirsOf(ledger)).toEqual([disk, ...old].toSorted());
  expect(await allOf((cursor) => ledger.primaries(accountId, cursor))).toEqual([instance]);
  expect((await table.query({ pk: `heirs#${instance}`, limit: 1 })).items).toEqual([]);
});

it('moves no row over one of a later version', async () => {
  const { table, ledger } = await openOld();
  const [first = disk] = old;
  for (let version = 0; version < 5; version += 1) await inherit(ledger, first);
  const rows = async () =>
    (await table.scan({ prefixes: ['heirs-of#'], cursor: undefined })).items.map(
      ({ version }) => version,
    );
  const before = await rows();

  await renew(ledger);

  expect(before).toEqual([1]);
  expect((await rows()).toSorted()).toEqual(Array.from({ length: old.length }, () => 3));
});

it('forgets a row of before with the entry that it is for', async () => {
  const { table, ledger } = await openOld();
  const [first = disk] = old;
  for (let version = 0; version < 4; version += 1) await inherit(ledger, first);

  await ledger.replace(await ledger.read(first), {
    intent: null,
    entries: new Map(),
    refusals: new Map(),
  });
  await renew(ledger);

  expect(await heirsOf(ledger)).not.toContain(first);
  expect((await table.query({ pk: `heirs#${instance}`, limit: 1 })).items).toEqual([]);
});

it('lists each heir while others move the rows', async () => {
  const { table, ledger } = await openOld();
  const other = createDynamoDbLedger({ table, clock });

  const first = await ledger.heirs(instance, undefined);
  await renew(other);
  const rest = await allOf((cursor) => ledger.heirs(instance, cursor ?? first.next));

  expect([...new Set([...first.items, ...rest])].toSorted()).toEqual(old.toSorted());
});

it('finds what was refused before there were rows of it, however often it is asked to', async () => {
  const { table } = await dynamoDb.createTable();
  const ledger = createDynamoDbLedger({ table, clock });
  await inherit(ledger, old[0] ?? disk);
  await ledger.replace(await ledger.read(disk), {
    intent: null,
    entries: new Map(),
    refusals: new Map([['cost', refusal('cost')]]),
  });
  await table.delete({ pk: `refused#${accountId}`, sk: disk }, { kind: 'any' });
  await table.delete(refusedRowsKey, { kind: 'any' });
  const refused = () => allOf((cursor) => ledger.refused(accountId, { cursor, limit: 10 }));
  const before = await refused();

  await renew(ledger);
  await renew(createDynamoDbLedger({ table, clock }));

  expect([before, await refused()]).toEqual([[], [disk]]);
});

it('reads the whole table once, whatever is swept afterwards', async () => {
  const { table: inner } = await openOld();
  const { table, calls } = countCalls(inner);

  await renew(createDynamoDbLedger({ table, clock }));
  const scans = calls.splice(0);
  const later = createDynamoDbLedger({ table, clock });
  await renew(later);
  await allOf((cursor) => later.primaries(accountId, cursor));

  expect(scans).toContain('scan');
  expect(new Set(calls.map((call) => call.slice(0, -1)))).toEqual(
    new Set([`query heirs-of#${accountId}#`]),
  );
});

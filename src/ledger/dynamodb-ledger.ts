import * as z from 'zod/mini';
import { type Arn, parseArn } from '../clouds/arn.ts';
import { arnText } from '../clouds/arn-text.ts';
import { historyPrefix, oldDayItems } from '../history/days.ts';
import { inChunks } from '../model/chunks.ts';
import type { Clock } from '../model/clock.ts';
import { ConflictError } from '../model/errors.ts';
import { text } from '../model/fields.ts';
import { invalidCursor } from '../model/page.ts';
import type { DeleteExpectation } from '../storage/expectation.ts';
import { openRenewal } from '../storage/renewal.ts';
import { expiryAttribute, refusedRowsKey } from '../storage/schema.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import { heirRow, listHeirs, listHeirships, listPrimaries } from './heir-rows.ts';
import type { ContestedKey, Ledger, LedgerChange, LedgerRecord } from './ledger.ts';
import { readRecord, recordItem, recordKey } from './ledger-item.ts';
import { listOldHeirs, moveOldRows, oldHeirKey, oldHeirsPrefix } from './old-heir-rows.ts';
import { listRefused, makeRefusedRows, recordPrefix, refusedRow } from './refused-rows.ts';

/** Days an emptied record keeps its version, so that no writer of its past can meet a fresh one. */
const emptyRecordDays = 30;

const contestedPartition = (accountId: string): string => `contested#${accountId}`;

/** Row that finds a contested key by its account. Can be rebuilt from the records. */
const contestedKey = (resource: Arn, key: string): ItemKey => ({
  pk: contestedPartition(parseArn(resource).accountId),
  sk: JSON.stringify([resource, key]),
});

const contestedName = z.tuple([arnText, text]);

const readContestedKey = (sk: string): ContestedKey => {
  const [resource, key] = contestedName.parse(JSON.parse(sk));
  return { resource, key };
};

/** @throws InvalidInputError `InvalidParameter.Cursor` */
const assertContestedCursor = (cursor: string | undefined): void => {
  if (cursor === undefined) return;
  try {
    readContestedKey(cursor);
  } catch (cause) {
    throw invalidCursor(cursor, cause);
  }
};

/** Begins the cursor of heirs whose rows are where they belong, while others may still be elsewhere. */
const newPlace = 'new#';

/** Records that one read takes. */
const readAtOnce = 100;

const nameOf = ({ pk, sk }: ItemKey): string => JSON.stringify([pk, sk]);

/** A look-up row; one of an heir says of which primary. */
type Row = ItemKey & { readonly primary?: Arn };

/** The look-up rows that a record needs, by name. */
const rowsOf = ({ arn, entries, refusals }: LedgerRecord): ReadonlyMap<string, Row> => {
  const ofEntries = [...entries.values()].flatMap(({ key, primary, contest }) => [
    heirRow(primary, arn),
    ...(contest === null ? [] : [contestedKey(arn, key)]),
  ]);
  const rows = refusals.size === 0 ? ofEntries : [...ofEntries, refusedRow(arn)];
  return new Map(rows.map((row): [string, Row] => [nameOf(row), row]));
};

type Rows = ReturnType<typeof rowsOf>;

const missingFrom = (left: Rows, right: Rows): readonly Row[] =>
  [...left].filter(([name]) => !right.has(name)).map(([, row]) => row);

/** A look-up row with a later version belongs to a later writer: then ours is not needed. */
const unlessLater = async (work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
};

const isEmpty = ({ intent, entries, refusals }: LedgerRecord): boolean =>
  intent === null && entries.size === 0 && refusals.size === 0;

/**
 * The ledger in DynamoDB: one item per resource, one look-up row per primary it inherits from, and
 * one per contested key. Rows are put before the record needs them and deleted after it no longer
 * does, each with the record's version, so that a crash or a second writer leaves a row too many and
 * never one too few.
 */
export const createDynamoDbLedger = ({
  table,
  clock,
}: {
  readonly table: Table;
  readonly clock: Clock;
}): Ledger => {
  const renewal = openRenewal(table);
  const refusedRows = openRenewal(table, refusedRowsKey);

  /** The keys of a row, that of schema 1 included where it may still be. */
  const placesOf = async (row: Row, heir: Arn): Promise<readonly ItemKey[]> =>
    row.primary === undefined || (await renewal.isDone())
      ? [row]
      : [row, oldHeirKey(row.primary, heir)];

  const itemOf = (next: LedgerRecord): Item => ({
    ...recordItem(next),
    ...(isEmpty(next)
      ? { [expiryAttribute]: Math.floor(clock() / 1000) + emptyRecordDays * 86_400 }
      : {}),
  });

  return {
    read: async (arn) => readRecord(arn, await table.get(recordKey(arn))),

    replace: async (previous: LedgerRecord, change: LedgerChange) => {
      const { arn } = previous;
      const { intent, entries, refusals, lastWrite = previous.lastWrite, missing } = change;
      const version = previous.version + 1;
      const next: LedgerRecord = {
        arn,
        version,
        intent,
        entries,
        refusals,
        lastWrite,
        ...(missing === undefined ? {} : { missing }),
      };
      const before = rowsOf(previous);
      const after = rowsOf(next);
      const upToNow: DeleteExpectation = { kind: 'versionAtMost', version: next.version };

      for (const row of missingFrom(after, before)) {
        await unlessLater(table.put({ ...row, version: next.version }, upToNow));
      }
      await table.put(
        itemOf(next),
        previous.version === 0
          ? { kind: 'absent' }
          : { kind: 'version', version: previous.version },
      );
      for (const row of missingFrom(before, after)) {
        for (const { pk, sk } of await placesOf(row, arn)) {
          await unlessLater(table.delete({ pk, sk }, upToNow));
        }
      }
      return next;
    },

    heirs: async (primary, cursor) => {
      if (cursor?.startsWith(newPlace)) {
        const { items, next } = await listHeirs(table, primary, cursor.slice(newPlace.length));
        return { items, next: next && `${newPlace}${next}` };
      }
      if (await renewal.isDone()) return listHeirs(table, primary, cursor);
      // A row is put where it belongs before it is taken away from here: so this way round.
      const { items, next } = await listOldHeirs(table, primary, cursor);
      return { items, next: next ?? newPlace };
    },

    primaries: (accountId, cursor) => listPrimaries(table, accountId, cursor),

    renew: async (cursor) => {
      const isToMove = !(await renewal.isDone());
      const isToIndex = !(await refusedRows.isDone());
      if (!isToMove && !isToIndex) return { items: [], next: undefined };
      const prefixes = [
        ...(isToMove ? [oldHeirsPrefix, historyPrefix] : []),
        ...(isToIndex ? [recordPrefix] : []),
      ];
      const { items, next } = await table.scan({ prefixes, cursor });
      const withPrefix = (prefix: string) => items.filter(({ pk }) => pk.startsWith(prefix));
      await moveOldRows(table, withPrefix(oldHeirsPrefix));
      await table.putMany(oldDayItems(withPrefix(historyPrefix)));
      await makeRefusedRows(table, withPrefix(recordPrefix));
      if (next === undefined && isToMove) await renewal.finish();
      if (next === undefined && isToIndex) await refusedRows.finish();
      return { items: [], next };
    },

    readMany: async (arns) => {
      const found: Item[] = [];
      for (const chunk of inChunks(arns.map(recordKey), readAtOnce)) {
        found.push(...(await table.getMany(chunk)));
      }
      const items = new Map(found.map((item) => [item.pk, item]));
      return arns.map((arn) => readRecord(arn, items.get(recordKey(arn).pk)));
    },

    heirships: (scope, page) => listHeirships(table, scope, page),

    refused: (accountId, page) => listRefused(table, accountId, page),

    contested: async (accountId, { cursor, limit }) => {
      assertContestedCursor(cursor);
      const page = await table.query({ pk: contestedPartition(accountId), cursor, limit });
      return { items: page.items.map(({ sk }) => readContestedKey(sk)), next: page.next };
    },
  };
};

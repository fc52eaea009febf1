import * as z from 'zod';
import { type Arn, isArn } from '../model/arn.ts';
import type { Clock } from '../model/clock.ts';
import { ConflictError, TerminalError } from '../model/errors.ts';
import { isSettingName } from '../rules/catalogue.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Expectation, Item, ItemKey, Table } from '../storage/table.ts';
import type { Ledger, LedgerChange, LedgerRecord } from './ledger.ts';

const arnText = z.string().refine(isArn);

const entrySchema = z.object({
  key: z.string(),
  value: z.string(),
  previous: z.string().nullable(),
  rule: z.string().refine(isSettingName),
  primary: arnText,
  generation: z.number().int(),
  displaced: z.string().nullable(),
  writtenAt: z.string(),
  state: z.enum(['intended', 'confirmed']),
});

const recordSchema = z.object({
  version: z.number().int().positive(),
  intent: z.object({ owner: z.string(), expiresAt: z.number() }).nullable(),
  entries: z.array(entrySchema),
});

/** Days an emptied record keeps its version, so that no writer of its past can meet a fresh one. */
const emptyRecordDays = 30;

const heirsPerPage = 100;
const heirsPrefix = 'heirs#';

const recordKey = (arn: Arn): ItemKey => ({ pk: `ledger#${arn}`, sk: 'record' });

/** Row that finds an heir by its primary. Can be rebuilt from the records. */
const heirKey = (primary: Arn, heir: Arn): ItemKey => ({
  pk: `${heirsPrefix}${primary}`,
  sk: heir,
});

const readRecord = (arn: Arn, item: Item | undefined): LedgerRecord => {
  if (item === undefined) return { arn, version: 0, intent: null, entries: new Map() };
  const parsed = recordSchema.safeParse(item);
  if (!parsed.success) {
    throw new TerminalError({
      code: 'MalformedLedgerRecord',
      message: `the ledger record of ${arn} cannot be read: ${z.prettifyError(parsed.error)}`,
    });
  }
  const { version, intent, entries } = parsed.data;
  return { arn, version, intent, entries: new Map(entries.map((entry) => [entry.key, entry])) };
};

const primariesOf = ({ entries }: Pick<LedgerRecord, 'entries'>): ReadonlySet<Arn> =>
  new Set([...entries.values()].map(({ primary }) => primary));

const missingFrom = (left: ReadonlySet<Arn>, right: ReadonlySet<Arn>): readonly Arn[] =>
  [...left].filter((arn) => !right.has(arn));

/** A look-up row with a later version belongs to a later writer: then ours is not needed. */
const unlessLater = async (work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
};

/**
 * The ledger in DynamoDB: one item per resource, and one look-up row per primary it inherits from.
 * Rows are put before the record names a primary and deleted after it no longer does, each with the
 * record's version, so that a crash or a second writer leaves a row too many and never one too few.
 */
export const createDynamoDbLedger = ({
  table,
  clock,
}: {
  readonly table: Table;
  readonly clock: Clock;
}): Ledger => {
  const itemOf = (next: LedgerRecord): Item => ({
    ...recordKey(next.arn),
    version: next.version,
    intent: next.intent,
    entries: [...next.entries.values()],
    ...(next.entries.size > 0 || next.intent !== null
      ? {}
      : { [expiryAttribute]: Math.floor(clock() / 1000) + emptyRecordDays * 86_400 }),
  });

  return {
    read: async (arn) => readRecord(arn, await table.get(recordKey(arn))),

    replace: async (previous: LedgerRecord, { intent, entries }: LedgerChange) => {
      const { arn } = previous;
      const next: LedgerRecord = { arn, version: previous.version + 1, intent, entries };
      const before = primariesOf(previous);
      const after = primariesOf(next);
      const upToNow: Expectation = { kind: 'versionAtMost', version: next.version };

      for (const primary of missingFrom(after, before)) {
        const row = { ...heirKey(primary, arn), version: next.version };
        await unlessLater(table.put(row, upToNow));
      }
      await table.put(
        itemOf(next),
        previous.version === 0
          ? { kind: 'absent' }
          : { kind: 'version', version: previous.version },
      );
      for (const primary of missingFrom(before, after)) {
        await unlessLater(table.delete(heirKey(primary, arn), upToNow));
      }
      return next;
    },

    heirs: async (primary, cursor) => {
      const page = await table.query({
        pk: `${heirsPrefix}${primary}`,
        cursor,
        limit: heirsPerPage,
      });
      return { items: page.items.map(({ sk }) => sk).filter(isArn), next: page.next };
    },

    primaries: async (cursor) => {
      const page = await table.scanPartitions({ prefix: heirsPrefix, cursor });
      return {
        items: page.items.map((pk) => pk.slice(heirsPrefix.length)).filter(isArn),
        next: page.next,
      };
    },
  };
};

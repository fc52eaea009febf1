import { createHash } from 'node:crypto';
import type { Arn } from '../clouds/arn.ts';
import type { SettingName } from '../clouds/catalogue.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Item, Table } from '../storage/table.ts';

/** The day of an instant, UTC. @param time ISO 8601, UTC */
export const dayOf = (time: string): string => time.slice(0, 10);

/** A partition takes 1,000 writes a second; four take more than tag calls can change in an account. */
const shards = 4;

/** Which of the partitions of a day a resource's changes are in. */
export const shardOf = (resource: Arn): string =>
  String((createHash('sha256').update(resource).digest()[0] ?? 0) % shards);

const partition = (accountId: string): string => `history-days#${accountId}`;

/** Says that there are changes of an account under a rule on a day, in one shard. */
export type DayRow = {
  readonly accountId: string;
  readonly day: string;
  readonly rule: string;
  /** Empty for the one partition of schema 1. */
  readonly shard: string;
};

/** The partition that a row names. */
export const partitionOf = ({ accountId, day, rule, shard }: DayRow): string =>
  `history#${accountId}#${rule}#${day}${shard === '' ? '' : `#${shard}`}`;

/** A row as it is stored. @param expiresAt seconds since the epoch */
export const dayItem = ({ accountId, day, rule, shard }: DayRow, expiresAt: number): Item => ({
  pk: partition(accountId),
  sk: `${day}#${rule}#${shard}`,
  [expiryAttribute]: expiresAt,
});

/** Begins the name of every partition of the history. */
export const historyPrefix = 'history#';

const oldForm = /^history#([^#]+)#(rule:[^#]+)#(\d{4}-\d\d-\d\d)$/;

/** The rows that schema 1 has no word of, for items of its partitions. */
export const oldDayItems = (items: readonly Item[]): readonly Item[] => {
  const rows = items.flatMap(({ pk, [expiryAttribute]: expiresAt }): readonly [string, Item][] => {
    const [, accountId, rule, day] = oldForm.exec(pk) ?? [];
    if (accountId === undefined || rule === undefined || day === undefined) return [];
    return [[pk, dayItem({ accountId, rule, day, shard: '' }, Number(expiresAt))]];
  });
  return [...new Map(rows).values()];
};

const readRow = (accountId: string, sk: string): DayRow => {
  const [day = '', rule = '', shard = ''] = sk.split('#');
  return { accountId, day, rule, shard };
};

const rowsPerRead = 1000;

/** Days of an account that have changes, the latest first, and what is there of each. */
export type Days = {
  readonly rows: ReadonlyMap<string, readonly DayRow[]>;
  /** The earliest day that was read whole; undefined when all of the range was. */
  readonly readDownTo: string | undefined;
};

/**
 * Lists the days of a range that have changes.
 * @param range of days, `2026-03-01`, both included; `most`: days that are wanted
 */
export const listDays = async (
  table: Table,
  accountId: string,
  { from, to, most }: { readonly from: string; readonly to: string; readonly most: number },
): Promise<Days> => {
  const range = { from, to: `${to}#~` };
  const rows = new Map<string, DayRow[]>();
  let cursor: string | undefined;
  do {
    const page = await table.query({
      pk: partition(accountId),
      range,
      isDescending: true,
      cursor,
      limit: rowsPerRead,
    });
    for (const row of page.items.map(({ sk }) => readRow(accountId, sk))) {
      rows.set(row.day, [...(rows.get(row.day) ?? []), row]);
    }
    cursor = page.next;
  } while (cursor !== undefined && rows.size <= most + 1);
  if (cursor === undefined) return { rows, readDownTo: undefined };
  // The last one may go on in the next page.
  rows.delete([...rows.keys()].at(-1) ?? '');
  return { rows, readDownTo: [...rows.keys()].at(-1) };
};

/** The partition of schema 1. */
export const oldPartitionOf = (accountId: string, rule: SettingName, day: string): string =>
  partitionOf({ accountId, rule, day, shard: '' });

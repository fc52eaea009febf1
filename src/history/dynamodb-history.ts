import type { Arn } from '../clouds/arn.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import type { Page } from '../model/page.ts';
import { openRenewal } from '../storage/renewal.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Item, Table } from '../storage/table.ts';
import { dayItem, dayOf, listDays, oldPartitionOf, partitionOf } from './days.ts';
import type { History, HistoryEntry, PageRequest, ResourceChange, TimeRange } from './history.ts';
import { dayRowsOf, entriesIn, itemsOf, resourcePartition, sortKeysOf } from './history-item.ts';
import { type Position, readPosition, writePosition } from './position.ts';

const dayMs = 86_400_000;

/** Days that one page looks through at the most; it then goes on with the next page. */
const daysPerPage = 31;

/** DynamoDB drops expired items within some days; there is nothing to find further back. */
const expiryDelayDays = 3;

/** An entry and where it stands. */
type Placed = { readonly entry: HistoryEntry; readonly position: Position };

/** The changes of some partitions, newest first; one that stands in several of them is put together. */
const placeEntries = (items: readonly Item[]): readonly Placed[] =>
  [...Map.groupBy(items, ({ sk }) => sk)]
    .sort(([left], [right]) => (left < right ? 1 : -1))
    .flatMap(([sk, parts]) =>
      parts
        .flatMap(entriesIn)
        .map((entry, index) => ({ entry, position: { sk, listed: index + 1 } })),
    );

const isAfter = ({ position }: Placed, start: Position | undefined): boolean =>
  start === undefined ||
  position.sk < start.sk ||
  (position.sk === start.sk && position.listed > start.listed);

/** Days of a range of days, the latest first. */
const daysOf = ({ from, to }: TimeRange): readonly string[] => {
  const last = Date.parse(from);
  const first = Date.parse(to);
  return Array.from({ length: Math.max(0, (first - last) / dayMs + 1) }, (_, back) =>
    dayOf(isoTime(first - back * dayMs)),
  );
};

/** Two changes of a resource may be listed on the same day: a batch takes each key once. */
const distinct = (items: readonly Item[]): readonly Item[] => [
  ...new Map(items.map((item) => [JSON.stringify([item.pk, item.sk]), item])).values(),
];

/** Rows of days that a process remembers to have written; then it forgets, and writes them again. */
const mostKnownRows = 10_000;

/** The history in DynamoDB; `history-item.ts` says under which keys. @param keepDays how long changes are kept */
export const createDynamoDbHistory = ({
  table,
  clock,
  keepDays,
}: {
  readonly table: Table;
  readonly clock: Clock;
  readonly keepDays: number;
}): History => {
  /** Reads partitions side by side. @returns what is sure to come next, and whether that is all */
  const readTogether = async (pks: readonly string[], range: TimeRange, limit: number) => {
    const pages = await Promise.all(
      pks.map((pk) => table.query({ pk, range, isDescending: true, limit })),
    );
    // Below the end of a page that goes on, another partition's change may come first.
    const floor = pages
      .flatMap(({ items, next }) => (next === undefined ? [] : (items.at(-1)?.sk ?? next)))
      .reduce((highest, sk) => (sk > highest ? sk : highest), '');
    const items = pages.flatMap((page) => page.items).filter(({ sk }) => sk >= floor);
    return { placed: placeEntries(items), isAll: floor === '' };
  };

  /**
   * Lists groups of partitions one after the other, each from its newest change back.
   * @param page `rest`: where the listing goes on after the last group; undefined when it ends there
   */
  const list = async (
    groups: readonly (readonly string[])[],
    range: TimeRange,
    { cursor, limit, rest }: PageRequest & { readonly rest?: Position | undefined },
  ): Promise<Page<HistoryEntry>> => {
    const start = readPosition(cursor);
    const { from, to } = sortKeysOf(range);
    const upper = start !== undefined && start.sk < to ? start.sk : to;
    const taken: Placed[] = [];
    const pageUpTo = (end: Position | undefined): Page<HistoryEntry> => ({
      items: taken.slice(0, limit).map(({ entry }) => entry),
      next: end && writePosition(end),
    });
    for (const pks of groups) {
      const { placed, isAll } = await readTogether(pks, { from, to: upper }, limit + 1);
      taken.push(...placed.filter((each) => isAfter(each, start)));
      if (taken.length > limit || !isAll) {
        return pageUpTo(taken.slice(0, limit).at(-1)?.position ?? start);
      }
    }
    return pageUpTo(rest);
  };

  /** Leaves out what cannot be there any more, or yet. */
  const within = ({ from, to }: TimeRange): TimeRange => {
    const oldest = isoTime(clock() - (keepDays + expiryDelayDays) * dayMs);
    const newest = isoTime(clock() + dayMs);
    return { from: from > oldest ? from : oldest, to: to < newest ? to : newest };
  };

  const renewal = openRenewal(table);
  const knownRows = new Set<string>();

  /** The rows that say where changes are listed, unless this process has written them. */
  const newRowsOf = (resource: Arn, changes: readonly ResourceChange[]): readonly Item[] => {
    const rows = changes.flatMap((change) => dayRowsOf(resource, change));
    return rows.flatMap((row) => {
      const ends = Math.floor(Date.parse(row.day) / 1000) + (keepDays + 1) * 86_400;
      return knownRows.has(partitionOf(row)) ? [] : [dayItem(row, ends)];
    });
  };

  const remember = (resource: Arn, changes: readonly ResourceChange[]): void => {
    if (knownRows.size > mostKnownRows) knownRows.clear();
    for (const row of changes.flatMap((change) => dayRowsOf(resource, change))) {
      knownRows.add(partitionOf(row));
    }
  };

  return {
    record: async (resource, changes) => {
      const items = changes.flatMap((change) =>
        itemsOf(resource, change).map((item) => ({
          ...item,
          [expiryAttribute]: Math.floor(Date.parse(change.time) / 1000) + keepDays * 86_400,
        })),
      );
      await table.putMany(distinct([...newRowsOf(resource, changes), ...items]));
      remember(resource, changes);
    },

    ofResource: (resource, range, page) =>
      list([[resourcePartition(resource)]], within(range), page),

    ofRules: async ({ accountId, rules }, range, page) => {
      const near = within(range);
      const start = readPosition(page.cursor);
      const latest = dayOf(start !== undefined && start.sk < near.to ? start.sk : near.to);
      const wanted = { from: dayOf(near.from), to: latest, most: daysPerPage };
      const { rows, readDownTo } = await listDays(table, accountId, wanted);
      const isRenewed = await renewal.isDone();
      const days = (isRenewed ? [...rows.keys()] : daysOf(wanted)).filter(
        (day) => readDownTo === undefined || day >= readDownTo,
      );
      const groups = days
        .slice(0, daysPerPage)
        .map((day) => [
          ...(rows.get(day) ?? [])
            .filter(({ rule }) => rules.some((each) => each === rule))
            .map(partitionOf),
          ...(isRenewed ? [] : rules.map((rule) => oldPartitionOf(accountId, rule, day))),
        ]);
      const hasMore = days.length > daysPerPage || readDownTo !== undefined;
      const last = hasMore ? days.slice(0, daysPerPage).at(-1) : undefined;
      // Before every change of that day, which is done.
      const rest = last === undefined ? undefined : { sk: `${last}T00:00:00.000Z#!`, listed: 0 };
      return list(groups, near, { ...page, rest });
    },
  };
};

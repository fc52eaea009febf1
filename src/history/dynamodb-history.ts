import { type Clock, isoTime } from '../model/clock.ts';
import type { Page } from '../model/page.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Item, Table } from '../storage/table.ts';
import type { History, HistoryEntry, PageRequest, TimeRange } from './history.ts';
import {
  dayOf,
  entriesIn,
  itemsOf,
  resourcePartition,
  rulePartition,
  sortKeysOf,
} from './history-item.ts';
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

/** Days of a range, the latest first. */
const daysOf = ({ from, to }: TimeRange): readonly string[] => {
  const last = Date.parse(dayOf(from));
  const first = Date.parse(dayOf(to));
  return Array.from({ length: Math.max(0, (first - last) / dayMs + 1) }, (_, back) =>
    dayOf(isoTime(first - back * dayMs)),
  );
};

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

  return {
    record: (resource, changes) =>
      table.putMany(
        changes.flatMap((change) =>
          itemsOf(resource, change).map((item) => ({
            ...item,
            [expiryAttribute]: Math.floor(Date.parse(change.time) / 1000) + keepDays * 86_400,
          })),
        ),
      ),

    ofResource: (resource, range, page) =>
      list([[resourcePartition(resource)]], within(range), page),

    ofRules: async ({ accountId, rules }, range, page) => {
      const near = within(range);
      const start = readPosition(page.cursor);
      const days = daysOf(near).filter((day) => start === undefined || day <= dayOf(start.sk));
      const groups = days
        .slice(0, daysPerPage)
        .map((day) => rules.map((rule) => rulePartition(accountId, rule, day)));
      const last = days.length > daysPerPage ? days[daysPerPage - 1] : undefined;
      // Before every change of that day, which is done.
      const rest = last === undefined ? undefined : { sk: `${last}T00:00:00.000Z#!`, listed: 0 };
      return list(groups, near, { ...page, rest });
    },
  };
};

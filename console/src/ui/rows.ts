import type { Column } from './columns';

/** What of a list is shown, as the address says it. */
export type Wanted = {
  /** Words that all must be in a row. */
  readonly text: string;
  /** Column's id, with `-` before it for the other way round; empty for the list's own order. */
  readonly sort: string;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
};

export type Rows<Item> = {
  readonly items: readonly Item[];
  /** How many the filter lets through. */
  readonly matching: number;
  readonly pages: number;
};

const compare = (left: string | number, right: string | number): number =>
  typeof left === 'number' && typeof right === 'number'
    ? left - right
    : String(left).localeCompare(String(right), 'en', { numeric: true });

const sorted = <Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  sort: string,
): readonly Item[] => {
  const isDescending = sort.startsWith('-');
  const sortBy = columns.find(({ id }) => id === sort.replace(/^-/, ''))?.sortBy;
  if (sortBy === undefined) return items;
  const sign = isDescending ? -1 : 1;
  return items.toSorted((left, right) => sign * compare(sortBy(left), sortBy(right)));
};

/** The rows of one page of a list that is here as a whole. */
export const rowsOf = <Item>(
  items: readonly Item[],
  {
    columns,
    textOf,
    wanted: { text, sort, page, pageSize },
  }: {
    readonly columns: readonly Column<Item>[];
    readonly textOf: (item: Item) => string;
    readonly wanted: Wanted;
  },
): Rows<Item> => {
  const words = text.toLowerCase().split(/\s+/);
  const matching = items.filter((item) => {
    const here = textOf(item).toLowerCase();
    return words.every((word) => here.includes(word));
  });
  const pages = Math.max(1, Math.ceil(matching.length / pageSize));
  const start = (Math.min(page, pages) - 1) * pageSize;
  return {
    items: sorted(matching, columns, sort).slice(start, start + pageSize),
    matching: matching.length,
    pages,
  };
};

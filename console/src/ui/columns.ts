import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';

/** A column of a table. */
export type Column<Item> = {
  readonly id: string;
  readonly header: string;
  readonly cell: (item: Item) => ReactNode;
  /** What rows are ordered by; without it they cannot be. */
  readonly sortBy?: (item: Item) => string | number;
  /** Pixels. */
  readonly minWidth?: number;
};

/** As Cloudscape's table takes them; the first one names its row. */
export const definitionsOf = <Item>(
  columns: readonly Column<Item>[],
): TableProps.ColumnDefinition<Item>[] =>
  columns.map(({ id, header, cell, sortBy, minWidth = 110 }, index) => ({
    id,
    header,
    cell,
    minWidth,
    isRowHeader: index === 0,
    ...(sortBy === undefined ? {} : { sortingField: id }),
  }));

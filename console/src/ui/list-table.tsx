import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { usePageNumber, useQueryState } from '../routing/query';
import { replaceQuery } from '../routing/route';
import { type Column, definitionsOf } from './columns';
import { Empty } from './empty';
import { count, counted } from './numbers';
import { type Rows, rowsOf } from './rows';

/** Rows that can be chosen. */
export type Selection<Item> = {
  readonly chosen: readonly Item[];
  readonly onChange: (chosen: readonly Item[]) => void;
};

export type ListTableProps<Item> = {
  readonly title: string;
  readonly description?: ReactNode;
  /** Undefined while they are read. */
  readonly items: readonly Item[] | undefined;
  readonly columns: readonly Column<Item>[];
  readonly idOf: (item: Item) => string;
  readonly textOf: (item: Item) => string;
  readonly empty: ReactNode;
  readonly actions?: ReactNode;
  /** More filters, beside that for text. */
  readonly filters?: ReactNode;
  readonly selection?: Selection<Item>;
  /** The last column stays in sight where not all have room. */
  readonly isLastSticky?: boolean;
  readonly pageSize?: number;
  readonly headingTag?: 'h1' | 'h2' | 'h3';
};

const usualPageSize = 50;

const NoMatch = () => (
  <Empty title="Nothing fits the filter">
    <Button onClick={() => replaceQuery({ q: undefined, page: undefined })}>Clear filter</Button>
  </Empty>
);

const useRows = <Item,>({
  items = [],
  columns,
  textOf,
  pageSize = usualPageSize,
}: ListTableProps<Item>) => {
  const [text, setText] = useQueryState('q');
  const [sort, setSort] = useQueryState('sort');
  const [page, setPage] = usePageNumber();
  const rows = rowsOf(items, { columns, textOf, wanted: { text, sort, page, pageSize } });
  return { rows, text, setText, sort, setSort, page, setPage };
};

const Filter = ({
  rows,
  total,
  text,
  setText,
}: {
  readonly rows: Rows<unknown>;
  readonly total: number;
  readonly text: string;
  readonly setText: (text: string) => void;
}) => (
  <TextFilter
    filteringText={text}
    filteringPlaceholder="Find in this list"
    filteringAriaLabel="Find in this list"
    countText={text === '' ? '' : `${count(rows.matching)} of ${counted(total, 'row')}`}
    onChange={({ detail }) => setText(detail.filteringText)}
  />
);

/** A list that is here as a whole; filter, order and page stand in the address. */
export const ListTable = <Item,>(props: ListTableProps<Item>) => {
  const { title, description, items, columns, idOf, empty, actions, filters, selection } = props;
  const { rows, text, setText, sort, setSort, page, setPage } = useRows(props);
  const total = items?.length ?? 0;
  const sorting = sort.replace(/^-/, '');
  return (
    <Table<Item>
      variant="container"
      items={rows.items}
      trackBy={idOf}
      columnDefinitions={definitionsOf(columns)}
      loading={items === undefined}
      loadingText={`Reading ${title.toLowerCase()}`}
      empty={total === 0 ? empty : <NoMatch />}
      wrapLines
      header={
        <Header
          variant={props.headingTag ?? 'h1'}
          counter={items === undefined ? '' : `(${count(total)})`}
          description={description}
          actions={actions}
        >
          {title}
        </Header>
      }
      filter={
        <div className="filters">
          <Filter rows={rows} total={total} text={text} setText={setText} />
          {filters}
        </div>
      }
      pagination={
        rows.pages > 1 && (
          <Pagination
            currentPageIndex={Math.min(page, rows.pages)}
            pagesCount={rows.pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )
      }
      {...(sorting === '' ? {} : { sortingColumn: { sortingField: sorting } })}
      sortingDescending={sort.startsWith('-')}
      onSortingChange={({ detail }) =>
        setSort(`${detail.isDescending ? '-' : ''}${detail.sortingColumn.sortingField ?? ''}`)
      }
      {...(selection && {
        selectionType: 'multi',
        selectedItems: selection.chosen,
        onSelectionChange: ({ detail }) => selection.onChange(detail.selectedItems),
      })}
      ariaLabels={{
        tableLabel: title,
        selectionGroupLabel: title,
        allItemsSelectionLabel: () => 'Choose all',
        itemSelectionLabel: (_, item) => idOf(item),
      }}
      {...(props.isLastSticky === true ? { stickyColumns: { first: 0, last: 1 } } : {})}
    />
  );
};

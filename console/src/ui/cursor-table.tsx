import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { CursorList } from '../data/cursor-list';
import { usePageNumber } from '../routing/query';
import { type Column, definitionsOf } from './columns';
import { FailureAlert } from './failure-alert';
import { count } from './numbers';

/** Rows on one page of what is shown. */
export const rowsPerPage = 50;

/** How many items a page number needs; one more tells whether there is another page. */
export const wantedFor = (page: number): number => page * rowsPerPage + 1;

export type CursorTableProps<Item> = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly list: CursorList<Item>;
  readonly columns: readonly Column<Item>[];
  readonly idOf: (item: Item) => string;
  readonly empty: ReactNode;
  readonly actions?: ReactNode;
  readonly filters?: ReactNode;
  readonly headingTag?: 'h1' | 'h2' | 'h3';
  /** Rows that open, and what is below them. */
  readonly expandable?: TableProps.ExpandableRows<Item>;
  readonly selection?: {
    readonly chosen: readonly Item[];
    readonly onChange: (chosen: readonly Item[]) => void;
  };
};

const Further = ({ list }: { readonly list: CursorList<unknown> }) => (
  <SpaceBetween size="xs">
    <Box>Nothing in what was looked at so far.</Box>
    <Button loading={list.isReading} onClick={list.readMore}>
      Look further back
    </Button>
  </SpaceBetween>
);

/** A list that comes by cursor: pages are read when somebody goes there. */
export const CursorTable = <Item,>(props: CursorTableProps<Item>) => {
  const { title, description, list, columns, idOf, empty, actions, filters, selection } = props;
  const [page, setPage] = usePageNumber();
  const { items, error, hasMore } = list;
  if (items === undefined && error !== null) {
    return (
      <FailureAlert what={`${title} cannot be shown`} error={error} onRetry={list.readAgain} />
    );
  }
  const total = items?.length ?? 0;
  const pages = Math.max(1, Math.ceil(total / rowsPerPage));
  const start = (page - 1) * rowsPerPage;
  const isWaiting = items === undefined || (start >= total && list.isReading);
  return (
    <Table<Item>
      variant="container"
      wrapLines
      items={items?.slice(start, start + rowsPerPage) ?? []}
      trackBy={idOf}
      columnDefinitions={definitionsOf(columns)}
      loading={isWaiting}
      loadingText={`Reading ${title.toLowerCase()}`}
      empty={hasMore ? <Further list={list} /> : empty}
      header={
        <Header
          variant={props.headingTag ?? 'h1'}
          counter={items === undefined ? '' : `(${count(total)}${hasMore ? '+' : ''})`}
          description={description}
          actions={actions}
        >
          {title}
        </Header>
      }
      filter={filters}
      pagination={
        (pages > 1 || hasMore || page > 1) && (
          <Pagination
            currentPageIndex={page}
            pagesCount={Math.max(pages, page)}
            openEnd={hasMore}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )
      }
      {...(props.expandable && { expandableRows: props.expandable })}
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
        expandButtonLabel: () => 'Open',
        collapseButtonLabel: () => 'Close',
      }}
    />
  );
};

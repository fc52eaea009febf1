import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useInterval } from './pace';

/** One page of a list that comes by cursor. */
export type CursorPage<Item> = { readonly items: readonly Item[]; readonly next: string | null };

/** A list as far as it was read. */
export type CursorList<Item> = {
  /** Undefined until the first page is there. */
  readonly items: readonly Item[] | undefined;
  readonly error: unknown;
  readonly isReading: boolean;
  readonly hasMore: boolean;
  readonly readMore: () => void;
  readonly readAgain: () => void;
};

/** Pages that are read one after the other although they hold nothing: they only say where to go on. */
const mostEmptyPages = 20;

/** A list of many pages is not read again by itself: whoever looks back does not look at what is new. */
const mostPagesPolled = 2;

type Options<Item> = {
  readonly key: readonly unknown[];
  readonly read: (cursor: string | undefined, signal: AbortSignal) => Promise<CursorPage<Item>>;
  /** Milliseconds between two looks. */
  readonly pace: number;
  /** So many items are wanted by now. */
  readonly wanted: number;
};

const itemsOf = <Item>(data: InfiniteData<CursorPage<Item>> | undefined) =>
  data?.pages.flatMap(({ items }) => items);

/** Reads a list page by page until there are as many items as wanted. */
export const useCursorList = <Item>({
  key,
  read,
  pace,
  wanted,
}: Options<Item>): CursorList<Item> => {
  const interval = useInterval(pace);
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => read(pageParam === '' ? undefined : pageParam, signal),
    getNextPageParam: ({ next }: CursorPage<Item>) => next,
    refetchInterval: ({ state: { data } }) =>
      (data?.pages.length ?? 0) <= mostPagesPolled ? interval : false,
  });
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = query;
  const items = itemsOf(data);
  const pages = data?.pages ?? [];
  const emptyAtEnd = pages.length - 1 - pages.findLastIndex((page) => page.items.length > 0);
  const goesOn =
    hasNextPage &&
    !isFetching &&
    error === null &&
    (items?.length ?? 0) < wanted &&
    emptyAtEnd % mostEmptyPages !== mostEmptyPages - 1;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return {
    items: goesOn && items?.length === 0 ? undefined : items,
    error,
    isReading: isFetching,
    hasMore: hasNextPage,
    readMore: () => void fetchNextPage(),
    readAgain: () => void refetch(),
  };
};

import * as z from 'zod/mini';
import { type Api, type ApiCall, readAnswer } from './api.ts';

/** Most that one call of a list answers. */
const mostPerPage = 100;

export type Listing<T> = {
  /** As the API spells it, several pages in one: for programs. */
  readonly answer: Readonly<Record<string, unknown>>;
  readonly items: readonly T[];
  /** True when there are more than were asked for. */
  readonly isCut: boolean;
};

type Page = { readonly items: readonly unknown[]; readonly next: string | null };

/** Reads one page. @param cursor null for the first */
const readPage = async (
  api: Api,
  call: ApiCall,
  {
    field,
    limit,
    cursor,
  }: { readonly field: string; readonly limit: number; readonly cursor: string | null },
): Promise<Page> => {
  const query = { ...call.query, limit: String(limit), cursor: cursor ?? undefined };
  const page = z.looseObject({ [field]: z.array(z.unknown()), next: z.nullable(z.string()) });
  const answer = readAnswer(page, await api.call({ ...call, query }));
  return {
    items: readAnswer(z.array(z.unknown()), answer[field]),
    next: readAnswer(z.nullable(z.string()), answer.next),
  };
};

/** The cursor, if anything comes after it: a page that ends the list may have a next one that is empty. */
const untilMore = async (
  api: Api,
  call: ApiCall,
  { field, cursor }: { readonly field: string; readonly cursor: string | null },
): Promise<string | null> => {
  let next = cursor;
  while (next !== null) {
    const page = await readPage(api, call, { field, limit: 1, cursor: next });
    if (page.items.length > 0) return cursor;
    next = page.next;
  }
  return null;
};

/**
 * Reads a list, page by page.
 * @param field the answer's field that holds the items
 * @param most items that are wanted
 * @param perPage what one call answers at the most; 100 unless given
 */
export const readPages = async <S extends z.ZodMiniType>(
  api: Api,
  call: ApiCall,
  {
    field,
    item,
    most,
    perPage = mostPerPage,
  }: {
    readonly field: string;
    readonly item: S;
    readonly most: number;
    readonly perPage?: number;
  },
): Promise<Listing<z.output<S>>> => {
  const all: unknown[] = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(perPage, most - all.length);
    const page: Page = await readPage(api, call, { field, limit, cursor });
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && all.length < most);
  const next = await untilMore(api, call, { field, cursor });
  return {
    answer: { [field]: all, next },
    items: readAnswer(z.array(item), all),
    isCut: next !== null,
  };
};

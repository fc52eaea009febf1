import * as z from 'zod';
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

/**
 * Reads a list, page by page.
 * @param field the answer's field that holds the items
 * @param most items that are wanted
 */
export const readPages = async <S extends z.ZodType>(
  api: Api,
  call: ApiCall,
  { field, item, most }: { readonly field: string; readonly item: S; readonly most: number },
): Promise<Listing<z.output<S>>> => {
  const page = z.looseObject({ [field]: z.array(z.unknown()), next: z.string().nullable() });
  const all: unknown[] = [];
  let next: string | null | undefined;
  do {
    const limit = String(Math.min(mostPerPage, most - all.length));
    const query = { ...call.query, limit, cursor: next ?? undefined };
    const answer = readAnswer(page, await api.call({ ...call, query }));
    all.push(...readAnswer(z.array(z.unknown()), answer[field]));
    next = readAnswer(z.string().nullable(), answer.next);
  } while (next !== null && all.length < most);
  return {
    answer: { [field]: all, next },
    items: readAnswer(z.array(item), all),
    isCut: next !== null,
  };
};

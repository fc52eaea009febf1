import { cutText } from './cut-text.ts';
import { InvalidInputError, RetryableError } from './errors.ts';

/** One page of a listing; `next` continues it and is undefined on the last page. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | undefined };

/** Code of the error about a cursor that a listing cannot read. */
export const invalidCursorCode = 'InvalidParameter.Cursor';

/** Says that a cursor is none of a listing's own. @returns InvalidInputError `InvalidParameter.Cursor` */
export const invalidCursor = (cursor: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({
    code: invalidCursorCode,
    message: `cursor: "${cutText(cursor, 100)}" is none that this list gave; take next of the page before`,
    cause,
  });

const cursorExpiredCode = 'CursorExpired';

/** Says that a listing cannot be continued any more, and has to begin again. @param listing in plain words */
export const cursorExpired = (listing: string, cause?: unknown): RetryableError =>
  new RetryableError({
    code: cursorExpiredCode,
    message: `${listing} cannot go on: its cursor has expired, and it has to begin again`,
    cause,
  });

/** True when a listing has to begin again. */
export const isCursorExpired = (failure: unknown): boolean =>
  failure instanceof RetryableError && failure.code === cursorExpiredCode;

/** Times that one listing begins again before it is given up. */
const mostRestarts = 5;

/**
 * True when a listing that failed with this is to begin again.
 * @param cursor of the page; a first page has none that could expire
 * @param restarts how often it began again before
 */
export const mayBeginAgain = (
  failure: unknown,
  cursor: string | null | undefined,
  restarts: number,
): boolean => isCursorExpired(failure) && (cursor ?? null) !== null && restarts < mostRestarts;

/** Everything in a listing, each once; it begins again when its cursor has expired. @param list reads a page */
export const allItems = async <T>(
  list: (cursor: string | undefined) => Promise<Page<T>>,
  restarts = 0,
): Promise<ReadonlySet<T>> => {
  const found = new Set<T>();
  let cursor: string | undefined;
  do {
    try {
      const { items, next }: Page<T> = await list(cursor);
      for (const item of items) found.add(item);
      cursor = next;
    } catch (failure) {
      if (mayBeginAgain(failure, cursor, restarts)) return allItems(list, restarts + 1);
      throw failure;
    }
  } while (cursor !== undefined);
  return found;
};

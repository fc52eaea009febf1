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

/** Times that one listing begins again before it is given up. */
export const mostRestarts = 5;

/** True when a listing has to begin again. */
export const isCursorExpired = (failure: unknown): boolean =>
  failure instanceof RetryableError && failure.code === cursorExpiredCode;

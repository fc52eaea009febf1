import { cutText } from './cut-text.ts';
import { InvalidInputError } from './errors.ts';

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

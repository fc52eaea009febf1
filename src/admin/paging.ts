import * as z from 'zod';
import { InvalidInputError } from '../model/errors.ts';

/** Items on a page when the caller does not say, and at the most. Source: the Tag API's lists. */
export const pageSizes = { usual: 50, most: 100 } as const;

/** Query parameters of every list that comes in pages. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(pageSizes.most)
    .default(pageSizes.usual)
    .describe('items on a page'),
  cursor: z.string().optional().describe('`next` of the page before'),
};

/** `next` of an answer: null on the last page. */
export const nextCursor = z.string().nullable().describe('cursor of the next page');

/** @throws InvalidInputError `InvalidParameter.Cursor` */
export const invalidCursor = (cursor: string): InvalidInputError =>
  new InvalidInputError({
    code: 'InvalidParameter.Cursor',
    message: `cursor: "${cursor.slice(0, 100)}" is none that this list gave; take next of the page before`,
  });

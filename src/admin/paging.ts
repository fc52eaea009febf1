import * as z from 'zod/mini';

/** Items on a page when the caller does not say, and at the most. Source: the Tag API's lists. */
export const pageSizes = { usual: 50, most: 100 } as const;

/** How many items are wanted, as a query parameter. */
export const limitInput = ({ usual, most }: { readonly usual: number; readonly most: number }) => {
  const error = `expected a whole number from 1 to ${most}`;
  return z._default(
    z.coerce
      .number({ error })
      .check(z.int({ error }), z.minimum(1, { error }), z.maximum(most, { error })),
    usual,
  );
};

/** Query parameters of every list that comes in pages. */
export const pageQuery = {
  limit: limitInput(pageSizes).check(z.describe('items on a page')),
  cursor: z.optional(z.string()).check(z.describe('`next` of the page before')),
};

/** `next` of an answer: null on the last page. */
export const nextCursor = z.nullable(z.string()).check(z.describe('cursor of the next page'));

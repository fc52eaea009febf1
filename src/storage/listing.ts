import { invalidCursor } from '../model/page.ts';
import { longestKeyBytes } from './item-size.ts';

/** Which items of one partition are listed, and how. */
export type Listing = {
  readonly pk: string;
  /** Only items whose `sk` begins with this. */
  readonly prefix?: string;
  /** Only items whose `sk` is `from`, `to` or between them; takes the place of a prefix. */
  readonly range?: { readonly from: string; readonly to: string };
  /** From the largest `sk` down; the smallest comes first unless set. */
  readonly isDescending?: boolean;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
  /** Items a page holds at the most. */
  readonly limit: number;
};

/** The key condition of a listing; `:pk` is the partition. */
export const rangeOf = ({ prefix, range }: Listing) => {
  if (range !== undefined) {
    return {
      condition: 'pk = :pk AND sk BETWEEN :from AND :to',
      values: { ':from': range.from, ':to': range.to },
    };
  }
  return prefix === undefined
    ? { condition: 'pk = :pk', values: {} }
    : { condition: 'pk = :pk AND begins_with(sk, :prefix)', values: { ':prefix': prefix } };
};

/**
 * DynamoDB calls a start outside of what is listed an error, which callers could take for ours.
 * @throws InvalidInputError `InvalidParameter.Cursor`
 */
export const assertWithin = ({ prefix = '', range, cursor }: Listing): void => {
  if (cursor === undefined) return;
  const isSk = cursor !== '' && Buffer.byteLength(cursor) <= longestKeyBytes.sort;
  const isListed =
    range === undefined ? cursor.startsWith(prefix) : range.from <= cursor && cursor <= range.to;
  if (isSk && isListed) return;
  throw invalidCursor(cursor);
};

import pLimit from 'p-limit';
import { isThrottle, RetryableError } from './errors.ts';

/**
 * Makes one call for the items of many tasks.
 * @returns how each item ended, in the items' order
 * @throws what fails the call as a whole, so that no item has an end of its own
 */
export type SendTogether<Item, Answer> = (
  items: readonly Item[],
) => Promise<readonly PromiseSettledResult<Answer>[]>;

/** Pieces that a failed call is cut into, and calls of it under way at once. */
const mostPieces = 8;

/** Cuts a list into pieces of even size, none of them empty. */
const inPieces = <T>(items: readonly T[]): readonly (readonly T[])[] => {
  const count = Math.min(mostPieces, items.length);
  const begin = (index: number): number => Math.floor((index * items.length) / count);
  return Array.from({ length: count }, (_, index) => items.slice(begin(index), begin(index + 1)));
};

type Try<Item, Answer> = {
  readonly items: readonly Item[];
  /** How its items ended; undefined when the call failed as a whole. */
  readonly ends: readonly PromiseSettledResult<Answer>[] | undefined;
  readonly failure: unknown;
};

const failAll = <Item, Answer>({
  items,
  failure,
}: Try<Item, Answer>): readonly PromiseSettledResult<Answer>[] =>
  items.map(() => ({ status: 'rejected', reason: failure }));

/** Nothing of it works, and it may later: the items are not at fault, and more calls would do harm. */
const isOutage = <Item, Answer>(pieces: readonly Try<Item, Answer>[]): boolean =>
  pieces.every(({ ends, failure }) => ends === undefined && failure instanceof RetryableError);

/**
 * Lets an item that fails a shared call fail by itself: the call is made again for pieces of what it
 * was made for, and again for pieces of those that failed, down to single items. Fewer than eight bad
 * items keep no other from its answer. Where all pieces fail with what may pass (an outage), it ends
 * there, after nine calls. A throttle is never answered with more calls.
 * @returns what makes the calls, and never throws
 */
export const sendApart = <Item, Answer>(
  send: SendTogether<Item, Answer>,
): SendTogether<Item, Answer> => {
  return async (all) => {
    const limit = pLimit(mostPieces);

    const attempt = async (items: readonly Item[]): Promise<Try<Item, Answer>> => {
      try {
        return { items, ends: await limit(() => send(items)), failure: undefined };
      } catch (failure) {
        return { items, ends: undefined, failure };
      }
    };

    const endsOf = async (
      tried: Try<Item, Answer>,
    ): Promise<readonly PromiseSettledResult<Answer>[]> => {
      if (tried.ends !== undefined) return tried.ends;
      if (tried.items.length <= 1 || isThrottle(tried.failure)) return failAll(tried);
      const pieces = await Promise.all(inPieces(tried.items).map(attempt));
      const ends = isOutage(pieces) ? pieces.map(failAll) : await Promise.all(pieces.map(endsOf));
      return ends.flat();
    };

    return endsOf(await attempt(all));
  };
};

import * as z from 'zod/mini';
import { isMarkedAt, marksOf } from '../engine/place.ts';
import { text, textOrNull } from '../model/fields.ts';
import { invalidCursor } from '../model/page.ts';

/** Where a list stands that is read from several listings of the cloud and the ledger, one after the other. */
export type PlaceInList = {
  /** Number of the listing. */
  readonly index: number;
  /** The listing's own cursor of the page. */
  readonly page: string | undefined;
  /** Marks of what was told of that page: a cloud may list it in another order the next time. */
  readonly done: string;
};

const placeSchema = z.tuple([text, textOrNull, text]);

/** The beginning of a list. */
export const listBegin: PlaceInList = { index: 0, page: undefined, done: '' };

/** Writes a place as a cursor; null at the end. @param names of the listings */
export const writePlaceInList = (
  { index, page, done }: PlaceInList,
  names: readonly string[],
): string | null => {
  const name = names[index];
  return name === undefined ? null : JSON.stringify([name, page ?? null, done]);
};

/** @param names of the listings @throws InvalidInputError `InvalidParameter.Cursor` */
export const readPlaceInList = (
  cursor: string | undefined,
  names: readonly string[],
): PlaceInList => {
  if (cursor === undefined) return listBegin;
  try {
    const [name, page, done] = placeSchema.parse(JSON.parse(cursor));
    const index = names.indexOf(name);
    if (index !== -1) return { index, page: page ?? undefined, done };
  } catch (cause) {
    throw invalidCursor(cursor, cause);
  }
  throw invalidCursor(cursor);
};

/** What is left of the page that a list stands in. */
export const leftInPage = <T extends string>(
  items: readonly T[],
  { done }: PlaceInList,
): readonly T[] => {
  const isTold = isMarkedAt(done);
  return items.filter((item) => !isTold(item));
};

/** The place after some more of its page. @param isAll nothing is left of the page, whose `next` is this */
export const placeAfter = (
  place: PlaceInList,
  told: readonly string[],
  page: { readonly isAll: boolean; readonly next: string | undefined },
): PlaceInList => {
  if (!page.isAll) return { ...place, done: place.done + marksOf(told) };
  return page.next === undefined
    ? { index: place.index + 1, page: undefined, done: '' }
    : { ...place, page: page.next, done: '' };
};

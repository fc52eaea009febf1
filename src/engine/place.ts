import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { text, textOrNull } from '../model/fields.ts';
import { invalidCursor } from '../model/page.ts';

/** Where a walk stands in one listing. */
export type Place = {
  /** The page it reads; null for the first. */
  readonly page: string | null;
  /** The item of that page it has come to. */
  readonly item: string;
  /** The item is done with; otherwise the places that follow stand inside it. */
  readonly isDone: boolean;
  /**
   * Marks of what is done on that page, for the item may go away: neither order nor position then
   * tells what was done. Empty in cursors of before.
   */
  readonly done: string;
};

/** Where a walk stands in listings inside listings, from the outermost on; empty at the beginning. */
export type Path = readonly Place[];

const pathSchema = z.array(z.tuple([textOrNull, text, z.boolean(), z.optional(text)]));

/** Writes a path as the text that `readCursor` reads. */
export const writeCursor = (path: Path): string =>
  JSON.stringify(
    path.map(({ page, item, isDone, done }) => [
      page,
      item,
      isDone,
      ...(done === '' ? [] : [done]),
    ]),
  );

/** Reads where a walk stands. @param cursor null for the beginning @throws InvalidInputError `InvalidParameter.Cursor` */
export const readCursor = (cursor: string | null): Path => {
  if (cursor === null) return [];
  try {
    const places = pathSchema.parse(JSON.parse(cursor));
    return places.map(([page, item, isDone, done = '']) => ({ page, item, isDone, done }));
  } catch (cause) {
    throw invalidCursor(cursor, cause);
  }
};

/** Two of the hundred or so items of a page have the same mark once in 10^7 pages. */
const markLength = 6;

/** A short name of an item, always of the same length. */
export const markOf = (item: string): string =>
  createHash('sha256').update(item).digest('base64url').slice(0, markLength);

/** The marks of some items, one after the other. */
export const marksOf = (items: readonly string[]): string => items.map(markOf).join('');

const marksIn = (done: string): ReadonlySet<string> =>
  new Set(done.match(new RegExp(`.{${markLength}}`, 'g')));

/** What is left of the page that a walk goes on with. */
export const leftOf = <T extends string>(items: readonly T[], place: Place): readonly T[] => {
  const names: readonly string[] = items;
  const at = names.indexOf(place.item);
  if (at !== -1) return items.slice(place.isDone ? at + 1 : at);
  const done = marksIn(place.done);
  return items.filter((item) => !done.has(markOf(item)));
};

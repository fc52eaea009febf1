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
   * Marks of what is done on that page: it may come in another order, and without the item. Undefined in
   * cursors of before, where what comes before the item is done.
   */
  readonly done: string | undefined;
  /** Resources that the walk came to since the listing began; they are walked to again when it begins again. */
  readonly counted: number;
  /** How often the listing began again because its cursor had expired. */
  readonly restarts: number;
};

/** Where a walk stands in listings inside listings, from the outermost on; empty at the beginning. */
export type Path = readonly Place[];

const count = z._default(z.int().check(z.nonnegative()), 0);

const pathSchema = z.array(
  z.tuple([textOrNull, text, z.boolean(), z.optional(text), count, count]),
);

/** Writes a path as the text that `readCursor` reads. */
export const writeCursor = (path: Path): string =>
  JSON.stringify(
    path.map(({ page, item, isDone, done = '', counted, restarts }) => [
      page,
      item,
      isDone,
      done,
      counted,
      restarts,
    ]),
  );

/** Reads where a walk stands. @param cursor null for the beginning @throws InvalidInputError `InvalidParameter.Cursor` */
export const readCursor = (cursor: string | null): Path => {
  if (cursor === null) return [];
  try {
    const places = pathSchema.parse(JSON.parse(cursor));
    return places.map(([page, item, isDone, done, counted, restarts]) => ({
      page,
      item,
      isDone,
      done,
      counted,
      restarts,
    }));
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

/** Asks of items of a listing whether a walk was done with them. */
export type IsDone = (item: string) => boolean;

/** By the marks of what was done on the page. */
export const isMarkedAt = (done: string): IsDone => {
  const marks = marksIn(done);
  return (item) => marks.size > 0 && marks.has(markOf(item));
};

/** What was done of the page that a walk goes on with. */
export const doneOn = (items: readonly string[], place: Place): IsDone => {
  if (place.done !== undefined) return isMarkedAt(place.done);
  const at = items.indexOf(place.item);
  const before = new Set(items.slice(0, place.isDone ? at + 1 : Math.max(at, 0)));
  return (item) => before.has(item);
};

/** What is known to be done of the pages that follow. */
export const doneAfter = (place: Place | undefined): IsDone => isMarkedAt(place?.done ?? '');

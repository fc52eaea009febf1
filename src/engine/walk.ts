import * as z from 'zod/mini';
import type { Arn } from '../model/arn.ts';
import { inChunks } from '../model/chunks.ts';
import { InvalidInputError, isThrottle } from '../model/errors.ts';
import { text, textOrNull } from '../model/fields.ts';
import { invalidCursor, invalidCursorCode, type Page } from '../model/page.ts';
import type { Reach } from '../queue/reach.ts';

/** Where a walk stands in one listing. */
export type Place = {
  /** The page it reads; null for the first. */
  readonly page: string | null;
  /** The item of that page it has come to. */
  readonly item: string;
  /** The item is done with; otherwise the places that follow stand inside it. */
  readonly isDone: boolean;
};

/** Where a walk stands in listings inside listings, from the outermost on; empty at the beginning. */
export type Path = readonly Place[];

/** Some associated resources, maybe none, and where the walk goes on after them. */
export type Chunk = {
  readonly arns: readonly Arn[];
  /** Of the looks at them. */
  readonly reach: Reach;
  /** With an item that is done although it could not be walked to its end: why. */
  readonly failure?: unknown;
  readonly path: Path;
};

/** Associated resources, found by reading as it goes. */
export type Walk = AsyncGenerator<Chunk, void>;

/** Reads one page of a listing. */
export type Lister<T> = (cursor: string | undefined) => Promise<Page<T>>;

/** A listing of what is known already. */
export const known =
  <T>(items: readonly T[]): Lister<T> =>
  async () => ({ items, next: undefined });

/** A walk that finds nothing. */
export async function* nothing(): Walk {}

const pathSchema = z.array(z.tuple([textOrNull, text, z.boolean()]));

/** Writes a path as the text that `readCursor` reads. */
export const writeCursor = (path: Path): string =>
  JSON.stringify(path.map(({ page, item, isDone }) => [page, item, isDone]));

/** Reads where a walk stands. @param cursor null for the beginning @throws InvalidInputError `InvalidParameter.Cursor` */
export const readCursor = (cursor: string | null): Path => {
  if (cursor === null) return [];
  try {
    const places = pathSchema.parse(JSON.parse(cursor));
    return places.map(([page, item, isDone]) => ({ page, item, isDone }));
  } catch (cause) {
    throw invalidCursor(cursor, cause);
  }
};

type Listed<T> = { readonly page: string | null; readonly items: readonly T[] };

/** What is left of the page that a walk goes on with. */
const leftOf = <T extends string>(items: readonly T[], place: Place): readonly T[] => {
  const names: readonly string[] = items;
  const at = names.indexOf(place.item);
  // An item that has gone leaves no trace of its place: then the whole page is read again.
  return at === -1 ? items : items.slice(place.isDone ? at + 1 : at);
};

/** Reads a listing from a place on. An item that ends one page and begins the next comes once. */
async function* pagesFrom<T extends string>(
  list: Lister<T>,
  place: Place | undefined,
): AsyncGenerator<Listed<T>, void> {
  const first = await list(place?.page ?? undefined);
  yield {
    page: place?.page ?? null,
    items: place === undefined ? first.items : leftOf(first.items, place),
  };
  let last = first.items.at(-1);
  let page = first.next;
  while (page !== undefined) {
    const { items, next } = await list(page);
    yield { page, items: items[0] === last ? items.slice(1) : items };
    last = items.at(-1) ?? last;
    page = next;
  }
}

/** More calls would do harm, or the walk does not know where it stands: nothing to be passed over. */
const endsAWalk = (failure: unknown): boolean =>
  isThrottle(failure) ||
  (failure instanceof InvalidInputError && failure.code === invalidCursorCode);

/**
 * A walk inside an item of a listing that does not fail the walk through that listing: it ends with a
 * chunk that says why it could not go on.
 */
export async function* apart(inside: Walk): Walk {
  try {
    yield* inside;
  } catch (failure) {
    if (endsAWalk(failure)) throw failure;
    yield { arns: [], reach: [], failure, path: [] };
  }
}

/** Walks into each item of a listing, one after the other. @param path where to go on */
export async function* walkInto<T extends string>(
  list: Lister<T>,
  path: Path,
  inside: (item: T, path: Path) => Walk,
): Walk {
  const [place, ...inner] = path;
  for await (const { page, items } of pagesFrom(list, place)) {
    let isEmpty = true;
    for (const item of items) {
      const isStart = page === (place?.page ?? null) && item === place?.item;
      for await (const chunk of inside(item, isStart ? inner : [])) {
        isEmpty = false;
        const isDone = chunk.path.length === 0;
        yield { ...chunk, path: [{ page, item, isDone }, ...chunk.path] };
      }
    }
    // Long listings may hold nothing of interest; whoever walks must get the chance to stop.
    if (isEmpty)
      yield { arns: [], reach: [], path: [{ page, item: items.at(-1) ?? '', isDone: true }] };
  }
}

/**
 * Walks through the resources of a listing, in whatever order it has.
 * @param size resources a chunk holds at the most
 */
export async function* walkOver(
  list: Lister<Arn>,
  path: Path,
  { size, reach }: { readonly size: number; readonly reach: Reach },
): Walk {
  const [place] = path;
  let item = place?.item ?? '';
  for await (const { page, items } of pagesFrom(list, place)) {
    for (const arns of items.length === 0 ? [[]] : inChunks(items, size)) {
      item = arns.at(-1) ?? item;
      yield { arns, reach, path: [{ page, item, isDone: true }] };
    }
  }
}

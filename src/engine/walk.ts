import { type Arn, isArn } from '../clouds/arn.ts';
import { inChunks } from '../model/chunks.ts';
import { InvalidInputError, isThrottle } from '../model/errors.ts';
import { invalidCursorCode, type Page } from '../model/page.ts';
import type { Reach } from '../queue/reach.ts';
import { leftOf, markOf, marksOf, type Path, type Place } from './place.ts';

/** Some associated resources, maybe none, and where the walk goes on after them. */
export type Chunk = {
  readonly arns: readonly Arn[];
  /** Of the looks at them. */
  readonly reach: Reach;
  /** With an item that is done although it could not be walked to its end: why. */
  readonly failure?: unknown;
  readonly path: Path;
};

/** Whose heirs a listing is of; undefined when it is wider. */
export const primaryOf = ({ path }: Chunk): Arn | undefined =>
  path.map(({ item }) => item).findLast(isArn);

/** Names a listing that could not be read: by the primary whose heirs it is of, or by the listings around it. */
export const nameOf = (chunk: Chunk): string =>
  primaryOf(chunk) ?? chunk.path.map(({ item }) => item).join(' ');

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

/** What a walk does on one page of a listing. */
type Listed<T> = {
  readonly page: string | null;
  readonly items: readonly T[];
  /** Marks of what was done on it before. */
  readonly done: string;
};

const pageFrom = <T extends string>(items: readonly T[], place: Place | undefined): Listed<T> => {
  if (place === undefined) return { page: null, items, done: '' };
  const left = new Set(leftOf(items, place));
  return {
    page: place.page,
    items: [...left],
    done: marksOf(items.filter((item) => !left.has(item))),
  };
};

/** Reads a listing from a place on. An item that ends one page and begins the next comes once. */
async function* pagesFrom<T extends string>(
  list: Lister<T>,
  place: Place | undefined,
): AsyncGenerator<Listed<T>, void> {
  const first = await list(place?.page ?? undefined);
  yield pageFrom(first.items, place);
  let last = first.items.at(-1);
  let page = first.next;
  while (page !== undefined) {
    const { items, next } = await list(page);
    yield { page, items: items[0] === last ? items.slice(1) : items, done: '' };
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
  for await (const { page, items, done: before } of pagesFrom(list, place)) {
    let isEmpty = true;
    let done = before;
    for (const item of items) {
      const isStart = page === (place?.page ?? null) && item === place?.item;
      const doneAfter = done + markOf(item);
      for await (const chunk of inside(item, isStart ? inner : [])) {
        isEmpty = false;
        const isDone = chunk.path.length === 0;
        const at: Place = { page, item, isDone, done: isDone ? doneAfter : done };
        yield { ...chunk, path: [at, ...chunk.path] };
      }
      done = doneAfter;
    }
    // Long listings may hold nothing of interest; whoever walks must get the chance to stop.
    const end: Place = { page, item: items.at(-1) ?? '', isDone: true, done };
    if (isEmpty) yield { arns: [], reach: [], path: [end] };
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
  for await (const { page, items, done: before } of pagesFrom(list, place)) {
    let done = before;
    for (const arns of items.length === 0 ? [[]] : inChunks(items, size)) {
      item = arns.at(-1) ?? item;
      done += marksOf(arns);
      yield { arns, reach, path: [{ page, item, isDone: true, done }] };
    }
  }
}

import { type Arn, isArn } from '../clouds/arn.ts';
import { inChunks } from '../model/chunks.ts';
import { InvalidInputError, isThrottle } from '../model/errors.ts';
import { invalidCursorCode, mayBeginAgain, type Page } from '../model/page.ts';
import type { Reach } from '../queue/reach.ts';
import { doneAfter, doneOn, markOf, marksOf, type Path, type Place } from './place.ts';

/** Some associated resources, maybe none, and where the walk goes on after them. */
export type Chunk = {
  readonly arns: readonly Arn[];
  /** Of the looks at them. */
  readonly reach: Reach;
  /** Resources of earlier chunks that come again, because a listing had to begin again; none unless given. */
  readonly forgotten?: number;
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

/** One page of a listing, or that the listing begins again. */
type Listed<T> =
  | {
      readonly kind: 'page';
      readonly page: string | null;
      /** What is left to do of it. */
      readonly items: readonly T[];
      /** Marks of what was done on it before. */
      readonly done: string;
      readonly restarts: number;
    }
  | { readonly kind: 'again'; readonly restarts: number };

/** Reads a page. @returns undefined when its cursor has expired, and the listing may begin again */
const readPage = async <T>(
  list: Lister<T>,
  page: string | null,
  restarts: number,
): Promise<Page<T> | undefined> => {
  try {
    return await list(page ?? undefined);
  } catch (failure) {
    if (!mayBeginAgain(failure, page, restarts)) throw failure;
    return undefined;
  }
};

/**
 * Reads a listing from a place on, in whatever order its pages come, and begins it again when its cursor has
 * expired. An item that is named on two pages in a row comes once.
 */
async function* pagesFrom<T extends string>(
  list: Lister<T>,
  place: Place | undefined,
): AsyncGenerator<Listed<T>, void> {
  let from = place;
  let page = place?.page ?? null;
  let restarts = place?.restarts ?? 0;
  let before: ReadonlySet<string> | undefined;
  for (;;) {
    const read: Page<T> | undefined = await readPage(list, page, restarts);
    if (read === undefined) {
      restarts += 1;
      [from, page, before] = [undefined, null, undefined];
      yield { kind: 'again', restarts };
      continue;
    }
    const { items, next } = read;
    const at = before === undefined ? from : undefined;
    const isDone = at === undefined ? doneAfter(from) : doneOn(items, at);
    const isLeft = (item: T): boolean => !isDone(item) && before?.has(item) !== true;
    const done = at === undefined ? '' : (at.done ?? marksOf(items.filter(isDone)));
    yield { kind: 'page', page, items: items.filter(isLeft), done, restarts };
    if (next === undefined) return;
    before = new Set(items);
    page = next;
  }
}

/** Tells that what a listing led to is walked to again. @param counted so far */
const beginAgain = (counted: number, restarts: number): Chunk => ({
  arns: [],
  reach: [],
  forgotten: counted,
  path: [{ page: null, item: '', isDone: true, done: '', counted: 0, restarts }],
});

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

const firstOf = <T extends string>(
  items: readonly T[],
  first: string | undefined,
): readonly T[] => [
  ...items.filter((item) => item === first),
  ...items.filter((item) => item !== first),
];

/** Walks into each item of a listing, one after the other. @param path where to go on */
export async function* walkInto<T extends string>(
  list: Lister<T>,
  path: Path,
  inside: (item: T, path: Path) => Walk,
): Walk {
  const [place, ...inner] = path;
  let begun = place?.isDone === false ? place.item : undefined;
  let counted = place?.counted ?? 0;
  for await (const listed of pagesFrom(list, place)) {
    const { restarts } = listed;
    if (listed.kind === 'again') {
      yield beginAgain(counted, restarts);
      [begun, counted] = [undefined, 0];
      continue;
    }
    const { page } = listed;
    // First what was begun: whoever stops at another item would forget how far it is.
    const items = firstOf(listed.items, begun);
    let isEmpty = true;
    let { done } = listed;
    for (const item of items) {
      const withItem = done + markOf(item);
      for await (const chunk of inside(item, item === begun ? inner : [])) {
        isEmpty = false;
        counted += chunk.arns.length - (chunk.forgotten ?? 0);
        const isDone = chunk.path.length === 0;
        const at = { page, item, isDone, done: isDone ? withItem : done, counted, restarts };
        yield { ...chunk, path: [at, ...chunk.path] };
      }
      done = withItem;
    }
    // Long listings may hold nothing of interest; whoever walks must get the chance to stop.
    const end = { page, item: items.at(-1) ?? '', isDone: true, done, counted, restarts };
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
  let counted = place?.counted ?? 0;
  for await (const listed of pagesFrom(list, place)) {
    const { restarts } = listed;
    if (listed.kind === 'again') {
      yield beginAgain(counted, restarts);
      counted = 0;
      continue;
    }
    const { page, items } = listed;
    let { done } = listed;
    for (const arns of items.length === 0 ? [[]] : inChunks(items, size)) {
      item = arns.at(-1) ?? item;
      done += marksOf(arns);
      counted += arns.length;
      yield { arns, reach, path: [{ page, item, isDone: true, done, counted, restarts }] };
    }
  }
}

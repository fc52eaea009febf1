import pLimit from 'p-limit';
import { inChunks } from '../../../model/chunks.ts';
import { NotFoundError } from '../../../model/errors.ts';
import { allItems } from '../../../model/page.ts';
import { sendApart } from '../../../model/shared-call.ts';
import type { Parameters } from './client.ts';
import { type Listing, readPage, type Shown } from './listing.ts';
import type { Reader } from './permission.ts';

/** What came of asking for one resource. */
export type Found =
  | { readonly kind: 'shown'; readonly shown: Shown }
  /** The list left it out. */
  | { readonly kind: 'left out' }
  /** The cloud says that there is none, or there can be none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Calls for one question under way at once. */
const parallelCalls = 8;

/** From so many on, things that are in another are read with all that are in it. */
const many = 4;

/** Puts ids together that are asked for in one call. */
const togetherOf = (
  { around, mostIds = 20 }: Listing,
  ids: readonly string[],
): readonly string[][] => {
  if (around === undefined) return inChunks(ids, mostIds).map((some) => [...some]);
  const groups = Map.groupBy(ids, (id) => JSON.stringify(around(id)));
  return [...groups.values()].flatMap((some) =>
    some.length < many ? some.map((id) => [id]) : [some],
  );
};

/** What narrows a list to some ids; undefined where there can be no such resources. */
const filterFor = (
  { around, only }: Listing,
  ids: readonly [string, ...string[]],
): Parameters | undefined => (around !== undefined && ids.length > 1 ? around(ids[0]) : only(ids));

/** Where resources are read. */
export type ReadSome = { readonly reader: Reader; readonly listing: Listing };

const readTogether = async (
  { reader, listing }: ReadSome,
  ids: readonly string[],
): Promise<readonly Found[]> => {
  const [first, ...others] = ids;
  const filter = first === undefined ? undefined : filterFor(listing, [first, ...others]);
  if (filter === undefined) return ids.map(() => ({ kind: 'none' }));
  const what = `describing ${ids.join(', ')}`;
  try {
    const shown = await allItems((cursor) =>
      readPage(reader.ask, { listing, region: reader.at.region, filter, cursor, what }),
    );
    const byId = new Map([...shown].map((each) => [each.id, each]));
    return ids.map((id): Found => {
      const found = byId.get(id);
      return found === undefined ? { kind: 'left out' } : { kind: 'shown', shown: found };
    });
  } catch (error) {
    // Of several, nobody says which one there is none of: each is asked for by itself.
    if (ids.length === 1 && error instanceof NotFoundError) return [{ kind: 'none' }];
    throw error;
  }
};

/**
 * Reads resources of one type by their ids, in as few calls as the API takes. One that fails a call for many does
 * not keep the others from their answer.
 * @returns what came of each, id by id; never throws
 */
export const readSome = async (
  where: ReadSome,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Found>> => {
  const limit = pLimit(parallelCalls);
  const read = sendApart<string, Found>((some) =>
    limit(async () => {
      const found = await readTogether(where, some);
      return found.map((value) => ({ status: 'fulfilled', value }));
    }),
  );
  const ends = togetherOf(where.listing, [...new Set(ids)]).map(async (some) => {
    const found = await read(some);
    return some.map((id, index): [string, Found] => {
      const end = found[index];
      return end?.status === 'fulfilled'
        ? [id, end.value]
        : [id, { kind: 'failed', error: end?.reason }];
    });
  });
  return new Map((await Promise.all(ends)).flat());
};

import type { Clock } from '../../src/model/clock.ts';
import type { Item, ItemKey, Table } from '../../src/storage/table.ts';
import type { Random } from '../reliability/random.ts';

/** What stood under a key until some time. */
type Version = { readonly until: number; readonly item: Item | undefined };

export type Lateness = {
  readonly clock: Clock;
  readonly random: Random;
  /** For how long reads may show what was before. Seconds. */
  readonly lagSeconds: number;
  /** One read of a key in so many shows an earlier version, where there is one. */
  readonly lateOneIn: number;
};

/** A table, and the same as reads see it that lag behind its writes. */
export type LateTable = {
  /** For whoever writes: strong. Remembers what stood there before. */
  readonly strong: Table;
  /** For whoever only reads. A listing may leave out what came, and name what went, within the lag. */
  readonly late: Table;
};

const nameOf = ({ pk, sk }: ItemKey): string => JSON.stringify([pk, sk]);

/** Opens late reads over a table all of whose writes go through `strong`. */
export const openLateTable = (
  table: Table,
  { clock, random, lagSeconds, lateOneIn }: Lateness,
): LateTable => {
  const earlier = new Map<string, readonly Version[]>();
  const keysIn = new Map<string, Map<string, ItemKey>>();

  const remember = async (key: ItemKey, write: () => Promise<unknown>): Promise<void> => {
    const item = await table.get(key);
    await write();
    const since = clock() - lagSeconds * 1000;
    const versions = (earlier.get(nameOf(key)) ?? []).filter(({ until }) => until > since);
    earlier.set(nameOf(key), [...versions, { until: clock(), item }]);
    const { pk, sk } = key;
    keysIn.set(pk, (keysIn.get(pk) ?? new Map()).set(sk, { pk, sk }));
  };

  /** Any version that was the latest one at some time within the lag. */
  const anyOf = (key: ItemKey, now: Item | undefined): Item | undefined => {
    const since = clock() - lagSeconds * 1000;
    const versions = (earlier.get(nameOf(key)) ?? []).filter(({ until }) => until > since);
    if (versions.length === 0 || !random.isOneIn(lateOneIn)) return now;
    return versions[random.below(versions.length)]?.item;
  };

  const strong: Table = {
    ...table,
    put: (item, expectation) => remember(item, () => table.put(item, expectation)),
    putMany: async (items) => {
      for (const item of items) await remember(item, () => table.putMany([item]));
    },
    delete: (key, expectation) => remember(key, () => table.delete(key, expectation)),
  };

  const late: Table = {
    ...table,
    get: async (key) => anyOf(key, await table.get(key)),
    getMany: async (keys) => {
      const found = new Map((await table.getMany(keys)).map((item) => [nameOf(item), item]));
      return keys.flatMap((key) => anyOf(key, found.get(nameOf(key))) ?? []);
    },
    query: async (listing) => {
      const page = await table.query(listing);
      const found = new Map(page.items.map((item) => [nameOf(item), item]));
      const isFirst = listing.cursor === undefined;
      const gone = [...(keysIn.get(listing.pk)?.values() ?? [])].filter(
        (key) => isFirst && !found.has(nameOf(key)) && key.sk.startsWith(listing.prefix ?? ''),
      );
      const shown = page.items.flatMap((item) => anyOf(item, item) ?? []);
      return { ...page, items: [...shown, ...gone.flatMap((key) => anyOf(key, undefined) ?? [])] };
    },
  };

  return { strong, late };
};

import type { ItemKey, Table } from '../../src/storage/table.ts';

/** A table that tells what was written to it. */
export type WatchedTable = {
  readonly table: Table;
  /** Keys of the writes since the last time it was asked. */
  readonly written: () => readonly ItemKey[];
};

export const watchTable = (inner: Table): WatchedTable => {
  const keys: ItemKey[] = [];
  const note = ({ pk, sk }: ItemKey): void => {
    keys.push({ pk, sk });
  };
  return {
    written: () => keys.splice(0),
    table: {
      ...inner,
      put: async (item, expectation) => {
        await inner.put(item, expectation);
        note(item);
      },
      putMany: async (items) => {
        await inner.putMany(items);
        items.forEach(note);
      },
      putParts: async (key, write) => {
        const item = await inner.putParts(key, write);
        note(key);
        return item;
      },
      delete: async (key, expectation) => {
        await inner.delete(key, expectation);
        note(key);
      },
      count: async (key, expiresAt) => {
        const count = await inner.count(key, expiresAt);
        note(key);
        return count;
      },
    },
  };
};

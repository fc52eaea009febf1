import { inChunks } from '../model/chunks.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import type { Gather } from './wave.ts';

/** Keys that one read of a table takes. */
const mostKeys = 100;

const nameOf = ({ pk, sk }: ItemKey): string => JSON.stringify([pk, sk]);

/**
 * A table whose reads of single items become reads of many, each item named once, and whose
 * unconditional writes go together. Reads stay strong: one begins after everybody has asked for it.
 */
export const gatheredTable = (table: Table, gather: Gather): Table => {
  const readChunk = async (keys: readonly ItemKey[]): Promise<readonly Item[]> => {
    const [only] = keys;
    if (only === undefined || keys.length > 1) return table.getMany(keys);
    const item = await table.get(only);
    return item === undefined ? [] : [item];
  };

  const get = gather<ItemKey, Item | undefined>(async (keys) => {
    const distinct = new Map(keys.map((key) => [nameOf(key), key]));
    const chunks = await Promise.all(inChunks([...distinct.values()], mostKeys).map(readChunk));
    const found = new Map(chunks.flat().map((item) => [nameOf(item), item]));
    return keys.map((key) => ({ status: 'fulfilled', value: found.get(nameOf(key)) }));
  });

  const putMany = gather<readonly Item[], void>(async (lists) => {
    // Several may write the same row, and a batch takes each key once.
    await table.putMany([...new Map(lists.flat().map((item) => [nameOf(item), item])).values()]);
    return lists.map(() => ({ status: 'fulfilled', value: undefined }));
  });

  return { ...table, get, putMany };
};

import { schemaKey, schemaVersion } from './schema.ts';
import type { ItemKey, Table } from './table.ts';

/** Knows whether a table still holds items of an older schema. */
export type Renewal = {
  /** True once there is nothing older; asks the table until it is so, and then never again. */
  readonly isDone: () => Promise<boolean>;
  /** Says that there is nothing older any more. */
  readonly finish: () => Promise<void>;
};

/** Opens what a table says of itself. @param key of the item that says it */
export const openRenewal = (
  table: Pick<Table, 'get' | 'put'>,
  key: ItemKey = schemaKey,
): Renewal => {
  let isDone = false;
  return {
    isDone: async () => {
      isDone ||= (await table.get(key))?.version === schemaVersion;
      return isDone;
    },
    finish: async () => {
      await table.put({ ...key, version: schemaVersion }, { kind: 'any' });
      isDone = true;
    },
  };
};

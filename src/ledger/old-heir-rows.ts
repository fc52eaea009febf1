import { type Arn, isArn } from '../clouds/arn.ts';
import { inChunks } from '../model/chunks.ts';
import { ConflictError } from '../model/errors.ts';
import type { Page } from '../model/page.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import { heirRow } from './heir-rows.ts';

/** Each primary had a partition, so that only a look at the whole table found all of them. */
export const oldHeirsPrefix = 'heirs#';

const heirsPerPage = 100;

/** Where the row of an heir was in schema 1. */
export const oldHeirKey = (primary: Arn, heir: Arn): ItemKey => ({
  pk: `${oldHeirsPrefix}${primary}`,
  sk: heir,
});

/** Lists the heirs of a primary whose rows have not been moved yet. */
export const listOldHeirs = async (
  table: Table,
  primary: Arn,
  cursor: string | undefined,
): Promise<Page<Arn>> => {
  const pk = `${oldHeirsPrefix}${primary}`;
  const page = await table.query({ pk, cursor, limit: heirsPerPage });
  return { items: page.items.map(({ sk }) => sk).filter(isArn), next: page.next };
};

const atOnce = 20;

const moveRow = async (table: Table, { pk, sk, version }: Item): Promise<void> => {
  const primary = pk.slice(oldHeirsPrefix.length);
  if (isArn(primary) && isArn(sk)) {
    const row = { ...heirRow(primary, sk), version };
    const upToNow = { kind: 'versionAtMost', version: Number(version ?? 0) } as const;
    await table.put(row, upToNow).catch((error: unknown) => {
      // A later writer has put it there already.
      if (!(error instanceof ConflictError)) throw error;
    });
  }
  await table.delete({ pk, sk }, { kind: 'any' });
};

/** Moves rows of schema 1 to where they belong now. One is never in neither place. */
export const moveOldRows = async (table: Table, rows: readonly Item[]): Promise<void> => {
  for (const chunk of inChunks(rows, atOnce)) {
    await Promise.all(chunk.map((row) => moveRow(table, row)));
  }
};

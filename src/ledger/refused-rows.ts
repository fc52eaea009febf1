import { type Arn, isArn, parseArn } from '../clouds/arn.ts';
import { inChunks } from '../model/chunks.ts';
import { ConflictError } from '../model/errors.ts';
import type { Page } from '../model/page.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import type { LedgerRecord } from './ledger.ts';
import { readRecord } from './ledger-item.ts';

const partition = (accountId: string): string => `refused#${accountId}`;

/** Row that finds a resource with refusals by its account. Can be rebuilt from the records. */
export const refusedRow = (resource: Arn): ItemKey => ({
  pk: partition(parseArn(resource).accountId),
  sk: resource,
});

/** Lists an account's resources with refusals, in ARN order. */
export const listRefused = async (
  table: Table,
  accountId: string,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<Arn>> => {
  const page = await table.query({ pk: partition(accountId), cursor, limit });
  return { items: page.items.map(({ sk }) => sk).filter(isArn), next: page.next };
};

/** Begins the name of every record's partition. */
export const recordPrefix = 'ledger#';

const readAtOnce = 100;

const recordOf = ({ pk, ...item }: Item): readonly LedgerRecord[] => {
  const arn = pk.slice(recordPrefix.length);
  return isArn(arn) ? [readRecord(arn, { pk, ...item })] : [];
};

/** Makes the rows of records from before there were any. @param keys of any number of records */
export const makeRefusedRows = async (table: Table, keys: readonly ItemKey[]): Promise<void> => {
  for (const chunk of inChunks(keys, readAtOnce)) {
    const records = (await table.getMany(chunk)).flatMap(recordOf);
    for (const { arn, version, refusals } of records) {
      if (refusals.size === 0) continue;
      const upToNow = { kind: 'versionAtMost', version } as const;
      await table.put({ ...refusedRow(arn), version }, upToNow).catch((error: unknown) => {
        // A later writer has put it there already.
        if (!(error instanceof ConflictError)) throw error;
      });
    }
  }
};

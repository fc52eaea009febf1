import { createHash } from 'node:crypto';
import { type Arn, isArn, parseArn } from '../clouds/arn.ts';
import { invalidCursor, type Page } from '../model/page.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';

/** Partitions of an account's rows: each takes 1,000 writes a second, and a sweep reads all of them. */
const buckets = [...'0123456789abcdef'];

const heirsPerPage = 100;

/** Begins every name of the same length, whatever a primary is called. */
const digestOf = (primary: Arn): string =>
  createHash('sha256').update(primary).digest('hex').slice(0, 32);

const bucketKey = (accountId: string, bucket: string): string => `heirs-of#${accountId}#${bucket}`;

const placeOf = (primary: Arn) => {
  const digest = digestOf(primary);
  const pk = bucketKey(parseArn(primary).accountId, digest.slice(0, 1));
  return { pk, prefix: `${digest}#` };
};

/** Row that finds an heir by its primary. Can be rebuilt from the records. */
export const heirRow = (primary: Arn, heir: Arn): ItemKey & { readonly primary: Arn } => {
  const { pk, prefix } = placeOf(primary);
  return { pk, sk: `${prefix}${heir}`, primary };
};

/** Lists the heirs of a primary in ARN order. @param cursor the last heir of the page before */
export const listHeirs = async (
  table: Table,
  primary: Arn,
  cursor: string | undefined,
): Promise<Page<Arn>> => {
  const { pk, prefix } = placeOf(primary);
  const after = cursor === undefined || cursor === '' ? undefined : `${prefix}${cursor}`;
  const page = await table.query({ pk, prefix, cursor: after, limit: heirsPerPage });
  return {
    items: page.items.map(({ sk }) => sk.slice(prefix.length)).filter(isArn),
    next: page.next?.slice(prefix.length),
  };
};

/** An heir of a primary, and the cursor that goes on after it. */
export type Heirship = { readonly primary: Arn; readonly resource: Arn; readonly at: string };

const heirshipsIn = (items: readonly Item[]): readonly Heirship[] =>
  items.flatMap(({ sk, primary: name }) => {
    const primary = String(name);
    const resource = sk.slice(sk.indexOf('#') + 1);
    return isArn(primary) && isArn(resource) ? [{ primary, resource, at: sk }] : [];
  });

/**
 * Lists an account's heirs, primary by primary, bucket by bucket; only one primary's when it is given.
 * @param limit rows on a page at the most; a page may be empty
 */
export const listHeirships = async (
  table: Table,
  { accountId, primary }: { readonly accountId: string; readonly primary: Arn | undefined },
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<Heirship>> => {
  if (primary !== undefined) {
    const { items, next } = await table.query({ ...placeOf(primary), cursor, limit });
    return { items: heirshipsIn(items), next };
  }
  const bucket = cursor?.slice(0, 1) ?? buckets[0] ?? '';
  if (!buckets.includes(bucket)) throw invalidCursor(cursor ?? '');
  const { items, next } = await table.query({
    pk: bucketKey(accountId, bucket),
    cursor: cursor?.length === 1 ? undefined : cursor,
    limit,
  });
  return { items: heirshipsIn(items), next: next ?? buckets[buckets.indexOf(bucket) + 1] };
};

/** True where a listing of heirs comes to a first primary before it comes to a second one. */
export const comesFirst = (first: Arn, second: Arn): boolean => digestOf(first) < digestOf(second);

const primariesIn = (items: readonly Item[]): readonly Arn[] => {
  const names = items.map(({ primary }) => String(primary)).filter(isArn);
  return [...new Set(names)];
};

/** Comes after every heir of a primary. */
const afterHeirs = '~';

/** Lists the primaries of an account that have heirs, bucket by bucket. */
export const listPrimaries = async (
  table: Table,
  accountId: string,
  cursor: string | undefined,
): Promise<Page<Arn>> => {
  const from = cursor?.slice(0, 1) ?? buckets[0] ?? '';
  const page = await table.query({
    pk: bucketKey(accountId, from),
    cursor: cursor === undefined || cursor.length === 1 ? undefined : cursor,
    limit: heirsPerPage,
  });
  const last = page.items.at(-1);
  // The heirs of a large primary are not read: the next page begins after them.
  const next =
    page.next === undefined || last === undefined
      ? buckets[buckets.indexOf(from) + 1]
      : `${last.sk.slice(0, last.sk.indexOf('#'))}#${afterHeirs}`;
  return { items: primariesIn(page.items), next };
};

import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Arn } from '../../arn.ts';
import { CloudApiError } from '../cloud-api-error.ts';
import type { StoredResource } from '../resource-store.ts';

type Found = readonly StoredResource[];

/** Where a resource stands in a list: an order that no caller can know, as on the cloud. */
const placeOf = (arn: Arn): string =>
  createHash('sha256').update(arn).digest('base64url').slice(0, 22);

const inCloudsOrder = (found: Found) =>
  found
    .map((resource) => ({ resource, place: placeOf(resource.arn) }))
    .sort((left, right) => (left.place < right.place ? -1 : 1));

const count = (most: number) => z.optional(z.int().check(z.minimum(1), z.maximum(most)));

/** `MaxResults` and `NextToken`, and what a call without them gets. */
export const tokenParameters = (most: number) => ({
  MaxResults: count(most),
  NextToken: z.optional(z.string()),
});

/** `PageNumber` and `PageSize`. */
export const numberParameters = (most: number) => ({
  PageNumber: z.optional(z.int().check(z.minimum(1))),
  PageSize: count(most),
});

/** A page, and the token of the next one; empty after the last. */
export type TokenPage = { readonly page: Found; readonly next: string };

const tokenForm = /^[\w-]{22}$/;

const unknownToken = (): CloudApiError =>
  new CloudApiError(
    400,
    'InvalidParameter.NextToken',
    'The NextToken is none that this listing gave.',
  );

/**
 * The page that a token begins. A token says where the page before ended, so that what came or went
 * meanwhile moves nothing.
 * @throws CloudApiError for a token that no list gave
 */
export const pageByToken = (
  found: Found,
  { token, size }: { readonly token: string | undefined; readonly size: number },
): TokenPage => {
  const after = token ?? '';
  if (after !== '' && !tokenForm.test(after)) throw unknownToken();
  const rest = inCloudsOrder(found).filter(({ place }) => place > after);
  const page = rest.slice(0, size);
  return {
    page: page.map(({ resource }) => resource),
    next: rest.length > size ? (page.at(-1)?.place ?? '') : '',
  };
};

/** What a list in numbered pages tells beside its rows. */
export type NumberedPage = {
  readonly page: Found;
  readonly PageNumber: number;
  readonly PageSize: number;
  readonly TotalCount: number;
};

/** The page of a number, counted from 1. */
export const pageByNumber = (
  found: Found,
  {
    PageNumber = 1,
    PageSize = 10,
  }: {
    readonly PageNumber?: number | undefined;
    readonly PageSize?: number | undefined;
  },
): NumberedPage => ({
  page: inCloudsOrder(found)
    .slice((PageNumber - 1) * PageSize, PageNumber * PageSize)
    .map(({ resource }) => resource),
  PageNumber,
  PageSize,
  TotalCount: found.length,
});

/** One of several rows that a resource has in a list. @param name tells the resource's rows apart */
export type NamedRow<T> = { readonly row: T; readonly of: Arn; readonly name: string };

const rowTokenForm = /^[\w-]{22} /;

const placeInRows = (token: string): string => {
  const place = Buffer.from(token, 'base64url').toString();
  if (place !== '' && !rowTokenForm.test(place)) throw unknownToken();
  return place;
};

/**
 * The same for lists with several rows a resource, which end anywhere.
 * @throws CloudApiError for a token that no list gave
 */
export const pageOfRows = <T>(
  rows: readonly NamedRow<T>[],
  { token, size }: { readonly token: string | undefined; readonly size: number },
): { readonly rows: readonly T[]; readonly next: string; readonly total: number } => {
  const after = placeInRows(token ?? '');
  const rest = rows
    .map(({ row, of, name }) => ({ row, place: `${placeOf(of)} ${name}` }))
    .filter(({ place }) => place > after)
    .sort((left, right) => (left.place < right.place ? -1 : 1));
  const page = rest.slice(0, size);
  const last = page.at(-1)?.place ?? '';
  return {
    rows: page.map(({ row }) => row),
    next: rest.length > size ? Buffer.from(last).toString('base64url') : '',
    total: rows.length,
  };
};

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
  if (after !== '' && !tokenForm.test(after)) {
    throw new CloudApiError(
      400,
      'InvalidParameter.NextToken',
      'The NextToken is none that this listing gave.',
    );
  }
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

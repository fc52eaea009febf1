import * as z from 'zod/mini';
import { type Arn, isArn, parseArn } from '../../arn.ts';
import { isReservedKey } from '../../tag-keys.ts';
import { CloudApiError } from '../cloud-api-error.ts';
import { defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { checkTags, exceedsQuota, quotaExceeded, type TagPair } from '../tag-checks.ts';
import { additionOf, removalOf, tagWrites } from '../tag-writes.ts';

const arns = z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(50));
/** The unified API takes fewer tags a call than the products' own. */
const mostTags = 10;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Pairs, because a record schema would drop the key `__proto__`. */
const tagPairs = z.array(z.tuple([z.string(), z.string()]));

const readTagsText = (text: string): readonly TagPair[] => {
  const value = parseJson(text);
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  const parsed = tagPairs.safeParse(isRecord ? Object.entries(value) : undefined);
  if (!parsed.success) {
    throw new CloudApiError(
      400,
      'InvalidParameter.Tags',
      'Tags must be a JSON text such as {"key":"value"}.',
    );
  }
  const tags = parsed.data;
  if (tags.length === 0 || tags.length > mostTags) {
    throw new CloudApiError(
      400,
      'NumberExceed.Tags',
      `Tags holds ${tags.length} tags; 1 to ${mostTags} are allowed.`,
    );
  }
  checkTags(tags);
  return tags;
};

type Failure = { readonly ResourceARN: string; readonly Result: { Code: string; Message: string } };

const failure = (arn: string, { code, message }: CloudApiError): Failure => ({
  ResourceARN: arn,
  Result: { Code: code, Message: message },
});

/** `*` stands for the call's own region and account. */
const inFull = (arn: string, { region, accountId }: OperationContext): string =>
  arn.replace(
    /^(arn:acs:[^:]*):([^:]*):([^:]*):/,
    (_, start: string, ofRegion: string, ofAccount: string) =>
      [
        start,
        ofRegion === '*' ? region : ofRegion,
        ofAccount === '*' ? accountId : ofAccount,
        '',
      ].join(':'),
  );

/** Each resource fails on its own. */
const sort = async (
  context: OperationContext,
  given: readonly string[],
  refuse: (resource: StoredResource) => CloudApiError | undefined,
): Promise<{ good: readonly StoredResource[]; failed: readonly Failure[] }> => {
  const names = given.map((name) => inFull(name, context));
  const found = await context.findMany(names.filter(isArn));
  const good: StoredResource[] = [];
  const failed: Failure[] = [];
  for (const name of new Set(names)) {
    const resource = isArn(name) && isMine(name, context) ? found.get(name) : undefined;
    const refusal =
      resource === undefined
        ? new CloudApiError(
            404,
            'InvalidResourceId.NotFound',
            `The resource ${name} does not exist.`,
          )
        : refuse(resource);
    if (refusal !== undefined) failed.push(failure(name, refusal));
    else if (resource !== undefined) good.push(resource);
  }
  return { good, failed };
};

const isMine = (arn: Arn, { accountId }: OperationContext): boolean =>
  parseArn(arn).accountId === accountId;

const answer = (good: readonly StoredResource[], failed: readonly Failure[]) => ({
  result: { FailedResources: { FailedResource: failed } },
  arns: good.map(({ arn }) => arn),
});

/** Whose tags are listed: the account's own, the cloud's own, or both. */
const categories = ['All', 'Custom', 'System'] as const;
const defaultPage = 50;
const largestPage = 1000;

const tagRow = ({ arn, tags }: StoredResource, only: (typeof categories)[number]) => ({
  ResourceARN: arn,
  Tags: [...tags]
    .map(([Key, Value]) => ({ Category: isReservedKey(Key) ? 'System' : 'Custom', Key, Value }))
    .filter(({ Category }) => only === 'All' || only === Category),
});

/** A token names the last resource of the page before. */
const tokenAfter = (page: readonly StoredResource[]): string =>
  Buffer.from(page.at(-1)?.arn ?? '').toString('base64url');

const placeOf = (token: string, found: readonly StoredResource[]): number => {
  if (token === '') return 0;
  const last = Buffer.from(token, 'base64url').toString();
  const place = found.findIndex(({ arn }) => arn === last);
  if (place !== -1) return place + 1;
  throw new CloudApiError(
    400,
    'InvalidParameter.NextToken',
    'The NextToken is none that this listing gave.',
  );
};

/** The unified Tag API: resources of every product by ARN, each failing on its own. */
export const unifiedTagOperations = [
  defineOperation({
    product: 'Tag',
    name: 'TagResources',
    parameters: { ResourceARN: arns, Tags: z.string() },
    decide: async ({ ResourceARN, Tags }, context) => {
      const tags = readTagsText(Tags);
      const { good, failed } = await sort(context, ResourceARN, (resource) =>
        exceedsQuota(resource, tags, context) ? quotaExceeded(resource.arn) : undefined,
      );
      return { ...answer(good, failed), ...tagWrites(good, additionOf(tags, context)) };
    },
  }),
  defineOperation({
    product: 'Tag',
    name: 'UntagResources',
    parameters: {
      ResourceARN: arns,
      TagKey: z
        .array(z.string().check(z.minLength(1)))
        .check(z.minLength(1), z.maxLength(mostTags)),
    },
    decide: async ({ ResourceARN, TagKey }, context) => {
      const { good, failed } = await sort(context, ResourceARN, () => undefined);
      return { ...answer(good, failed), ...tagWrites(good, removalOf(TagKey, false)) };
    },
  }),
  defineOperation({
    product: 'Tag',
    name: 'ListTagResources',
    parameters: {
      ResourceARN: arns,
      Tags: z.optional(z.string()),
      Category: z._default(z.enum(categories), 'All'),
      PageSize: z._default(z.int().check(z.minimum(1), z.maximum(largestPage)), defaultPage),
      NextToken: z._default(z.string(), ''),
    },
    decide: async ({ ResourceARN, Tags, Category, PageSize, NextToken }, context) => {
      const wanted = Tags === undefined ? [] : readTagsText(Tags);
      const { good } = await sort(context, ResourceARN, () => undefined);
      const found = good.filter(({ tags }) =>
        wanted.every(([key, value]) => tags.get(key) === value),
      );
      const start = placeOf(NextToken, found);
      const page = found.slice(start, start + PageSize);
      return {
        result: {
          TagResources: page.map((resource) => tagRow(resource, Category)),
          NextToken: start + PageSize < found.length ? tokenAfter(page) : '',
        },
        arns: page.map(({ arn }) => arn),
      };
    },
  }),
];

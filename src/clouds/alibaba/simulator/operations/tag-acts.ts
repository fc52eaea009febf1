import { type Arn, parseArn } from '../../arn.ts';
import { allResourceTypes, type ResourceType, resourceTypes } from '../../resource-types.ts';
import { CloudApiError } from '../cloud-api-error.ts';
import { hasTags, type TagFilter } from '../describe/filters.ts';
import { pageOfRows } from '../describe/paging.ts';
import { shownTags } from '../describe/rows.ts';
import type { Decision, OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { exceedsQuota, quotaExceeded, type TagPair } from '../tag-checks.ts';
import { additionOf, removalOf, tagWrites } from '../tag-writes.ts';
import type { TagProduct } from './tag-products.ts';

/** Which resources a call names. */
export type Named = {
  readonly type: string | undefined;
  readonly ids: readonly string[];
};

/** One tag of one resource, as lists tell it. */
export type TagRow = {
  readonly ResourceId: string;
  readonly ResourceType: string;
  readonly TagKey: string;
  readonly TagValue: string;
};

/** A page of a list of tags. */
export type TagPage = {
  readonly rows: readonly TagRow[];
  /** Empty after the last page. */
  readonly next: string;
  /** Rows of all pages. */
  readonly total: number;
  /** Rows that a page may have. */
  readonly size: number;
  readonly arns: readonly Arn[];
};

/** What a product's tag operations do, however it spells their parameters. */
export type TagActs = {
  /** All or nothing: one resource that does not exist or is full fails the call. */
  readonly tag: (
    context: OperationContext,
    named: Named,
    tags: readonly TagPair[],
  ) => Promise<Decision>;
  /** Removes keys, or with `all` every tag that is not the cloud's own. */
  readonly untag: (
    context: OperationContext,
    named: Named,
    given: { readonly keys: readonly string[]; readonly all: boolean },
  ) => Promise<Decision>;
  /** @throws CloudApiError when one of them does not exist */
  readonly find: (context: OperationContext, named: Named) => Promise<readonly StoredResource[]>;
  readonly list: (
    context: OperationContext,
    asked: {
      readonly type: string | undefined;
      readonly ids: readonly string[] | undefined;
      readonly tags?: TagFilter;
      readonly keys?: readonly string[] | undefined;
      readonly token?: string | undefined;
      readonly size?: number | undefined;
    },
  ) => Promise<TagPage>;
};

/** Rows of a page of `ListTagResources`. */
const usualRows = 50;

const rowsOf = (resource: StoredResource): readonly TagRow[] => {
  const { id, type } = parseArn(resource.arn);
  const { tagType } = resourceTypes[type];
  return [...shownTags(resource)].map(([TagKey, TagValue]) => ({
    ResourceId: id,
    ResourceType: tagType,
    TagKey,
    TagValue,
  }));
};

/** The tag operations of a product. */
export const tagActsOf = (facts: TagProduct): TagActs => {
  const types = allResourceTypes.filter((type) => resourceTypes[type].product === facts.product);
  const spellings = types.map((type) => resourceTypes[type].tagType).join(', ');

  const typeOf = (given: string | undefined): ResourceType => {
    const type = types.find(
      (each) =>
        (given === undefined && types.length === 1) ||
        resourceTypes[each].tagType.toLowerCase() === given?.toLowerCase(),
    );
    if (type !== undefined) return type;
    throw new CloudApiError(
      400,
      facts.unknownType ?? 'InvalidResourceType.NotFound',
      `The ResourceType ${given ?? '(none)'} is not known; expected one of ${spellings}.`,
    );
  };

  const checkCount = (ids: readonly string[]): void => {
    if (ids.length <= facts.mostIds) return;
    throw new CloudApiError(
      400,
      facts.tooMany ?? 'InvalidParameter.ResourceId',
      `The call names ${ids.length} resources; at most ${facts.mostIds} are allowed.`,
    );
  };

  const find: TagActs['find'] = async (context, { type: given, ids }) => {
    const type = typeOf(given);
    checkCount(ids);
    const arns = [...new Set(ids)].map((id) => context.arnOf(type, id));
    const found = await context.findMany(arns);
    return arns.map((arn): StoredResource => {
      const resource = found.get(arn);
      if (resource !== undefined) return resource;
      const { httpStatus, code } = facts.missing(type);
      const { id } = parseArn(arn);
      throw new CloudApiError(httpStatus, code, `The specified ResourceId ${id} does not exist.`);
    });
  };

  return {
    find,
    tag: async (context, named, tags) => {
      const resources = await find(context, named);
      const full = resources.find((resource) => exceedsQuota(resource, tags, context));
      if (full !== undefined) throw quotaExceeded(full.arn, facts.quota);
      return {
        result: {},
        arns: resources.map(({ arn }) => arn),
        ...tagWrites(resources, additionOf(tags, context)),
      };
    },
    untag: async (context, named, { keys, all }) => {
      const resources = await find(context, named);
      return {
        result: {},
        arns: resources.map(({ arn }) => arn),
        ...tagWrites(resources, removalOf(keys, all)),
      };
    },
    list: async (context, { type: given, ids, tags, keys, token, size = usualRows }) => {
      const type = typeOf(given);
      if (ids === undefined && tags === undefined) {
        throw new CloudApiError(
          403,
          'BothEmpty.TagsAndResources',
          'Name resources or tags, or both.',
        );
      }
      const named =
        ids === undefined ? await context.list(type) : await find(context, { type: given, ids });
      const found = named.filter(hasTags(tags));
      const rows = found.flatMap((resource) =>
        rowsOf(resource)
          .filter(({ TagKey }) => keys === undefined || keys.includes(TagKey))
          .map((row) => ({ row, of: resource.arn, name: row.TagKey })),
      );
      const page = pageOfRows(rows, { token, size });
      return { ...page, size, arns: found.map(({ arn }) => arn) };
    },
  };
};

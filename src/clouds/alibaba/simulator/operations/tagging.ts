import * as z from 'zod/mini';
import { parseArn } from '../../arn.ts';
import type { Product, ResourceType } from '../../resource-types.ts';
import { allResourceTypes, resourceTypes } from '../../resource-types.ts';
import type { ProductName } from '../call-record.ts';
import { CloudApiError, notFound } from '../cloud-api-error.ts';
import {
  type Decision,
  defineOperation,
  type Operation,
  type OperationContext,
} from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import {
  exceedsQuota,
  type QuotaAnswer,
  quotaExceeded,
  readTags,
  type TagPair,
  tagListSchema,
} from '../tag-checks.ts';
import { additionOf, removalOf, tagWrites } from '../tag-writes.ts';

const ids = z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(50));
const keys = z.array(z.string().check(z.minLength(1))).check(z.maxLength(20));

type ProductFacts = {
  readonly name: ProductName;
  readonly product: Product;
  readonly untag: 'UntagResources' | 'UnTagResources';
  /** How it answers when a resource has no place for more tags. */
  readonly quota?: QuotaAnswer;
};

/** The product's own tag operations speak of resources by type and id. */
const operationsOf = (facts: ProductFacts): readonly Operation[] => {
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
      'InvalidResourceType.NotFound',
      `The ResourceType ${given ?? '(none)'} is not known; expected one of ${spellings}.`,
    );
  };

  /** All or nothing: one id that does not exist fails the call. */
  const findAll = async (
    context: OperationContext,
    given: string | undefined,
    names: readonly string[],
  ): Promise<readonly StoredResource[]> => {
    const type = typeOf(given);
    const arns = [...new Set(names)].map((id) => context.arnOf(type, id));
    const found = await context.findMany(arns);
    return arns.map((arn): StoredResource => {
      const resource = found.get(arn);
      if (resource === undefined) throw notFound('ResourceId', parseArn(arn).id);
      return resource;
    });
  };

  const tag = (
    context: OperationContext,
    resources: readonly StoredResource[],
    tags: readonly TagPair[],
  ): Decision => {
    const full = resources.find((resource) => exceedsQuota(resource, tags, context));
    if (full !== undefined) throw quotaExceeded(full.arn, facts.quota);
    return {
      result: {},
      arns: resources.map(({ arn }) => arn),
      ...tagWrites(resources, additionOf(tags, context)),
    };
  };

  const untag = (
    resources: readonly StoredResource[],
    names: readonly string[],
    all: boolean,
  ): Decision => ({
    result: {},
    arns: resources.map(({ arn }) => arn),
    ...tagWrites(resources, removalOf(names, all)),
  });

  const target = { ResourceType: z.optional(z.string()), ResourceId: ids };
  const modern = [
    defineOperation({
      product: facts.name,
      name: 'TagResources',
      parameters: { ...target, Tag: tagListSchema.check(z.minLength(1)) },
      decide: async ({ ResourceType, ResourceId, Tag }, context) =>
        tag(context, await findAll(context, ResourceType, ResourceId), readTags(Tag)),
    }),
    defineOperation({
      product: facts.name,
      name: facts.untag,
      parameters: { ...target, TagKey: z._default(keys, []), All: z._default(z.boolean(), false) },
      decide: async ({ ResourceType, ResourceId, TagKey, All }, context) => {
        if (TagKey.length === 0 && !All) {
          throw new CloudApiError(400, 'MissingParameter.TagKey', 'Give TagKey, or All as true.');
        }
        const resources = await findAll(context, ResourceType, ResourceId);
        return untag(resources, TagKey, TagKey.length === 0);
      },
    }),
    defineOperation({
      product: facts.name,
      name: 'ListTagResources',
      parameters: { ...target, TagKey: z.optional(keys) },
      decide: async ({ ResourceType, ResourceId, TagKey }, context) => {
        const resources = await findAll(context, ResourceType, ResourceId);
        return {
          result: {
            TagResources: { TagResource: resources.flatMap((each) => tagRows(each, TagKey)) },
            NextToken: '',
          },
          arns: resources.map(({ arn }) => arn),
        };
      },
    }),
  ];
  if (facts.name !== 'Ecs') return modern;
  const old = { ResourceType: z.string(), ResourceId: z.string().check(z.minLength(1)) };
  return [
    ...modern,
    defineOperation({
      product: 'Ecs',
      name: 'AddTags',
      parameters: { ...old, Tag: tagListSchema.check(z.minLength(1)) },
      decide: async ({ ResourceType, ResourceId, Tag }, context) =>
        tag(context, await findAll(context, ResourceType, [ResourceId]), readTags(Tag)),
    }),
    defineOperation({
      product: 'Ecs',
      name: 'RemoveTags',
      parameters: {
        ...old,
        Tag: z
          .array(z.strictObject({ Key: z.string(), Value: z.optional(z.string()) }))
          .check(z.minLength(1), z.maxLength(20)),
      },
      decide: async ({ ResourceType, ResourceId, Tag }, context) => {
        const resources = await findAll(context, ResourceType, [ResourceId]);
        const named = Tag.filter(({ Key, Value }) =>
          resources.every(({ tags }) => Value === undefined || tags.get(Key) === Value),
        );
        return untag(
          resources,
          named.map(({ Key }) => Key),
          false,
        );
      },
    }),
  ];
};

const tagRows = ({ arn, tags }: StoredResource, only: readonly string[] | undefined) =>
  [...tags]
    .filter(([key]) => only === undefined || only.includes(key))
    .map(([TagKey, TagValue]) => ({
      ResourceId: parseArn(arn).id,
      ResourceType: resourceTypes[parseArn(arn).type].tagType,
      TagKey,
      TagValue,
    }));

const productsWithTags: readonly ProductFacts[] = [
  {
    name: 'Ecs',
    product: 'ecs',
    untag: 'UntagResources',
    quota: { httpStatus: 403, code: 'QuotaExceed.Tags' },
  },
  {
    name: 'Vpc',
    product: 'vpc',
    untag: 'UnTagResources',
    quota: { httpStatus: 400, code: 'QuotaExceeded.TagNum' },
  },
  {
    name: 'Slb',
    product: 'slb',
    untag: 'UntagResources',
    quota: { httpStatus: 400, code: 'QuotaLimitExceeds' },
  },
  { name: 'Nlb', product: 'nlb', untag: 'UntagResources' },
  { name: 'Alb', product: 'alb', untag: 'UntagResources' },
  { name: 'AliKafka', product: 'alikafka', untag: 'UntagResources' },
  { name: 'Cs', product: 'cs', untag: 'UntagResources' },
  {
    name: 'Eci',
    product: 'eci',
    untag: 'UntagResources',
    quota: { httpStatus: 400, code: 'NumberExceed.Tags' },
  },
];

/** Tag operations of every product that has its own; Vpc spells one of them differently. */
export const taggingOperations: readonly Operation[] = productsWithTags.flatMap(operationsOf);

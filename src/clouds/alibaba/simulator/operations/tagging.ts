import * as z from 'zod/mini';
import { CloudApiError } from '../cloud-api-error.ts';
import { tagFilter } from '../describe/filters.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';
import { type TagActs, tagActsOf } from './tag-acts.ts';
import { tellTagRows } from './tag-list-answers.ts';
import { type TagProduct, tagProducts } from './tag-products.ts';

const text = z.optional(z.string());
const ids = z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(50));
const keys = z.array(z.string().check(z.minLength(1))).check(z.maxLength(20));
const flag = z._default(z.boolean(), false);
const rowCount = z.optional(z.int().check(z.minimum(1), z.maximum(100)));

/** What a call to remove tags gives. */
const removal = (TagKey: readonly string[], All: boolean) => {
  if (TagKey.length > 0 || All) return { keys: TagKey, all: TagKey.length === 0 };
  throw new CloudApiError(400, 'MissingParameter.TagKey', 'Give TagKey, or All as true.');
};

/** Nearly all products speak of `ResourceId`, `Tag` and `TagKey`. */
const usual = ({ name, untag }: TagProduct, acts: TagActs): readonly Operation[] => [
  defineOperation({
    product: name,
    name: 'TagResources',
    parameters: { ResourceType: text, ResourceId: ids, Tag: tagListSchema.check(z.minLength(1)) },
    decide: async ({ ResourceType, ResourceId, Tag }, context) =>
      acts.tag(context, { type: ResourceType, ids: ResourceId }, readTags(Tag)),
  }),
  ...untag.map((spelled) =>
    defineOperation({
      product: name,
      name: spelled,
      parameters: {
        ResourceType: text,
        ResourceId: ids,
        TagKey: z._default(keys, []),
        All: flag,
      },
      decide: async ({ ResourceType, ResourceId, TagKey, All }, context) =>
        acts.untag(context, { type: ResourceType, ids: ResourceId }, removal(TagKey, All)),
    }),
  ),
  defineOperation({
    product: name,
    name: 'ListTagResources',
    parameters: {
      ...tagFilter,
      ResourceType: text,
      ResourceId: z.optional(ids),
      TagKey: z.optional(keys),
      MaxResults: rowCount,
      NextToken: text,
    },
    decide: async ({ ResourceType, ResourceId, Tag, TagKey, MaxResults, NextToken }, context) => {
      const asked = { type: ResourceType, ids: ResourceId, tags: Tag, keys: TagKey };
      const page = await acts.list(context, { ...asked, token: NextToken, size: MaxResults });
      return { result: tellTagRows(name, page, context), arns: page.arns };
    },
  }),
];

/** ESS says all of it in the plural. */
const plural = ({ name, untag }: TagProduct, acts: TagActs): readonly Operation[] => {
  const tags = z
    .array(
      z.strictObject({
        Key: z.string(),
        Value: z._default(z.string(), ''),
        // To instances that the group makes; nothing is made here.
        Propagate: z.optional(z.boolean()),
      }),
    )
    .check(z.minLength(1), z.maxLength(20));
  return [
    defineOperation({
      product: name,
      name: 'TagResources',
      parameters: { ResourceType: text, ResourceIds: ids, Tags: tags },
      decide: async ({ ResourceType, ResourceIds, Tags }, context) => {
        const pairs = readTags(Tags.map(({ Key, Value }) => ({ Key, Value })));
        return acts.tag(context, { type: ResourceType, ids: ResourceIds }, pairs);
      },
    }),
    ...untag.map((spelled) =>
      defineOperation({
        product: name,
        name: spelled,
        parameters: {
          ResourceType: text,
          ResourceIds: ids,
          TagKeys: z._default(keys, []),
          All: flag,
        },
        decide: async ({ ResourceType, ResourceIds, TagKeys, All }, context) =>
          acts.untag(context, { type: ResourceType, ids: ResourceIds }, removal(TagKeys, All)),
      }),
    ),
    defineOperation({
      product: name,
      name: 'ListTagResources',
      parameters: {
        ResourceType: text,
        ResourceIds: z.optional(ids),
        Tags: tagFilter.Tag,
        NextToken: text,
      },
      decide: async ({ ResourceType, ResourceIds, Tags, NextToken }, context) => {
        const asked = { type: ResourceType, ids: ResourceIds, tags: Tags, token: NextToken };
        const page = await acts.list(context, asked);
        return { result: tellTagRows(name, page, context), arns: page.arns };
      },
    }),
  ];
};

/** The calls from before there was TagResources. */
const old = (acts: TagActs): readonly Operation[] => {
  const target = { ResourceType: z.string(), ResourceId: z.string().check(z.minLength(1)) };
  return [
    defineOperation({
      product: 'Ecs',
      name: 'AddTags',
      parameters: { ...target, Tag: tagListSchema.check(z.minLength(1)) },
      decide: async ({ ResourceType, ResourceId, Tag }, context) =>
        acts.tag(context, { type: ResourceType, ids: [ResourceId] }, readTags(Tag)),
    }),
    defineOperation({
      product: 'Ecs',
      name: 'RemoveTags',
      parameters: {
        ...target,
        Tag: z
          .array(z.strictObject({ Key: z.string(), Value: z.optional(z.string()) }))
          .check(z.minLength(1), z.maxLength(20)),
      },
      decide: async ({ ResourceType, ResourceId, Tag }, context) => {
        const named = { type: ResourceType, ids: [ResourceId] };
        const resources = await acts.find(context, named);
        const meant = Tag.filter(({ Key, Value }) =>
          resources.every(({ tags }) => Value === undefined || tags.get(Key) === Value),
        );
        return acts.untag(context, named, { keys: meant.map(({ Key }) => Key), all: false });
      },
    }),
  ];
};

const operationsOf = (facts: TagProduct): readonly Operation[] => {
  const acts = tagActsOf(facts);
  if (facts.name === 'Ess') return plural(facts, acts);
  return facts.name === 'Ecs' ? [...usual(facts, acts), ...old(acts)] : usual(facts, acts);
};

/** Tag operations of every product that has its own; some spell them differently. */
export const taggingOperations: readonly Operation[] = tagProducts.flatMap(operationsOf);

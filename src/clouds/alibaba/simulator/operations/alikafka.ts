import * as z from 'zod/mini';
import { CloudApiError } from '../cloud-api-error.ts';
import { creation, defineOperation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const id = z.string().check(z.minLength(1));
/** Topics and groups are named by their users. Source: CreateTopic, CreateConsumerGroup. */
const name = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,249}$/, 'expected 1 to 249 letters, digits, - or _'));

const createInstance = defineOperation({
  product: 'AliKafka',
  name: 'CreateInstance',
  parameters: {
    Name: z.optional(z.string()),
    DeployType: z.optional(z.int()),
    DiskSize: z.optional(z.int()),
    DiskType: z.optional(z.string()),
    SpecType: z.optional(z.string()),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, ...attributes }, context) => {
    const instance = context.newId('alikafka_post-cn-');
    const arn = context.arnOf('Kafka-Instance', instance);
    return {
      result: { InstanceId: instance },
      arns: [arn],
      writes: [creation(arn, { tags: readTags(Tag), attributes })],
    };
  },
});

const deleteInstance = defineOperation({
  product: 'AliKafka',
  name: 'DeleteInstance',
  parameters: { InstanceId: id },
  decide: async ({ InstanceId }, context) => {
    const instance = await context.find('Kafka-Instance', InstanceId, 'InstanceId');
    const topics = await context.heirs(instance.arn, 'Kafka-Topic');
    const groups = await context.heirs(instance.arn, 'Kafka-ConsumerGroup');
    return {
      result: {},
      arns: [instance.arn],
      guard: { kind: 'delete', resource: instance },
      writes: [...topics, ...groups].map(({ arn }) => ({ kind: 'delete', arn })),
      platformEvents: [
        ...topics.map(({ arn }) => ({
          product: 'AliKafka' as const,
          operation: 'DeleteTopic',
          references: [arn],
        })),
        ...groups.map(({ arn }) => ({
          product: 'AliKafka' as const,
          operation: 'DeleteConsumerGroup',
          references: [arn],
        })),
      ],
    };
  },
});

/** Create and delete of what lives in an instance under a name of its own. */
const inside = (facts: {
  readonly type: 'Kafka-Topic' | 'Kafka-ConsumerGroup';
  readonly noun: 'Topic' | 'ConsumerGroup';
  readonly parameter: 'Topic' | 'ConsumerId';
}) => {
  const { type, noun, parameter } = facts;
  const named = z.looseObject({ InstanceId: z.string(), [parameter]: z.string() });
  /** The field that holds the name has another name for topics than for groups. */
  const read = (parameters: unknown) => {
    const { InstanceId, [parameter]: own, ...rest } = named.parse(parameters);
    return { instance: String(InstanceId), id: `Kafka_${InstanceId}_${own}`, rest };
  };
  return [
    defineOperation({
      product: 'AliKafka',
      name: `Create${noun}`,
      parameters: {
        InstanceId: id,
        [parameter]: name,
        Remark: z.optional(z.string()),
        PartitionNum: z.optional(z.union([z.string(), z.int()])),
        Tag: z.optional(tagListSchema),
      },
      decide: async (parameters, context) => {
        const { instance, id: own, rest } = read(parameters);
        const parent = await context.find('Kafka-Instance', instance, 'InstanceId');
        const arn = context.arnOf(type, own);
        if (await context.isTaken(arn)) {
          throw new CloudApiError(
            400,
            `BIZ_${noun.toUpperCase()}_EXISTED`,
            `${own} exists already.`,
          );
        }
        const { Tag, ...attributes } = z
          .looseObject({ Tag: z.optional(tagListSchema) })
          .parse(rest);
        return {
          result: { Success: true },
          arns: [arn, parent.arn],
          writes: [
            creation(arn, {
              tags: readTags(Tag),
              parents: [parent.arn],
              attributes,
            }),
          ],
        };
      },
    }),
    defineOperation({
      product: 'AliKafka',
      name: `Delete${noun}`,
      parameters: { InstanceId: id, [parameter]: name },
      decide: async (parameters, context) => {
        const found = await context.find(type, read(parameters).id, parameter);
        return {
          result: { Success: true },
          arns: [found.arn],
          guard: { kind: 'delete', resource: found },
        };
      },
    }),
  ];
};

/** AliKafka. CreateInstance stands in for the order calls of the real API. */
export const kafkaOperations = [
  createInstance,
  deleteInstance,
  ...inside({ type: 'Kafka-Topic', noun: 'Topic', parameter: 'Topic' }),
  ...inside({ type: 'Kafka-ConsumerGroup', noun: 'ConsumerGroup', parameter: 'ConsumerId' }),
];

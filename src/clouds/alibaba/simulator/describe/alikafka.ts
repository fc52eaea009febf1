import * as z from 'zod/mini';
import { parseArn } from '../../arn.ts';
import { defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { candidates, hasTags, tagFilter } from './filters.ts';
import { pageByNumber } from './paging.ts';
import { attributesOf, keyRows, placeOf } from './rows.ts';

const text = z.optional(z.string());
const count = z.optional(z.int().check(z.minimum(1), z.maximum(10_000)));
/** Written in the API's own page for want of a published number. */
const usualPage = 10;

const done = { Code: 200, Message: 'operation success.', Success: true };

const tagsOf = (resource: StoredResource) => ({ Tags: { TagVO: keyRows(resource) } });

const getInstanceList = defineOperation({
  product: 'AliKafka',
  name: 'GetInstanceList',
  parameters: {
    ...tagFilter,
    InstanceId: z.optional(z.array(z.string()).check(z.maxLength(20))),
  },
  decide: async ({ Tag, InstanceId: ids }, context) => {
    const found = await candidates(context, 'Kafka-Instance', { ids });
    const chosen = found.filter(hasTags(Tag));
    return {
      result: {
        ...done,
        InstanceList: {
          InstanceVO: chosen.map((instance) => {
            const { id, RegionId } = placeOf(instance);
            const its = attributesOf(instance);
            return {
              InstanceId: id,
              RegionId,
              Name: its.text('Name') ?? id,
              SpecType: its.text('SpecType') ?? 'normal',
              DeployType: its.number('DeployType') ?? 5,
              DiskSize: its.number('DiskSize') ?? 500,
              ServiceStatus: 5,
              ...tagsOf(instance),
            };
          }),
        },
      },
      arns: chosen.map(({ arn }) => arn),
    };
  },
});

/** Which of an instance's topics or groups are asked for: the one named, or all. */
const inside = async (
  context: OperationContext,
  type: 'Kafka-Topic' | 'Kafka-ConsumerGroup',
  { InstanceId, name }: { readonly InstanceId: string; readonly name: string | undefined },
): Promise<readonly StoredResource[]> => {
  const instance = await context.find('Kafka-Instance', InstanceId, 'InstanceId');
  const ids = name === undefined ? undefined : [`Kafka_${InstanceId}_${name}`];
  return candidates(context, type, { ids, parent: instance.arn });
};

const nameOf = (resource: StoredResource, InstanceId: string): string =>
  parseArn(resource.arn).id.slice(`Kafka_${InstanceId}_`.length);

const getTopicList = defineOperation({
  product: 'AliKafka',
  name: 'GetTopicList',
  parameters: { InstanceId: z.string(), Topic: text, CurrentPage: count, PageSize: count },
  decide: async ({ InstanceId, Topic, CurrentPage, PageSize = usualPage }, context) => {
    const found = await inside(context, 'Kafka-Topic', { InstanceId, name: Topic });
    const { page, ...told } = pageByNumber(found, { PageNumber: CurrentPage, PageSize });
    return {
      result: {
        ...done,
        CurrentPage: told.PageNumber,
        PageSize: told.PageSize,
        Total: told.TotalCount,
        TopicList: {
          TopicVO: page.map((topic) => ({
            InstanceId,
            Topic: nameOf(topic, InstanceId),
            RegionId: context.region,
            Remark: attributesOf(topic).text('Remark') ?? '',
            PartitionNum: 12,
            Status: 0,
            StatusName: 'Running',
            ...tagsOf(topic),
          })),
        },
      },
      arns: page.map(({ arn }) => arn),
    };
  },
});

const getConsumerList = defineOperation({
  product: 'AliKafka',
  name: 'GetConsumerList',
  parameters: { InstanceId: z.string(), ConsumerId: text, CurrentPage: count, PageSize: count },
  decide: async ({ InstanceId, ConsumerId, CurrentPage, PageSize = usualPage }, context) => {
    const found = await inside(context, 'Kafka-ConsumerGroup', { InstanceId, name: ConsumerId });
    const { page, ...told } = pageByNumber(found, { PageNumber: CurrentPage, PageSize });
    return {
      result: {
        ...done,
        CurrentPage: told.PageNumber,
        PageSize: told.PageSize,
        Total: told.TotalCount,
        ConsumerList: {
          ConsumerVO: page.map((group) => ({
            InstanceId,
            ConsumerId: nameOf(group, InstanceId),
            RegionId: context.region,
            Remark: attributesOf(group).text('Remark') ?? '',
            AutomaticallyCreatedGroup: false,
            ...tagsOf(group),
          })),
        },
      },
      arns: page.map(({ arn }) => arn),
    };
  },
});

/** What Kafka tells of instances, topics and groups. */
export const kafkaDescriptions = [getInstanceList, getTopicList, getConsumerList];

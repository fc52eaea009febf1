import type { Product, ResourceType } from '../../resource-types.ts';
import type { ProductName } from '../call-record.ts';
import type { ApiAnswer } from '../tag-checks.ts';

/** What a product's own tag operations are like. Source: the products' error codes and limits. */
export type TagProduct = {
  readonly name: ProductName;
  readonly product: Product;
  /** How it spells the call that removes tags. */
  readonly untag: readonly ('UntagResources' | 'UnTagResources')[];
  /** Most resources that a call may name. */
  readonly mostIds: number;
  /** How it answers when a call names more. */
  readonly tooMany?: string;
  /** How it answers when a resource has no place for more tags. */
  readonly quota?: ApiAnswer;
  /** How it answers when a resource does not exist. */
  readonly missing: (type: ResourceType) => ApiAnswer;
  /** How it answers when it does not know a type. */
  readonly unknownType?: string;
};

const always = (httpStatus: 400 | 404, code: string) => (): ApiAnswer => ({ httpStatus, code });

const kafkaNouns: Partial<Record<ResourceType, string>> = {
  'Kafka-Topic': 'Topic',
  'Kafka-ConsumerGroup': 'Group',
};

/** Every product that has tag operations of its own. */
export const tagProducts: readonly TagProduct[] = [
  {
    name: 'Ecs',
    product: 'ecs',
    untag: ['UntagResources'],
    mostIds: 50,
    tooMany: 'NumberExceed.ResourceIds',
    quota: { httpStatus: 403, code: 'QuotaExceed.Tags' },
    missing: always(404, 'InvalidResourceId.NotFound'),
  },
  {
    name: 'Vpc',
    product: 'vpc',
    untag: ['UnTagResources'],
    mostIds: 20,
    tooMany: 'SizeLimitExceeded.ResourceId',
    quota: { httpStatus: 400, code: 'QuotaExceeded.TagNum' },
    missing: always(400, 'InvalidInstanceIds.NotFound'),
    unknownType: 'InvalidInstanceType.NotFound',
  },
  {
    name: 'Slb',
    product: 'slb',
    untag: ['UntagResources'],
    mostIds: 20,
    tooMany: 'SizeLimitExceeded.ResourceId',
    quota: { httpStatus: 400, code: 'QuotaLimitExceeds' },
    missing: always(400, 'ResourceNotExist'),
    unknownType: 'InvalidParam.ResourceType',
  },
  {
    name: 'Nlb',
    product: 'nlb',
    untag: ['UntagResources'],
    mostIds: 50,
    missing: always(404, 'ResourceNotFound.loadBalancer'),
    unknownType: 'IllegalParam.resourceType',
  },
  {
    name: 'Alb',
    product: 'alb',
    // The second is what it was called here before.
    untag: ['UnTagResources', 'UntagResources'],
    mostIds: 50,
    missing: always(404, 'ResourceNotFound.LoadBalancer'),
  },
  {
    name: 'AliKafka',
    product: 'alikafka',
    untag: ['UntagResources'],
    mostIds: 50,
    missing: (type) => ({
      httpStatus: 404,
      code: `${kafkaNouns[type] ?? 'Instance'}.NotFound`,
    }),
  },
  {
    name: 'Cs',
    product: 'cs',
    untag: ['UntagResources'],
    mostIds: 50,
    missing: always(404, 'ErrorClusterNotFound'),
  },
  {
    name: 'Eci',
    product: 'eci',
    untag: ['UntagResources'],
    mostIds: 50,
    quota: { httpStatus: 400, code: 'NumberExceed.Tags' },
    missing: always(404, 'InvalidResourceId.NotFound'),
  },
  {
    name: 'Ess',
    product: 'ess',
    untag: ['UntagResources'],
    mostIds: 50,
    missing: always(404, 'InvalidResourceId.NotFound'),
  },
];

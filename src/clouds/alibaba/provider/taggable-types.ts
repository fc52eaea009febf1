import type { Clock } from '../../../model/clock.ts';
import { allItems } from '../../../model/page.ts';
import { allResourceTypes, type ResourceType, resourceTypes } from '../resource-types.ts';
import { itemsAt, textAt } from './answers.ts';
import type { Ask } from './ask.ts';
import { operations } from './operations.ts';

/** Of these it is published that the unified Tag API takes them: believed until the API itself was asked. */
const published: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'Ecs-Instance',
  'Ecs-Disk',
  'Ecs-Eni',
  'Ecs-Snapshot',
  'Ecs-SecurityGroup',
  'Vpc-Eip',
  'Vpc-Natgateway',
  'Slb-Instance',
  'Kafka-ConsumerGroup',
]);

/** True for a type of which that is published. */
export const isPublished = (type: ResourceType): boolean => published.has(type);

const named = (product: string, type: string): string => `${product}:${type}`.toLowerCase();

const typesByName: ReadonlyMap<string, ResourceType> = new Map(
  allResourceTypes.map((type) => {
    const { product, arnType } = resourceTypes[type];
    return [named(product, arnType), type];
  }),
);

/** What of the cloud's types the unified Tag API takes. */
export type TaggableTypes = {
  /** As far as that is known. */
  readonly has: (type: ResourceType) => boolean;
  /** Makes sure that the API was asked. Never throws: what cannot be read is asked for again later. */
  readonly know: (ask: Ask, region: string) => Promise<void>;
};

/** What was read counts for a day, and a failure for a minute. Milliseconds. */
const keepMs = 24 * 60 * 60_000;
const restMs = 60_000;

const read = async (ask: Ask, region: string): Promise<ReadonlySet<ResourceType>> => {
  const names = await allItems(async (cursor) => {
    const answer = await ask({
      operation: operations.taggableTypes,
      parameters: {
        RegionId: region,
        SupportCode: 'TAG_CONSOLE_SUPPORT',
        MaxResult: 1000,
        NextToken: cursor,
      },
      what: 'asking which types the unified Tag API takes',
    });
    return {
      items: itemsAt(answer, 'SupportResourceTypes').map((item) =>
        named(textAt(item, 'ProductCode') ?? '', textAt(item, 'ResourceType') ?? ''),
      ),
      next: textAt(answer, 'NextToken'),
    };
  });
  return new Set([...names].flatMap((name) => typesByName.get(name) ?? []));
};

/** Opens the knowledge of one account and region. */
export const createTaggableTypes = (clock: Clock): TaggableTypes => {
  let types = published;
  let askAgainAt = 0;
  let asking: Promise<void> | undefined;

  const askNow = async (ask: Ask, region: string): Promise<void> => {
    try {
      const found = await read(ask, region);
      // An answer with none of ours says that it was another question.
      if (found.size > 0) types = found;
      askAgainAt = clock() + keepMs;
    } catch {
      askAgainAt = clock() + restMs;
    }
  };

  return {
    has: (type) => types.has(type),
    know: (ask, region) => {
      if (clock() < askAgainAt) return Promise.resolve();
      asking ??= askNow(ask, region).finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
};

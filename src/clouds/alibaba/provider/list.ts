import type { Page } from '../../../model/page.ts';
import type { AccountRegion } from '../../call.ts';
import type { Call } from '../../provider.ts';
import { type Arn, formatArn } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import type { Parameters } from './client.ts';
import { orIfGone, type ShownPage } from './listing.ts';
import { listings } from './listings.ts';
import { type Reader, readSurely } from './permission.ts';

export type ListDeps = {
  readonly at: AccountRegion;
  readonly readerFor: (call: Call) => Reader;
};

/** Types whose resources are listed by what they are in, container by container. */
const containers: ReadonlyMap<ResourceType, ResourceType> = new Map([
  ['Kafka-Topic', 'Kafka-Instance'],
  ['Kafka-ConsumerGroup', 'Kafka-Instance'],
]);

/** Lists the resources of one account and region. */
export const createList = ({ at, readerFor }: ListDeps) => {
  const { accountId, region } = at;

  const pageOf = (
    reader: Reader,
    type: ResourceType,
    filter: Parameters,
    cursor: string | undefined,
  ): Promise<ShownPage> => {
    const what = `listing the ${type} of account ${accountId} in ${region}`;
    const request = { listing: listings[type], filter, cursor, what };
    return readSurely(reader, request);
  };

  /** The container that a cursor names, or the first, and the ones after it; by their ids. */
  const containersFrom = async (reader: Reader, type: ResourceType, first: string) => {
    const { items } = await pageOf(reader, type, {}, undefined);
    return items
      .map(({ id }) => id)
      .filter((id) => id >= first)
      .sort();
  };

  const pageInside = async (
    reader: Reader,
    types: { readonly type: ResourceType; readonly container: ResourceType },
    cursor: string | undefined,
  ): Promise<ShownPage> => {
    const [from = '', inner] = cursor?.split('\n') ?? [];
    const [at, following] = await containersFrom(reader, types.container, from);
    if (at === undefined) return { items: [], next: undefined };
    const innerCursor = at === from ? inner || undefined : undefined;
    const page = pageOf(reader, types.type, { InstanceId: at }, innerCursor);
    const { items, next } = await orIfGone(page, { items: [], next: undefined });
    if (next !== undefined) return { items, next: `${at}\n${next}` };
    return { items, next: following === undefined ? undefined : `${following}\n` };
  };

  return async (type: ResourceType, cursor: string | undefined, call: Call): Promise<Page<Arn>> => {
    const reader = readerFor(call);
    const container = containers.get(type);
    const { items, next } =
      container === undefined
        ? await pageOf(reader, type, {}, cursor)
        : await pageInside(reader, { type, container }, cursor);
    return { items: items.map(({ id }) => formatArn({ ...at, type, id })), next };
  };
};

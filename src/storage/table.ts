import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { HeirtagError } from '../model/errors.ts';
import { text } from '../model/fields.ts';
import { invalidCursor, type Page } from '../model/page.ts';
import { fromAttributes, toAttributes, type Values } from './attributes.ts';
import { getBatch, putBatches } from './batches.ts';
import { dynamoDbError } from './dynamodb-errors.ts';
import { expiryAttribute } from './schema.ts';

/** Key of one item. */
export type ItemKey = { readonly pk: string; readonly sk: string };

/** An item as stored: its key and whatever its store put there. Parse before use. */
export type Item = ItemKey & Readonly<Record<string, unknown>>;

/** What must be true of the stored item for a write to happen. */
export type Expectation =
  | { readonly kind: 'any' }
  | { readonly kind: 'absent' }
  /** The item's `version` is this one. */
  | { readonly kind: 'version'; readonly version: number }
  /** The item's `version` is this one or an earlier one, or there is no item. */
  | { readonly kind: 'versionAtMost'; readonly version: number };

/** One DynamoDB table with string keys `pk` and `sk`. All reads are strong. */
export type Table = {
  readonly get: (key: ItemKey) => Promise<Item | undefined>;
  /** Reads many items, in no order; absent ones are left out. @param keys at most 100, distinct */
  readonly getMany: (keys: readonly ItemKey[]) => Promise<readonly Item[]>;
  /** Writes a whole item. @throws ConflictError when the expectation does not hold */
  readonly put: (item: Item, expectation: Expectation) => Promise<void>;
  /**
   * Writes whole items whatever is stored, not as one: some may be written when it fails.
   * @param items of distinct keys, any number
   * @throws RetryableError when some were not written
   */
  readonly putMany: (items: readonly Item[]) => Promise<void>;
  /** Deletes an item; an absent one is no error. @throws ConflictError when the expectation does not hold */
  readonly delete: (key: ItemKey, expectation: Expectation) => Promise<void>;
  /**
   * Counts one more at an item, which is made when it is absent.
   * @param expiresAt when the item may be dropped. Seconds since the epoch
   * @returns the count after it
   */
  readonly count: (key: ItemKey, expiresAt: number) => Promise<number>;
  /** Lists one partition in `sk` order, in pages. @throws InvalidInputError `InvalidParameter.Cursor` */
  readonly query: (listing: Listing) => Promise<Page<Item>>;
  /**
   * Lists the partitions whose `pk` begins with a prefix, in no order, by reading the whole table:
   * for background work only. A partition may come twice; a page may be empty.
   */
  readonly scanPartitions: (scan: PartitionScan) => Promise<Page<string>>;
};

export type PartitionScan = {
  readonly prefix: string;
  /** `next` of the page before. */
  readonly cursor: string | undefined;
};

export type Listing = {
  readonly pk: string;
  /** Only items whose `sk` begins with this. */
  readonly prefix?: string;
  /** Only items whose `sk` is `from`, `to` or between them; takes the place of a prefix. */
  readonly range?: { readonly from: string; readonly to: string };
  /** From the largest `sk` down; the smallest comes first unless set. */
  readonly isDescending?: boolean;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
  /** Items a page holds at the most. */
  readonly limit: number;
};

const conditionOf = (expectation: Expectation) => {
  switch (expectation.kind) {
    case 'any':
      return {};
    case 'absent':
      return { ConditionExpression: 'attribute_not_exists(pk)' };
    case 'version':
      return {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: toAttributes({ ':version': expectation.version }),
      };
    case 'versionAtMost':
      return {
        ConditionExpression: 'attribute_not_exists(pk) OR #version <= :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: toAttributes({ ':version': expectation.version }),
      };
  }
};

const rangeOf = ({ prefix, range }: Listing) => {
  if (range !== undefined) {
    return {
      condition: 'pk = :pk AND sk BETWEEN :from AND :to',
      values: { ':from': range.from, ':to': range.to },
    };
  }
  return prefix === undefined
    ? { condition: 'pk = :pk', values: {} }
    : { condition: 'pk = :pk AND begins_with(sk, :prefix)', values: { ':prefix': prefix } };
};

/** Longest `sk`. Source: DynamoDB, quotas of sort keys. */
const longestSkBytes = 1024;

/**
 * DynamoDB calls a start outside of what is listed an error, which callers could take for ours.
 * @throws InvalidInputError `InvalidParameter.Cursor`
 */
export const assertWithin = ({ prefix = '', range, cursor }: Listing): void => {
  if (cursor === undefined) return;
  const isSk = cursor !== '' && Buffer.byteLength(cursor) <= longestSkBytes;
  const isListed =
    range === undefined ? cursor.startsWith(prefix) : range.from <= cursor && cursor <= range.to;
  if (isSk && isListed) return;
  throw invalidCursor(cursor);
};

const asItem = (raw: Values): Item => ({
  ...raw,
  pk: String(raw.pk),
  sk: String(raw.sk),
});

const itemsPerScan = 1000;

const scanCursorSchema = z.tuple([text, text]);

const readScanCursor = (cursor: string): ItemKey => {
  const [pk, sk] = scanCursorSchema.parse(JSON.parse(cursor));
  return { pk, sk };
};

/** Opens a table. @param client made once outside the handler @param name of the DynamoDB table */
export const openTable = (client: DynamoDBClient, name: string): Table => {
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof HeirtagError) throw error;
      throw dynamoDbError(`${what} in table ${name}`, error);
    }
  };

  return {
    get: ({ pk, sk }) =>
      attempt(`read ${pk} ${sk}`, async () => {
        const { Item: raw } = await client.send(
          new GetItemCommand({
            TableName: name,
            Key: toAttributes({ pk, sk }),
            ConsistentRead: true,
          }),
        );
        return raw === undefined ? undefined : asItem(fromAttributes(raw));
      }),

    getMany: async (keys) =>
      attempt(`read ${keys.length} items`, async () =>
        (
          await getBatch(
            client,
            name,
            keys.map(({ pk, sk }) => ({ pk, sk })),
          )
        ).map(asItem),
      ),

    put: (item, expectation) =>
      attempt(`write ${item.pk} ${item.sk}`, async () => {
        await client.send(
          new PutItemCommand({
            TableName: name,
            Item: toAttributes(item),
            ...conditionOf(expectation),
          }),
        );
      }),

    putMany: (items) =>
      attempt(`write ${items.length} items`, () => putBatches(client, name, items)),

    delete: ({ pk, sk }, expectation) =>
      attempt(`delete ${pk} ${sk}`, async () => {
        await client.send(
          new DeleteItemCommand({
            TableName: name,
            Key: toAttributes({ pk, sk }),
            ...conditionOf(expectation),
          }),
        );
      }),

    count: ({ pk, sk }, expiresAt) =>
      attempt(`count at ${pk} ${sk}`, async () => {
        const { Attributes } = await client.send(
          new UpdateItemCommand({
            TableName: name,
            Key: toAttributes({ pk, sk }),
            UpdateExpression: 'ADD #count :one SET #expiry = :expiry',
            ExpressionAttributeNames: { '#count': 'count', '#expiry': expiryAttribute },
            ExpressionAttributeValues: toAttributes({ ':one': 1, ':expiry': expiresAt }),
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return Number(fromAttributes(Attributes ?? {}).count);
      }),

    query: (listing) =>
      attempt(`list ${listing.pk}`, async () => {
        const { pk, range, cursor, limit, isDescending = false } = listing;
        // DynamoDB calls such a range an error.
        if (range !== undefined && range.from > range.to) return { items: [], next: undefined };
        assertWithin(listing);
        const { condition, values } = rangeOf(listing);
        const answer = await client.send(
          new QueryCommand({
            TableName: name,
            ConsistentRead: true,
            Limit: limit,
            ScanIndexForward: !isDescending,
            KeyConditionExpression: condition,
            ExpressionAttributeValues: toAttributes({ ':pk': pk, ...values }),
            ...(cursor === undefined
              ? {}
              : { ExclusiveStartKey: toAttributes({ pk, sk: cursor }) }),
          }),
        );
        const last = answer.LastEvaluatedKey;
        return {
          items: (answer.Items ?? []).map((raw) => asItem(fromAttributes(raw))),
          next: last === undefined ? undefined : String(fromAttributes(last).sk),
        };
      }),

    scanPartitions: ({ prefix, cursor }) =>
      attempt(`scan for ${prefix}`, async () => {
        const answer = await client.send(
          new ScanCommand({
            TableName: name,
            ConsistentRead: true,
            Limit: itemsPerScan,
            FilterExpression: 'begins_with(pk, :prefix)',
            ExpressionAttributeValues: toAttributes({ ':prefix': prefix }),
            ProjectionExpression: 'pk',
            ...(cursor === undefined
              ? {}
              : { ExclusiveStartKey: toAttributes(readScanCursor(cursor)) }),
          }),
        );
        const last = answer.LastEvaluatedKey && fromAttributes(answer.LastEvaluatedKey);
        return {
          items: [...new Set((answer.Items ?? []).map((raw) => String(fromAttributes(raw).pk)))],
          next: last && JSON.stringify([last.pk, last.sk]),
        };
      }),
  };
};

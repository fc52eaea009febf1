import { randomBytes } from 'node:crypto';
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
import { ConflictError, HeirtagError, RetryableError } from '../model/errors.ts';
import { text } from '../model/fields.ts';
import type { Page } from '../model/page.ts';
import { fromAttributes, toAttributes, type Values } from './attributes.ts';
import { getBatch, putBatches } from './batches.ts';
import { dynamoDbError } from './dynamodb-errors.ts';
import { conditionOf, type DeleteExpectation, type Expectation } from './expectation.ts';
import { longestKeyBytes } from './item-size.ts';
import { assertWithin, type Listing, rangeOf } from './listing.ts';
import { holds, type PartsWrite, partsUpdate } from './parts.ts';
import { expiryAttribute, writeIdAttribute } from './schema.ts';

/** Key of one item. */
export type ItemKey = { readonly pk: string; readonly sk: string };

/** An item as stored: its key and whatever its store put there. Parse before use. */
export type Item = ItemKey & Readonly<Record<string, unknown>>;

/** One DynamoDB table with string keys `pk` and `sk`. All reads are strong. */
export type Table = {
  /** Reads an item. There is none of a key that is too long for any. */
  readonly get: (key: ItemKey) => Promise<Item | undefined>;
  /** Reads many items, in no order; absent ones are left out. @param keys at most 100, distinct */
  readonly getMany: (keys: readonly ItemKey[]) => Promise<readonly Item[]>;
  /**
   * Writes a whole item. A write whose answer was lost is known again by its write id: neither a
   * repetition by the client nor its last failure is told when the item stands there as written.
   * @throws ConflictError when the expectation does not hold
   */
  readonly put: (item: Item, expectation: Expectation) => Promise<void>;
  /**
   * Writes whole items whatever is stored, not as one: some may be written when it fails.
   * @param items of distinct keys, any number
   * @throws RetryableError when some were not written
   */
  readonly putMany: (items: readonly Item[]) => Promise<void>;
  /**
   * Writes parts of an item together, each only as it was seen, and raises the item's `version` by
   * one; it is 1 when there was no item. Writers of different parts do not meet.
   * @returns the item after it
   * @throws ConflictError when a part or an expected attribute is not as seen; nothing is changed then
   */
  readonly putParts: (key: ItemKey, write: PartsWrite) => Promise<Item>;
  /** Deletes an item; an absent one is no error. @throws ConflictError when the expectation does not hold */
  readonly delete: (key: ItemKey, expectation: DeleteExpectation) => Promise<void>;
  /**
   * Counts one more at an item, which is made when it is absent.
   * @param expiresAt when the item may be dropped. Seconds since the epoch
   * @returns the count after it
   */
  readonly count: (key: ItemKey, expiresAt: number) => Promise<number>;
  /** Lists one partition in `sk` order, in pages. @throws InvalidInputError `InvalidParameter.Cursor` */
  readonly query: (listing: Listing) => Promise<Page<Item>>;
  /**
   * Lists the items whose `pk` begins with one of some prefixes, in no order, by reading the whole
   * table: for what is done once. Only their keys, versions and expiry; a page may be empty.
   */
  readonly scan: (scan: Scan) => Promise<Page<Item>>;
};

export type Scan = {
  readonly prefixes: readonly string[];
  /** `next` of the page before. */
  readonly cursor: string | undefined;
};

/** False for keys that DynamoDB calls an error: no item can have one. */
const canBeStored = ({ pk, sk }: ItemKey): boolean =>
  pk !== '' &&
  sk !== '' &&
  Buffer.byteLength(pk) <= longestKeyBytes.partition &&
  Buffer.byteLength(sk) <= longestKeyBytes.sort;

/** Write ids are the table's own business. */
const asItem = ({ [writeIdAttribute]: _, ...raw }: Values): Item => ({
  ...raw,
  pk: String(raw.pk),
  sk: String(raw.sk),
});

/** Short, because each item holds one; only writes of one item that compete must differ. */
const newWriteId = (): string => randomBytes(9).toString('base64url');

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

  const read = async ({ pk, sk }: ItemKey): Promise<Values | undefined> => {
    const { Item: raw } = await client.send(
      new GetItemCommand({
        TableName: name,
        Key: toAttributes({ pk, sk }),
        ConsistentRead: true,
      }),
    );
    return raw && fromAttributes(raw);
  };

  /**
   * Does a write whose answers may all be lost: then what is stored says whether it happened.
   * @param happened what is stored when it did
   */
  const attemptWrite = async (
    what: string,
    key: ItemKey,
    {
      write,
      happened,
    }: {
      readonly write: () => Promise<unknown>;
      readonly happened: (stored: Values | undefined) => boolean;
    },
  ): Promise<void> => {
    try {
      await attempt(what, write);
    } catch (failure) {
      if (!(failure instanceof RetryableError)) throw failure;
      const isDone = await read(key).then(happened, () => false);
      if (!isDone) throw failure;
    }
  };

  return {
    get: (key) =>
      attempt(`read ${key.pk} ${key.sk}`, async () => {
        const raw = canBeStored(key) ? await read(key) : undefined;
        return raw && asItem(raw);
      }),

    getMany: async (keys) =>
      attempt(`read ${keys.length} items`, async () =>
        (
          await getBatch(
            client,
            name,
            keys.filter(canBeStored).map(({ pk, sk }) => ({ pk, sk })),
          )
        ).map(asItem),
      ),

    put: (item, expectation) => {
      const writeId = newWriteId();
      return attemptWrite(`write ${item.pk} ${item.sk}`, item, {
        write: () =>
          client.send(
            new PutItemCommand({
              TableName: name,
              Item: toAttributes({ ...item, [writeIdAttribute]: writeId }),
              ...conditionOf(expectation, writeId),
            }),
          ),
        happened: (stored) => stored?.[writeIdAttribute] === writeId,
      });
    },

    putMany: (items) =>
      attempt(`write ${items.length} items`, () => putBatches(client, name, items)),

    putParts: async (key, write) => {
      const { pk, sk } = key;
      const writeId = newWriteId();
      try {
        return await attempt(`write parts of ${pk} ${sk}`, async () => {
          const { Attributes = {} } = await client.send(
            new UpdateItemCommand({
              TableName: name,
              Key: toAttributes({ pk, sk }),
              ...partsUpdate(write, writeId),
              ReturnValues: 'ALL_NEW',
            }),
          );
          return asItem(fromAttributes(Attributes));
        });
      } catch (failure) {
        const mayBeDone = failure instanceof ConflictError || failure instanceof RetryableError;
        // Repeated by the client, it may have met itself; it counts up, so that it must not be done twice.
        const stored = mayBeDone ? await read(key).catch(() => undefined) : undefined;
        if (stored === undefined || !holds(stored, write.parts, writeId)) throw failure;
        return asItem(stored);
      }
    },

    delete: ({ pk, sk }, expectation) =>
      attemptWrite(
        `delete ${pk} ${sk}`,
        { pk, sk },
        {
          write: () =>
            client.send(
              new DeleteItemCommand({
                TableName: name,
                Key: toAttributes({ pk, sk }),
                ...conditionOf(expectation),
              }),
            ),
          happened: (stored) => stored === undefined,
        },
      ),

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

    scan: ({ prefixes, cursor }) =>
      attempt(`scan for ${prefixes.join(', ')}`, async () => {
        const answer = await client.send(
          new ScanCommand({
            TableName: name,
            ConsistentRead: true,
            Limit: itemsPerScan,
            FilterExpression: prefixes.map((_, n) => `begins_with(pk, :p${n})`).join(' OR '),
            ExpressionAttributeNames: { '#version': 'version', '#expiry': expiryAttribute },
            ExpressionAttributeValues: toAttributes(
              Object.fromEntries(prefixes.map((prefix, n) => [`:p${n}`, prefix])),
            ),
            ProjectionExpression: 'pk, sk, #version, #expiry',
            ...(cursor === undefined
              ? {}
              : { ExclusiveStartKey: toAttributes(readScanCursor(cursor)) }),
          }),
        );
        const last = answer.LastEvaluatedKey && fromAttributes(answer.LastEvaluatedKey);
        return {
          items: (answer.Items ?? []).map((raw) => asItem(fromAttributes(raw))),
          next: last && JSON.stringify([last.pk, last.sk]),
        };
      }),
  };
};

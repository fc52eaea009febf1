import { ConflictError } from '../../src/model/errors.ts';
import type { Expectation } from '../../src/storage/expectation.ts';
import { assertWithin, type Listing } from '../../src/storage/listing.ts';
import { isGone, type Part, storedPart } from '../../src/storage/parts.ts';
import { expiryAttribute, renewalKeys, schemaVersion } from '../../src/storage/schema.ts';
import type { Item, ItemKey, Table } from '../../src/storage/table.ts';

/** Partition key → sort key → item. */
type Partitions = Map<string, Map<string, Item>>;

const partitionsPerScan = 1000;

/** DynamoDB orders texts by their UTF-8 bytes. */
const byBytes = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

const isMet = (expectation: Expectation, stored: Item | undefined): boolean => {
  switch (expectation.kind) {
    case 'any':
      return true;
    case 'absent':
      return stored === undefined;
    case 'version':
      return stored?.version === expectation.version;
    case 'versionAtMost':
      return (
        stored === undefined ||
        (typeof stored.version === 'number' && stored.version <= expectation.version)
      );
  }
};

const versionOf = (part: unknown): number =>
  typeof part === 'object' && part !== null ? Number(Reflect.get(part, 'version')) : 0;

const isAsSeen = (stored: unknown, seen: Part['seen']): boolean =>
  seen.kind === 'version'
    ? stored !== undefined && versionOf(stored) === seen.version
    : stored === undefined || (isGone(stored) && versionOf(stored) <= seen.itemVersion);

const isListed = (sk: string, { prefix, range }: Listing): boolean =>
  range === undefined
    ? prefix === undefined || sk.startsWith(prefix)
    : byBytes(range.from, sk) <= 0 && byBytes(sk, range.to) <= 0;

/** A table in memory, as quick as a Map, that keeps the contract of a DynamoDB table. For tests only. */
export const createMemoryTable = (): Table => {
  const partitions: Partitions = new Map();

  const find = ({ pk, sk }: ItemKey): Item | undefined => partitions.get(pk)?.get(sk);

  const assertAllowed = (key: ItemKey, isAllowed: boolean): void => {
    if (isAllowed) return;
    throw new ConflictError({
      code: 'DynamoDb.ConditionalCheckFailedException',
      message: `could not write ${key.pk} ${key.sk}: the condition failed`,
    });
  };

  const store = (item: Item): void => {
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partition.set(item.sk, item);
    partitions.set(item.pk, partition);
  };

  // As every table that is made anew.
  for (const key of renewalKeys) store({ ...key, version: schemaVersion });

  return {
    get: async (key) => find(key),

    getMany: async (keys) => keys.flatMap((key) => find(key) ?? []),

    put: async (item, expectation) => {
      assertAllowed(item, isMet(expectation, find(item)));
      store(item);
    },

    putMany: async (items) => {
      for (const item of items) store(item);
    },

    putParts: async (key, { parts, attributes, expected }) => {
      const stored = find(key);
      const isExpected = Object.entries(expected).every(
        ([name, value]) => stored?.[name] === value,
      );
      const areSeen = parts.every(({ name, seen }) => isAsSeen(stored?.[name], seen));
      assertAllowed(key, isExpected && areSeen);
      const item = {
        ...stored,
        ...key,
        ...Object.fromEntries(parts.map((part) => [part.name, storedPart(part, 'memory')])),
        ...attributes,
        version: Number(stored?.version ?? 0) + 1,
      };
      store(item);
      return item;
    },

    delete: async (key, expectation) => {
      assertAllowed(key, isMet(expectation, find(key)));
      partitions.get(key.pk)?.delete(key.sk);
    },

    count: async (key, expiresAt) => {
      const count = Number(find(key)?.count ?? 0) + 1;
      store({ ...find(key), ...key, count, [expiryAttribute]: expiresAt });
      return count;
    },

    query: async (listing) => {
      assertWithin(listing);
      const { pk, cursor, limit, isDescending = false } = listing;
      const direction = isDescending ? -1 : 1;
      const rows = [...(partitions.get(pk)?.values() ?? [])]
        .filter(({ sk }) => isListed(sk, listing))
        .sort((left, right) => direction * byBytes(left.sk, right.sk));
      const start =
        cursor === undefined ? 0 : rows.findIndex(({ sk }) => direction * byBytes(sk, cursor) > 0);
      const items = start === -1 ? [] : rows.slice(start, start + limit);
      return { items, next: items.length < limit ? undefined : items.at(-1)?.sk };
    },

    scan: async ({ prefixes, cursor }) => {
      const names = [...partitions].flatMap(([pk, rows]) => (rows.size > 0 ? [pk] : [])).sort();
      const after = cursor === undefined ? names : names.filter((pk) => pk > cursor);
      const page = after.slice(0, partitionsPerScan);
      return {
        items: page
          .filter((pk) => prefixes.some((prefix) => pk.startsWith(prefix)))
          .flatMap((pk) => [...(partitions.get(pk)?.values() ?? [])])
          .map(({ pk, sk, version, [expiryAttribute]: expiry }) => ({
            pk,
            sk,
            ...(version === undefined ? {} : { version }),
            ...(expiry === undefined ? {} : { [expiryAttribute]: expiry }),
          })),
        next: page.length < partitionsPerScan ? undefined : page.at(-1),
      };
    },
  };
};

import { openResourceStore } from '../../src/clouds/alibaba/simulator/resource-store.ts';
import type { CloudProvider, Sight } from '../../src/clouds/provider.ts';
import type { Item, ItemKey, Table } from '../../src/storage/table.ts';
import { createMemoryTable } from './memory-table.ts';
import { randomFrom } from './random.ts';

/** What stood under a key from a moment on; undefined: nothing. */
type Moment = { readonly at: number; readonly item: Item | undefined };

/** A table in memory that can be read as it was. */
type PastTable = {
  readonly table: Table;
  /** The table as it was at a time, for reading. */
  readonly asOf: (time: number) => Table;
};

const createPastTable = (clock: () => number): PastTable => {
  const table = createMemoryTable();
  /** Partition key → sort key → what stood there, the latest last. */
  const moments = new Map<string, Map<string, Moment[]>>();

  const note = async ({ pk, sk }: ItemKey): Promise<void> => {
    const partition = moments.get(pk) ?? new Map<string, Moment[]>();
    const past = partition.get(sk) ?? [];
    past.push({ at: clock(), item: await table.get({ pk, sk }) });
    partition.set(sk, past);
    moments.set(pk, partition);
  };

  const asOf = (time: number): Table => {
    const latest = (past: readonly Moment[] | undefined): Item | undefined =>
      past?.findLast(({ at }) => at <= time)?.item;
    const find = ({ pk, sk }: ItemKey): Item | undefined => latest(moments.get(pk)?.get(sk));
    return {
      ...table,
      get: async (key) => find(key),
      getMany: async (keys) => keys.flatMap((key) => find(key) ?? []),
      query: async (listing) => {
        const then = createMemoryTable();
        const rows = [...(moments.get(listing.pk)?.values() ?? [])].flatMap(
          (past) => latest(past) ?? [],
        );
        await then.putMany(rows);
        return then.query(listing);
      },
    };
  };

  return {
    asOf,
    table: {
      ...table,
      put: async (item, expectation) => {
        await table.put(item, expectation);
        await note(item);
      },
      putMany: async (items) => {
        await table.putMany(items);
        for (const item of items) await note(item);
      },
      delete: async (key, expectation) => {
        await table.delete(key, expectation);
        await note(key);
      },
    },
  };
};

export type LateCloudOptions = {
  readonly seed: number;
  readonly clock: () => number;
  readonly lagSeconds: number;
};

/** A cloud whose reads lag, and the table that it is on. */
export type LateCloud = {
  readonly cloudTable: Table;
  readonly cloud: (inner: CloudProvider) => CloudProvider;
};

/**
 * A cloud of which each read shows one moment, up to the lag ago: half of them the present, the others any. A
 * later read may show an earlier moment.
 */
export const openLateCloud = ({ seed, clock, lagSeconds }: LateCloudOptions): LateCloud => {
  const random = randomFrom(seed + 1);
  const { table, asOf } = createPastTable(clock);
  const storeThen = () => {
    const lateMs = random.isOneIn(2) ? 0 : random.below(lagSeconds * 1000);
    return openResourceStore(asOf(clock() - lateMs));
  };
  const cloud: LateCloud['cloud'] = (inner) => ({
    ...inner,
    readLagSeconds: lagSeconds,
    describe: async (arns) => {
      const found = await storeThen().read(arns);
      return new Map(
        arns.map((arn): readonly [typeof arn, Sight] => {
          const resource = found.get(arn);
          return [arn, resource === undefined ? { kind: 'gone' } : { kind: 'present', resource }];
        }),
      );
    },
    heirs: async (primary, associated, cursor) => {
      const store = storeThen();
      const isThere = (await store.read([primary])).size > 0;
      return isThere ? store.heirs(primary, associated, cursor) : { items: [], next: undefined };
    },
    list: async (accountId, type, cursor) =>
      storeThen().list({ accountId, type, region: undefined }, cursor),
  });
  return { cloudTable: table, cloud };
};

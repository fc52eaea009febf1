import { describe, expect, it } from 'vitest';
import { absentProvider } from '../../src/cloud/absent-provider.ts';
import type { Arn } from '../../src/model/arn.ts';
import type { Item, ItemKey, Table } from '../../src/storage/table.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { gatheredTable } from '../../src/wave/gathered-table.ts';
import { createWave } from '../../src/wave/wave.ts';
import { named, tagged } from '../engine/fixtures.ts';

const openGather = () => createWave({ afterLongestWait: () => () => {} }).gather;

const unexpected = async (): Promise<never> => {
  throw new Error('not asked for here');
};

const keyOf = (index: number): ItemKey => ({ pk: `item-${index}`, sk: 'it' });

/** A table that knows the items of even numbers. */
const openTable = () => {
  const reads: (readonly ItemKey[])[] = [];
  const writes: (readonly Item[])[] = [];
  const isThere = ({ pk }: ItemKey) => Number(pk.slice('item-'.length)) % 2 === 0;
  const table: Table = {
    get: async (key) => {
      reads.push([key]);
      return isThere(key) ? { ...key, found: true } : undefined;
    },
    getMany: async (keys) => {
      reads.push(keys);
      return keys
        .filter(isThere)
        .map((key) => ({ ...key, found: true }))
        .reverse();
    },
    putMany: async (items) => {
      writes.push(items);
    },
    put: unexpected,
    count: unexpected,
    delete: unexpected,
    query: unexpected,
    scanPartitions: unexpected,
  };
  return { table: gatheredTable(table, openGather()), reads, writes };
};

describe('a gathered table', () => {
  it('reads many at once, each once, at most 100 a call, and tells each its own', async () => {
    const { table, reads } = openTable();
    const wanted = [...Array.from({ length: 101 }, (_, index) => index), 0, 1, 2];

    const found = await Promise.all(wanted.map((index) => table.get(keyOf(index))));

    expect(found).toEqual(
      wanted.map((index) => (index % 2 === 0 ? { ...keyOf(index), found: true } : undefined)),
    );
    expect(reads.map((keys) => keys.length)).toEqual([100, 1]);
  });

  it('reads one as one', async () => {
    const { table, reads } = openTable();

    expect(await table.get(keyOf(2))).toEqual({ ...keyOf(2), found: true });
    expect(reads).toEqual([[keyOf(2)]]);
  });

  it('writes together what needs no condition', async () => {
    const { table, writes } = openTable();

    await Promise.all([table.putMany([keyOf(1), keyOf(2)]), table.putMany([keyOf(3)])]);

    expect(writes).toEqual([[keyOf(1), keyOf(2), keyOf(3)]]);
  });
});

describe('a gathered cloud', () => {
  it('describes what many ask for in one call, and tells each only its own', async () => {
    const calls: (readonly Arn[])[] = [];
    const [instance, disk, eip] = [
      named('Ecs-Instance', 'i-1'),
      named('Ecs-Disk', 'd-1'),
      named('Vpc-Eip', 'eip-1'),
    ];
    const cloud = gatheredCloud(
      {
        ...absentProvider,
        describe: async (arns) => {
          calls.push(arns);
          return new Map(arns.filter((arn) => arn !== eip).map((arn) => [arn, tagged(arn, {})]));
        },
      },
      openGather(),
    );

    const [one, two, none] = await Promise.all([
      cloud.describe([instance, disk]),
      cloud.describe([instance]),
      cloud.describe([eip]),
    ]);

    expect(calls).toEqual([[instance, disk, eip]]);
    expect([...one.keys()]).toEqual([instance, disk]);
    expect([...two.keys()]).toEqual([instance]);
    expect(none.size).toBe(0);
  });
});

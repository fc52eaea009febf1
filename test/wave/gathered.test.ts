import { describe, expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import { type Arn, typeOf } from '../../src/clouds/arn.ts';
import type { Item, ItemKey, Table } from '../../src/storage/table.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { gatheredTable } from '../../src/wave/gathered-table.ts';
import { createWave } from '../../src/wave/wave.ts';
import { sightsOf } from '../clouds/ask.ts';
import { named, tagged } from '../engine/fixtures.ts';

const openGather = () => createWave({ afterLongestWait: () => () => {} }).gather;

const unexpected = async (): Promise<never> => {
  throw new Error('not asked for here');
};

const keyOf = (index: number): ItemKey => ({ pk: `item-${index}`, sk: 'it' });

/** A table that knows the items of even numbers. @param bad an item that no call for it survives */
const openTable = (bad?: ItemKey) => {
  const assertGood = (keys: readonly ItemKey[]): void => {
    if (keys.some(({ pk }) => pk === bad?.pk)) throw new Error(`${bad?.pk} is bad`);
  };
  const reads: (readonly ItemKey[])[] = [];
  const writes: (readonly Item[])[] = [];
  const isThere = ({ pk }: ItemKey) => Number(pk.slice('item-'.length)) % 2 === 0;
  const table: Table = {
    get: async (key) => {
      reads.push([key]);
      assertGood([key]);
      return isThere(key) ? { ...key, found: true } : undefined;
    },
    getMany: async (keys) => {
      reads.push(keys);
      assertGood(keys);
      return keys
        .filter(isThere)
        .map((key) => ({ ...key, found: true }))
        .reverse();
    },
    putMany: async (items) => {
      assertGood(items);
      writes.push(items);
    },
    put: unexpected,
    putParts: unexpected,
    count: unexpected,
    delete: unexpected,
    query: unexpected,
    scan: unexpected,
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

  it('reads and writes the others when one item fails a call', async () => {
    const { table, writes } = openTable(keyOf(2));
    const wanted = [keyOf(1), keyOf(2), keyOf(4)];

    const [reads, puts] = await Promise.all([
      Promise.allSettled(wanted.map(table.get)),
      Promise.allSettled(wanted.map((item) => table.putMany([item]))),
    ]);

    expect(reads).toMatchObject([
      { status: 'fulfilled', value: undefined },
      { status: 'rejected', reason: { message: 'item-2 is bad' } },
      { status: 'fulfilled', value: keyOf(4) },
    ]);
    expect(puts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(writes).toEqual([[keyOf(1)], [keyOf(4)]]);
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
          return sightsOf(arns, [tagged(instance, {}), tagged(disk, {})]);
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
    expect([...none]).toEqual([[eip, { kind: 'gone' }]]);
  });

  it('asks for those of one type together, however they were asked for', async () => {
    const asked: (readonly Arn[])[] = [];
    const provider = {
      ...absentProvider,
      describe: async (arns: readonly Arn[]) => {
        asked.push(arns);
        return sightsOf(arns, []);
      },
    };
    const cloud = gatheredCloud(provider, openGather());
    const pairs = Array.from({ length: 100 }, (_, index) => [
      named('Ecs-Disk', `d-${index}`),
      named('Ecs-Instance', `i-${index}`),
    ]);

    await Promise.all(pairs.map((pair) => cloud.describe(pair)));

    expect(asked.map((arns) => new Set(arns.map(typeOf)))).toEqual([
      new Set(['Ecs-Disk']),
      new Set(['Ecs-Instance']),
    ]);
  });

  it('keeps those of one type together: 100 heirs and their primary are 100 and one', async () => {
    const calls: (readonly Arn[])[] = [];
    const instance = named('Ecs-Instance', 'i-1');
    const disks = Array.from({ length: 100 }, (_, index) => named('Ecs-Disk', `d-${index}`));
    const cloud = gatheredCloud(
      {
        ...absentProvider,
        describe: async (arns) => {
          calls.push(arns);
          return sightsOf(arns, []);
        },
      },
      openGather(),
    );

    await Promise.all(disks.map((disk) => cloud.describe([disk, instance])));

    expect(calls).toEqual([disks, [instance]]);
  });

  it('tells of the others when one resource fails a call, whoever asked for them together', async () => {
    const [good, bad, other] = [
      named('Ecs-Disk', 'd-1'),
      named('Ecs-Disk', 'd-2'),
      named('Ecs-Disk', 'd-3'),
    ];
    const failure = new Error('d-2 is bad');
    const cloud = gatheredCloud(
      {
        ...absentProvider,
        describe: async (arns) => {
          if (arns.some((arn) => arn === bad)) throw failure;
          return sightsOf(
            arns,
            arns.map((arn) => tagged(arn, {})),
          );
        },
      },
      openGather(),
    );

    const [one, two] = await Promise.all([
      cloud.describe([good, bad]),
      cloud.describe([bad, other]),
    ]);

    expect([...one.values()].map(({ kind }) => kind)).toEqual(['present', 'cannot-tell']);
    expect(two.get(other)?.kind).toBe('present');
    expect(two.get(bad)).toEqual({ kind: 'cannot-tell', error: failure });
  });

  it('cannot tell of what the cloud leaves without an answer', async () => {
    const disk = named('Ecs-Disk', 'd-1');
    const cloud = gatheredCloud(
      { ...absentProvider, describe: async () => new Map() },
      openGather(),
    );

    const sights = await cloud.describe([disk]);

    expect(sights.get(disk)).toMatchObject({ kind: 'cannot-tell' });
  });
});

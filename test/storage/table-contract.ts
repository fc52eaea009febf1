import { beforeEach, describe, expect, it } from 'vitest';
import { ConflictError } from '../../src/model/errors.ts';
import type { Part } from '../../src/storage/parts.ts';
import type { Table } from '../../src/storage/table.ts';

/** What every table must do. @param openFreshTable makes an empty one */
export const describeTable = (openFreshTable: () => Promise<Table>): void => {
  let table: Table;

  beforeEach(async () => {
    table = await openFreshTable();
  });

  const key = { pk: 'p', sk: 's' };

  describe('a count', () => {
    it('starts at one, goes up by one, and sets when the item may be dropped', async () => {
      expect(await table.count(key, 1000)).toBe(1);
      expect(await table.count(key, 2000)).toBe(2);
      expect(await table.get(key)).toEqual({ ...key, count: 2, expiresAt: 2000 });
    });

    it('loses none of many that come at the same time', async () => {
      const counts = await Promise.all(Array.from({ length: 30 }, () => table.count(key, 1000)));

      expect(counts.toSorted((left, right) => left - right)).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
    });
  });

  describe('a cursor that a listing did not give', () => {
    it.each([
      ['before the range', { range: { from: 'b', to: 'd' }, cursor: 'a' }],
      ['behind the range', { range: { from: 'b', to: 'd' }, cursor: 'e' }],
      ['without the prefix', { prefix: 'b', cursor: 'a' }],
      ['empty', { cursor: '' }],
      ['longer than any key', { cursor: 'x'.repeat(1025) }],
      ['of more bytes than any key', { cursor: 'é'.repeat(513) }],
    ])('%s is refused as wrong input', async (_, listing) => {
      await expect(table.query({ pk: 'p', limit: 3, ...listing })).rejects.toMatchObject({
        kind: 'invalid',
        code: 'InvalidParameter.Cursor',
      });
    });

    it('but within the listing goes on from there', async () => {
      for (const sk of ['a', 'b', 'c']) await table.put({ pk: 'p', sk }, { kind: 'any' });

      const { items } = await table.query({ pk: 'p', limit: 3, cursor: 'aa' });

      expect(items.map(({ sk }) => sk)).toEqual(['b', 'c']);
    });
  });

  describe('a write with an expectation', () => {
    const put = (version: number, expectation: Parameters<Table['put']>[1]) =>
      table.put({ ...key, version }, expectation);

    it('happens whatever is stored when anything may be', async () => {
      await put(1, { kind: 'any' });
      await put(2, { kind: 'any' });

      expect(await table.get(key)).toEqual({ ...key, version: 2 });
    });

    it('makes an item only once when it must be absent', async () => {
      await put(1, { kind: 'absent' });

      await expect(put(2, { kind: 'absent' })).rejects.toThrow(ConflictError);
      expect(await table.get(key)).toEqual({ ...key, version: 1 });
    });

    it('replaces the very version it expects and no other', async () => {
      await put(1, { kind: 'any' });

      await put(2, { kind: 'version', version: 1 });

      await expect(put(3, { kind: 'version', version: 1 })).rejects.toThrow(ConflictError);
      expect(await table.get(key)).toEqual({ ...key, version: 2 });
    });

    it('does not make an item when a version is expected', async () => {
      await expect(put(2, { kind: 'version', version: 1 })).rejects.toThrow(ConflictError);
      expect(await table.get(key)).toBeUndefined();
    });

    it('never lowers a version', async () => {
      await put(3, { kind: 'versionAtMost', version: 3 });
      await put(4, { kind: 'versionAtMost', version: 4 });

      await expect(put(2, { kind: 'versionAtMost', version: 2 })).rejects.toThrow(ConflictError);
      expect(await table.get(key)).toEqual({ ...key, version: 4 });
    });

    it('deletes only what is old enough', async () => {
      await put(4, { kind: 'any' });

      await expect(table.delete(key, { kind: 'versionAtMost', version: 3 })).rejects.toThrow(
        ConflictError,
      );
      await table.delete(key, { kind: 'versionAtMost', version: 4 });
      expect(await table.get(key)).toBeUndefined();
    });

    it('takes the deletion of nothing for done', async () => {
      await table.delete(key, { kind: 'versionAtMost', version: 1 });
      await table.delete(key, { kind: 'any' });

      expect(await table.get(key)).toBeUndefined();
    });
  });

  describe('a write of parts', () => {
    const absent = { kind: 'absent', itemVersion: 0 } as const;
    const part = (name: string, version: number, seen: Part['seen'] = absent): Part => ({
      name,
      seen,
      version,
      content: { by: version },
    });
    const put = (...parts: readonly Part[]) => table.putParts(key, { parts, expected: {} });

    it('makes the item, and raises its version by one each time', async () => {
      const first = await put(part('a', 1));
      const second = await put(part('b', 2));

      expect(first).toMatchObject({ ...key, version: 1, a: { version: 1, by: 1 } });
      expect(second).toMatchObject({ ...key, version: 2, a: { by: 1 }, b: { version: 2, by: 2 } });
      expect(await table.get(key)).toEqual(second);
    });

    it('loses none of many that write different parts at the same time', async () => {
      await Promise.all(Array.from({ length: 17 }, (_, n) => put(part(`part-${n}`, 1))));

      expect(Object.keys((await table.get(key)) ?? {})).toHaveLength(17 + 3);
      expect(await table.get(key)).toMatchObject({ version: 17 });
    });

    it('replaces a part only as it was seen, and then nothing else either', async () => {
      await put(part('a', 1), part('b', 1));
      const seen = { kind: 'version', version: 1 } as const;
      await put(part('a', 2, seen));

      await expect(put(part('a', 3, seen), part('b', 3, seen))).rejects.toThrow(ConflictError);
      await expect(put(part('a', 3))).rejects.toThrow(ConflictError);

      expect(await table.get(key)).toMatchObject({ version: 2, a: { by: 2 }, b: { by: 1 } });
    });

    it('knows that a part which was seen absent came and went meanwhile', async () => {
      await put(part('b', 1));
      await put(part('a', 2));
      await put({ ...part('a', 3, { kind: 'version', version: 2 }), content: undefined });

      await expect(put(part('a', 2, { kind: 'absent', itemVersion: 1 }))).rejects.toThrow(
        ConflictError,
      );
      await put(part('a', 4, { kind: 'absent', itemVersion: 3 }));

      expect(await table.get(key)).toMatchObject({ a: { version: 4, by: 4 } });
    });

    it('writes other attributes, and only where they are as expected', async () => {
      const write = { parts: [], attributes: { feature: 'on' }, expected: { feature: undefined } };
      await table.putParts(key, write);

      await expect(table.putParts(key, write)).rejects.toThrow(ConflictError);
      await table.putParts(key, {
        parts: [],
        attributes: { feature: 'off' },
        expected: { feature: 'on', version: 1 },
      });

      expect(await table.get(key)).toMatchObject({ feature: 'off', version: 2 });
    });
  });

  describe('listing a partition', () => {
    const fill = async (names: readonly string[]) => {
      for (const sk of names) await table.put({ pk: 'p', sk }, { kind: 'any' });
    };

    it('goes page by page, in order, without a gap or a repetition', async () => {
      const names = Array.from({ length: 7 }, (_, index) => `row-${index}`);
      await fill(names.toReversed());

      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await table.query({ pk: 'p', cursor, limit: 3 });
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...page.items.map(({ sk }) => sk));
        cursor = page.next;
      } while (cursor !== undefined);

      expect(seen).toEqual(names);
    });

    it('keeps to a prefix and to its partition', async () => {
      await fill(['a#1', 'a#2', 'b#1']);
      await table.put({ pk: 'q', sk: 'a#3' }, { kind: 'any' });

      const page = await table.query({ pk: 'p', prefix: 'a#', limit: 10 });

      expect(page).toEqual({
        items: [
          { pk: 'p', sk: 'a#1' },
          { pk: 'p', sk: 'a#2' },
        ],
        next: undefined,
      });
    });
  });

  describe('listing a range of a partition', () => {
    const names = ['row-1', 'row-2', 'row-3', 'row-4', 'row-5'];
    const list = async (from: string, to: string, isDescending: boolean) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await table.query({
          pk: 'p',
          range: { from, to },
          isDescending,
          cursor,
          limit: 2,
        });
        seen.push(...page.items.map(({ sk }) => sk));
        cursor = page.next;
      } while (cursor !== undefined);
      return seen;
    };

    beforeEach(async () => {
      for (const sk of names) await table.put({ pk: 'p', sk }, { kind: 'any' });
    });

    it('holds both of its ends, in pages', async () => {
      expect(await list('row-2', 'row-4', false)).toEqual(['row-2', 'row-3', 'row-4']);
    });

    it('goes from the largest down when asked', async () => {
      expect(await list('row-2', 'row-9', true)).toEqual(['row-5', 'row-4', 'row-3', 'row-2']);
    });

    it('is empty when it ends before it begins', async () => {
      expect(await list('row-4', 'row-2', false)).toEqual([]);
    });
  });

  it.each([
    ['partition', { pk: '费'.repeat(683), sk: 's' }],
    ['sort', { pk: 'p', sk: '费'.repeat(342) }],
    ['empty', { pk: 'p', sk: '' }],
  ])('has nothing under a key that cannot be (%s)', async (_, impossible) => {
    await table.put(key, { kind: 'any' });

    expect(await table.get(impossible)).toBeUndefined();
    expect(await table.getMany([impossible, key])).toEqual([key]);
  });

  it('reads many items at once and leaves absent ones out', async () => {
    const keys = Array.from({ length: 100 }, (_, index) => ({ pk: 'p', sk: `row-${index}` }));
    for (const each of keys.slice(0, 60)) await table.put(each, { kind: 'any' });

    const found = await table.getMany(keys);

    expect(found.map(({ sk }) => sk).sort()).toEqual(
      keys
        .slice(0, 60)
        .map(({ sk }) => sk)
        .sort(),
    );
    expect(await table.getMany([])).toEqual([]);
  });

  it('writes more items at once than one call takes, in the place of what is there', async () => {
    const items = Array.from({ length: 60 }, (_, n) => ({ pk: 'p', sk: `row-${n + 10}`, n }));
    await table.put({ pk: 'p', sk: 'row-10', n: -1 }, { kind: 'any' });

    await table.putMany(items);

    const { items: stored } = await table.query({ pk: 'p', limit: 100 });
    expect(stored).toEqual(items);
    await expect(table.putMany([])).resolves.toBeUndefined();
  });

  it('lists what is in the partitions of some prefixes, by key and version', async () => {
    for (const pk of ['a#1', 'a#2', 'b#1', 'c#1']) {
      await table.put({ pk, sk: '1', version: 3, text: 'x' }, { kind: 'any' });
      await table.put({ pk, sk: '2' }, { kind: 'any' });
    }
    await table.delete({ pk: 'a#2', sk: '1' }, { kind: 'any' });

    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await table.scan({ prefixes: ['a#', 'c#'], cursor });
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);

    expect(seen).toHaveLength(5);
    expect(seen).toEqual(
      expect.arrayContaining([
        { pk: 'a#1', sk: '1', version: 3 },
        { pk: 'a#1', sk: '2' },
        { pk: 'a#2', sk: '2' },
        { pk: 'c#1', sk: '1', version: 3 },
        { pk: 'c#1', sk: '2' },
      ]),
    );
  });
};

import { expect, it } from 'vitest';
import { listRegions } from '../../src/clouds/region-listing.ts';
import { CircuitOpenError, ThrottledError } from '../../src/model/errors.ts';
import { isCursorExpired } from '../../src/model/page.ts';

const regions = ['a', 'b', 'c', 'd'];

type Pages = Readonly<Record<string, readonly (readonly string[])[]>>;

/** Lists pages of regions; those that are broken fail. */
const listing = (pages: Pages, broken: ReadonlySet<string> = new Set(), failure = resting) => {
  const asked: string[] = [];
  const list = (cursor: string | undefined, of = regions) =>
    listRegions(of, cursor, async (region, inner = '0') => {
      asked.push(`${region}${inner}`);
      if (broken.has(region)) throw failure();
      const index = Number(inner);
      const all = pages[region] ?? [];
      return {
        items: all[index] ?? [],
        next: index + 1 < all.length ? String(index + 1) : undefined,
      };
    });
  const collect = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(cursor);
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  };
  return { list, collect, asked };
};

const resting = (): Error => new CircuitOpenError({ message: 'broken', retryAfterSeconds: 30 });
const throttle = (): Error => new ThrottledError({ code: 'Throttling', message: 'slow down' });

it('lists region after region, page after page, and passes over those that have nothing', async () => {
  const { collect, asked } = listing({ a: [['1'], ['2']], c: [['3'], [], ['4']] });

  expect(await collect()).toEqual(['1', '2', '3', '4']);
  expect(asked).toEqual(['a0', 'a1', 'b0', 'c0', 'c1', 'c2', 'd0']);
});

it('comes to a region that cannot be listed after all others', async () => {
  const broken = new Set(['a', 'c']);
  const { collect, asked } = listing({ a: [['1']], b: [['2']], c: [['3']], d: [['4']] }, broken);
  const found: string[] = [];

  const all = collect();
  await expect(all).rejects.toThrow(CircuitOpenError);

  expect(found).toEqual([]);
  expect(asked).toEqual(['a0', 'b0', 'c0', 'd0', 'a0']);
});

it('leaves nothing out of a region that can be listed again', async () => {
  const broken = new Set(['a']);
  const { list } = listing({ a: [['1'], ['2']], b: [['3']], d: [['4']] }, broken);

  const first = await list(undefined);
  const second = await list(first.next);
  broken.clear();
  const third = await list(second.next);
  const fourth = await list(third.next);

  expect([first, second, third, fourth].map(({ items }) => items)).toEqual([
    ['3'],
    ['4'],
    ['1'],
    ['2'],
  ]);
});

it('hands a throttle on at once', async () => {
  const { collect, asked } = listing({ b: [['1']] }, new Set(['a']), throttle);

  await expect(collect()).rejects.toThrow(ThrottledError);
  expect(asked).toEqual(['a0']);
});

it.each(['', 'arn:acs:ecs:a:1:disk/d-1', '0\na b\n\n'])(
  'begins again with a cursor of other regions, or of before: %s',
  async (cursor) => {
    const { list } = listing({ a: [['1']] });

    await expect(list(cursor)).rejects.toSatisfy(isCursorExpired);
  },
);

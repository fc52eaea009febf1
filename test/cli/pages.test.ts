import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Api } from '../../src/cli/api.ts';
import { readPages } from '../../src/cli/pages.ts';

/** A list of numbers whose last page has a next one, which is empty: the API's lists may end so. */
const listOf = (count: number): Api => ({
  call: async ({ query = {} }) => {
    const start = Number(query.cursor ?? 0);
    const numbers = Array.from({ length: count }, (_, index) => index);
    const items = numbers.slice(start, start + Number(query.limit));
    return { items, next: start >= count ? null : String(start + items.length) };
  },
  read: () => Promise.reject(new Error('nobody asks for a text')),
});

const read = async (count: number, most: number) =>
  readPages(
    listOf(count),
    { method: 'GET', path: ['numbers'] },
    { field: 'items', item: z.number(), most },
  );

it('reads as many items as are wanted, over pages', async () => {
  const { items, isCut, answer } = await read(250, 230);

  expect(items).toHaveLength(230);
  expect(isCut).toBe(true);
  expect(answer.next).toBe('230');
});

it.each([
  [3, 50],
  [3, 3],
  [100, 100],
  [0, 1],
])('says that there are no more when all %i of at most %i are told', async (count, most) => {
  const { items, isCut, answer } = await read(count, most);

  expect(items).toHaveLength(count);
  expect(isCut).toBe(false);
  expect(answer.next).toBeNull();
});

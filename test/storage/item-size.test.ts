import { expect, it } from 'vitest';
import { toAttributes } from '../../src/storage/attributes.ts';
import { itemBytes } from '../../src/storage/item-size.ts';

it.each<[string, Record<string, unknown>, number]>([
  ['names and texts in UTF-8', { a: 'bc', 名: '费用' }, 3 + (3 + 6)],
  ['numbers by two digits a byte', { n: 0, m: 1234, k: -1234 }, 2 + 4 + 5],
  ['neither zeros before nor after the digits', { n: 1000, m: 0.05 }, 3 + 3],
  ['truth and nothing as one byte', { a: true, b: null }, 2 + 2],
  ['lists', { l: ['ab', 'c'] }, 1 + 3 + (1 + 2) + (1 + 1)],
  ['maps', { m: { ab: 'c' } }, 1 + 3 + (1 + 2 + 1)],
  ['what is nested', { l: [{ a: [] }] }, 1 + 3 + (1 + 3 + (1 + 1 + 3))],
])('counts %s', (_, item, bytes) => {
  expect(itemBytes(toAttributes(item))).toBe(bytes);
});

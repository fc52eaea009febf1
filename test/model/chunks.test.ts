import { expect, it } from 'vitest';
import { inChunks } from '../../src/model/chunks.ts';

it.each([
  [[], 2, []],
  [[1], 2, [[1]]],
  [
    [1, 2, 3, 4],
    2,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [[1, 2, 3, 4, 5], 2, [[1, 2], [3, 4], [5]]],
])('cuts %j by %i', (items, size, chunks) => {
  expect(inChunks(items, size)).toEqual(chunks);
});

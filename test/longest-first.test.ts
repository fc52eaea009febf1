import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { longest, turnOf } from './longest-first.ts';

const root = join(import.meta.dirname, '..');

it('names suites that are there', () => {
  expect(longest.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});

it('begins them in their order, and all others behind them', () => {
  const files = ['test/docs.test.ts', ...longest.toReversed()].map((name) => join(root, name));

  const begun = files.toSorted((left, right) => turnOf(left) - turnOf(right));

  expect(begun).toEqual([...longest, 'test/docs.test.ts'].map((name) => join(root, name)));
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

it.each(mutants)('the mutant "$name" fits the source as it is', ({ file, from }) => {
  expect(read(file).split(from)).toHaveLength(2);
});

it.each(mutants)(
  'the tests that catch "$name" exist: one that is missing fails, too',
  ({ tests }) => {
    expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  },
);

it('docs/reliability.md lists every mutant and no other', () => {
  const [, table = ''] = read('docs/reliability.md').split('## Mutants');
  const listed = [...table.matchAll(/^\| ([^|]+) \| `([^`]+)` \|/gm)].map(([, name, file]) => ({
    name,
    file,
  }));

  expect(listed).toEqual(mutants.map(({ name, file }) => ({ name, file })));
});

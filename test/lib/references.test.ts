import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { references } from '../../lib/reference/references.ts';

it.each(references)('$file is what `npm run docs` makes', ({ file, make }) => {
  expect(readFileSync(join(import.meta.dirname, '../..', file), 'utf8')).toBe(make());
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { figuresText, measureFigures } from '../../bench/measured/cost-figures.ts';

it('costs what docs/cost.md says; npm run bench:cost -- --write writes it anew', async () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/cost.md'), 'utf8');
  const [, figures = ''] = text.split('<!-- figures -->');

  expect(figures.trim()).toBe(figuresText(await measureFigures()));
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cutText } from '../../src/model/cut-text.ts';
import { fc } from '../properties.ts';

it.each([
  ['short', 10, 'short'],
  ['longer text', 6, 'longer'],
  ['ab\u{1F600}cd', 3, 'ab'],
  ['ab\u{1F600}cd', 4, 'ab\u{1F600}'],
  ['ae\u0301', 2, 'a'],
  ['a\u{1F468}\u200D\u{1F469}\u200D\u{1F467}', 6, 'a'],
  ['费用中心', 2, '费用'],
])('cuts %j after at most %d', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});

it('cuts what has more accents than any character at a code point', () => {
  const tall = `e${'\u0301'.repeat(500)}`;

  expect(cutText(tall, 300).length).toBeLessThanOrEqual(300);
  expect(cutText(`${'\u{1F600}\u200D'.repeat(500)}`, 300).isWellFormed()).toBe(true);
});

it('never makes half a character, and never a longer text', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });

  fc.assert(
    fc.property(text, fc.nat({ max: 80 }), (whole, most) => {
      const cut = cutText(whole, most);

      expect(cut.length).toBeLessThanOrEqual(most);
      expect(whole.startsWith(cut)).toBe(true);
      expect(cut.isWellFormed()).toBe(true);
    }),
  );
});

it('cuts every text that a message quotes', () => {
  const root = join(import.meta.dirname, '../../src');
  const quoting = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'model/event-time.ts')
    .filter((name) =>
      /\$\{[^}\n]*\w\.slice\(0, (\d+|\w*(shown|longest)\w*)\)/i.test(
        readFileSync(join(root, name), 'utf8'),
      ),
    );

  expect(quoting).toEqual([]);
});

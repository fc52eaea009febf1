import { expect, it } from 'vitest';
import { printable, type Terminal } from '../../src/cli/terminal.ts';
import { watchedTerminal } from './watched-terminal.ts';

/** What a terminal shows, on either stream. @param isTerminal a person looks at it */
const seen = (isTerminal: boolean, speak: (terminal: Terminal) => void): string => {
  const { terminal, read } = watchedTerminal({ out: isTerminal, beside: isTerminal });
  speak(terminal);
  return Object.values(read()).join('');
};

const steering = 'a\u001b]0;title\u0007\u009b2J\u202eb\u2066\u200f\u2028\u007f';
const harmful = /[\p{Bidi_Control}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

it.each(['print', 'tell', 'show', 'write'] as const)('lets no text steer a terminal: %s', (way) => {
  const text = seen(true, (terminal) => terminal[way](steering)).replace('\r\u001b[2K', '');

  expect(text).not.toMatch(harmful);
  expect(text).toContain('\\u202eb');
});

it('lets no text from outside begin a line or a column, nor show colours of ours', () => {
  expect(printable('a\nb\tc\u001b[31md')).toBe('a\\u000ab\\u0009c\\u001b[31md');
});

it('shows its own colours', () => {
  expect(seen(true, ({ print }) => print('\u001b[31mred\u001b[39m\u001b[8mhidden'))).toBe(
    '\u001b[31mred\u001b[39m\\u001b[8mhidden\n',
  );
});

it('says the same to a program, which reads JSON', () => {
  const value = { key: steering };

  const text = seen(false, ({ print }) => print(JSON.stringify(value)));

  expect(text).not.toMatch(harmful);
  expect(JSON.parse(text)).toEqual(value);
});

it('writes a file as it is', () => {
  expect(seen(false, ({ write }) => write(`${steering}\r\n`))).toBe(`${steering}\r\n`);
});

it('makes what turns the order of reading round visible', () => {
  expect(printable('a\u202eb\u2069')).toBe('a\\u202eb\\u2069');
});

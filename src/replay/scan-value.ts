/** Where a JSON value ends, or why none stands here. Offsets in the text. */
export type Scanned =
  | { readonly kind: 'value'; readonly end: number }
  /** The text ends within it. */
  | { readonly kind: 'open' }
  | { readonly kind: 'wrong'; readonly at: number };

/** What may come next. `first`: as `member` or `item`, or the end of an empty object or list. */
type Next = 'value' | 'item' | 'first item' | 'key' | 'first key' | 'colon' | 'comma';

const scalar = /[^\s,:{}[\]"]+/y;
const space = /\s*/y;

const past = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
};

/** The offset behind the text that begins with the quote at `from`; -1 when it is open. */
const pastQuoted = (text: string, from: number): number => {
  let at = text.indexOf('"', from + 1);
  while (at !== -1) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
    at = text.indexOf('"', at + 1);
  }
  return -1;
};

const takesValue = (next: Next): boolean =>
  next === 'value' || next === 'item' || next === 'first item';

const closes = (sign: string, holder: string | undefined, next: Next): boolean => {
  if (sign === '}') return holder === '{' && (next === 'comma' || next === 'first key');
  return sign === ']' && holder === '[' && (next === 'comma' || next === 'first item');
};

/** What comes behind a comma, a colon or the beginning of something; undefined where it has no place. */
const nextAfter = (sign: string, holder: string | undefined, next: Next): Next | undefined => {
  if (sign === ',' && next === 'comma') return holder === '{' ? 'key' : 'item';
  if (sign === ':' && next === 'colon') return 'value';
  if (sign === '{' && takesValue(next)) return 'first key';
  return sign === '[' && takesValue(next) ? 'first item' : undefined;
};

/**
 * Finds the end of the JSON value that begins at an offset, by its brackets, commas and quotes; whether
 * numbers and words are right, `JSON.parse` says.
 * @param within `{`: the value is what is left of an object, from behind one of its members
 */
export const scanValue = (text: string, from: number, within?: '{'): Scanned => {
  const holders: string[] = within === undefined ? [] : [within];
  let next: Next = within === undefined ? 'value' : 'comma';
  let at = from;
  for (;;) {
    at = past(space, text, at);
    const sign = text[at];
    if (sign === undefined) return { kind: 'open' };
    const holder = holders.at(-1);
    const following = nextAfter(sign, holder, next);
    if (following !== undefined) {
      if (sign === '{' || sign === '[') holders.push(sign);
      next = following;
      at += 1;
      continue;
    }
    if (closes(sign, holder, next)) {
      holders.pop();
      at += 1;
    } else if (sign === '"' && next !== 'colon' && next !== 'comma') {
      at = pastQuoted(text, at);
      if (at === -1) return { kind: 'open' };
      if (next === 'key' || next === 'first key') {
        next = 'colon';
        continue;
      }
    } else {
      const end = takesValue(next) ? past(scalar, text, at) : at;
      if (end === at) return { kind: 'wrong', at };
      // A word that ends where the text does may go on.
      if (end === text.length && holders.length > 0) return { kind: 'open' };
      at = end;
    }
    if (holders.length === 0) return { kind: 'value', end: at };
    next = 'comma';
  }
};

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a JSON text holds; undefined when it is none. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A list or an object that travels as a JSON text, once or twice over; any other value as it is. */
export const unpacked = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*["[{]/.test(value)) return value;
  const inner = readJson(value);
  const held = typeof inner === 'string' && /^\s*[[{]/.test(inner) ? readJson(inner) : inner;
  return typeof held === 'object' && held !== null ? held : value;
};

/** An object, or the one that a JSON text holds; undefined for anything else. */
export const fieldsOf = (value: unknown): Fields | undefined => {
  const held = unpacked(value);
  return isFields(held) ? held : undefined;
};

/** A text, a number or a truth value as a text; undefined for what says nothing, or is no single value. */
export const textOf = (value: unknown): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof value) && value !== ''
    ? String(value)
    : undefined;

/** The texts of a single value, a list, or a list in a JSON text; a text may hold several. */
export const textsOf = (value: unknown, separator = ','): readonly string[] => {
  const held = unpacked(value);
  const each = Array.isArray(held) ? held : [held];
  return each
    .map(textOf)
    .flatMap((text) => (text ?? '').split(separator))
    .map((text) => text.trim())
    .filter((text) => text !== '');
};

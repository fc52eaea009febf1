/** Keys in a text that somebody typed or pasted: between commas and line ends. */
export const keysIn = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((key) => key.trim())
    .filter((key) => key !== '');

/** Adds what is typed, each key once, as many as there is room for. */
export const addKeys = (keys: readonly string[], text: string, most: number): readonly string[] =>
  [...new Set([...keys, ...keysIn(text)])].slice(0, most);

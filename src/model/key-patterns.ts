/** Says whether a tag key is one of those that were listed. */
export type KeyMatcher = (key: string) => boolean;

const anyEnding = '*';

/** Puts a list of keys so that many can be asked for. A `*` at the end of one stands for any ending. */
export const keyMatcher = (patterns: readonly string[]): KeyMatcher => {
  const keys = new Set(patterns.filter((pattern) => !pattern.endsWith(anyEnding)));
  const beginnings = patterns
    .filter((pattern) => pattern.endsWith(anyEnding))
    .map((pattern) => pattern.slice(0, -anyEnding.length));
  return (key) => keys.has(key) || beginnings.some((beginning) => key.startsWith(beginning));
};

import { type Document, isMap, isNode, isScalar, type LineCounter, type Node } from 'yaml';

/** Where in a file something stands; both from 1. */
export type Place = { readonly line: number; readonly column: number };

/** Names of fields and numbers of items, from the top. */
export type Path = readonly (string | number)[];

/** The key of a field, which is where a field stands that should not be there. */
const keyIn = (parent: unknown, name: string | number | undefined): Node | undefined => {
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === name);
  return isNode(pair?.key) ? pair.key : undefined;
};

/**
 * Where a path of a document stands: its value or, when it has none, its key, else what it should be in.
 * @param wants whether the value or the key is meant
 */
export const placeOf = (
  document: Document,
  lines: LineCounter,
  { path, wants }: { readonly path: Path; readonly wants: 'value' | 'key' },
): Place => {
  const value = path.length === 0 ? document.contents : document.getIn(path, true);
  const key = keyIn(document.getIn(path.slice(0, -1), true) ?? document.contents, path.at(-1));
  const node = wants === 'key' ? (key ?? value) : (value ?? key);
  if (isNode(node) && node.range) {
    const { line, col } = lines.linePos(node.range[0]);
    return { line, column: col };
  }
  if (path.length === 0) return { line: 1, column: 1 };
  return placeOf(document, lines, { path: path.slice(0, -1), wants: 'key' });
};

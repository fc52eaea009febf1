import { InvalidInputError } from '../model/errors.ts';

type Node = string | number | boolean | object;

/** What the text of a parameter means. @param path the name, and what is below it: `Tag`, `1`, `Key` */
export type ReadValue = (path: readonly string[], text: string) => Node;

const wrongUsage = (message: string): InvalidInputError =>
  new InvalidInputError({ code: 'WrongUsage', message });

/** Name and value pairs: `--Name value` and `--Name=value`. */
const pairsOf = (words: readonly string[]): readonly (readonly [string, string])[] => {
  const pairs: [string, string][] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [, name, , inline] = /^--([A-Za-z][\w.-]*)(=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      throw wrongUsage(
        `"${word}" is no parameter; expected --Name value, as in --RegionId cn-hangzhou`,
      );
    }
    const value = inline ?? words[index + 1];
    if (value === undefined) throw wrongUsage(`--${name} has no value`);
    if (inline === undefined) index += 1;
    pairs.push([name, value]);
  }
  return pairs;
};

type Tree = Map<string, Tree | Node>;

const put = (tree: Tree, [name, ...rest]: readonly string[], value: Node, full: string): void => {
  if (name === undefined) return;
  const before = tree.get(name);
  if (rest.length === 0) {
    if (before !== undefined) throw wrongUsage(`--${full} is given twice`);
    tree.set(name, value);
    return;
  }
  if (before !== undefined && !(before instanceof Map)) {
    throw wrongUsage(`--${full} does not go with --${name}: one is a value, the other a list`);
  }
  const below: Tree = before ?? new Map();
  tree.set(name, below);
  put(below, rest, value, full);
};

/** Numbered branches become lists, in the order of their numbers. */
const plain = (node: Tree | Node): unknown => {
  if (!(node instanceof Map)) return node;
  const entries = [...node];
  if (entries.every(([name]) => /^\d+$/.test(name))) {
    return entries
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, value]) => plain(value));
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
};

/**
 * Parameters of an API call from a command line, as the cloud's own tool takes them: a name given
 * more than once is a list, and so are numbered names (`--ResourceId.1 i-1`, `--Tag.1.Key cost`).
 * @throws InvalidInputError `WrongUsage`
 */
export const parametersOf = (
  words: readonly string[],
  readValue: ReadValue,
): Readonly<Record<string, unknown>> => {
  const byName = Map.groupBy(pairsOf(words), ([name]) => name);
  const tree: Tree = new Map();
  for (const [name, pairs] of byName) {
    const path = name.split('.');
    const values = pairs.map(([, text]) => readValue(path, text));
    const [first] = values;
    if (first !== undefined) put(tree, path, values.length === 1 ? first : values, name);
  }
  return Object.fromEntries([...tree].map(([name, node]) => [name, plain(node)]));
};

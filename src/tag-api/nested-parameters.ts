import { cutText } from '../model/cut-text.ts';
import type { Parameters } from './parameters.ts';
import { TagApiError } from './tag-api-error.ts';

/** A parameter put together from its flat names: a text, a list, or an object. */
export type Nested = string | readonly Nested[] | { readonly [name: string]: Nested };

type Node = { text: string | undefined; readonly parts: Map<string, Node> };

/** Deepest there is: `CreateRulesList.1.TagKeys.1`. */
const mostParts = 4;
const indexForm = /^[1-9]\d{0,5}$/;
const longestShown = 100;

const refuse = (name: string, problem: string): TagApiError => {
  const shown = cutText(name, longestShown);
  return new TagApiError(
    400,
    `InvalidParameter.${shown.split('.', 1)[0]}`,
    `The parameter ${shown} is invalid: ${problem}.`,
  );
};

const newNode = (): Node => ({ text: undefined, parts: new Map() });

const isIndex = (part: string | undefined): boolean => part !== undefined && /^\d+$/.test(part);

const addTo = (root: Node, name: string, value: string): void => {
  const parts = name.split('.');
  if (parts.length > mostParts) throw refuse(name, 'no parameter has so many parts');
  const leaf = parts.reduce((node, part) => {
    const next = node.parts.get(part) ?? newNode();
    node.parts.set(part, next);
    return next;
  }, root);
  leaf.text = value;
};

const listOf = (parts: ReadonlyMap<string, Node>, name: string): readonly Nested[] =>
  Array.from(parts, (_, at) => {
    const item = parts.get(String(at + 1));
    if (item === undefined) {
      throw refuse(name, `${name}.${at + 1} is missing: lists count 1, 2, 3 without a gap`);
    }
    return nestedOf(item, `${name}.${at + 1}`);
  });

const objectOf = (parts: ReadonlyMap<string, Node>, path: string): Nested =>
  Object.fromEntries(
    [...parts].map(([part, node]) => [
      part,
      nestedOf(node, path === '' ? part : `${path}.${part}`),
    ]),
  );

const nestedOf = ({ text, parts }: Node, name: string): Nested => {
  if (text !== undefined && parts.size > 0) {
    throw refuse(name, 'it is given both as one value and as a list');
  }
  if (text !== undefined) return text;
  const names = [...parts.keys()];
  if (!names.some(isIndex)) return objectOf(parts, name);
  const odd = names.find((part) => !indexForm.test(part));
  if (odd !== undefined) {
    throw refuse(name, `"${cutText(odd, longestShown)}" is no place in a list; they count 1, 2, 3`);
  }
  return listOf(parts, name);
};

/**
 * Puts flat names together: `TagKeys.1`, `TagKeys.2` are the list `TagKeys`. An empty value is how
 * clients send "none", so it is left out, but not in a list, where it would change the others' places.
 * @throws TagApiError for lists with gaps and names that contradict each other
 */
export const nestParameters = (parameters: Parameters): { readonly [name: string]: Nested } => {
  const root = newNode();
  for (const [name, value] of parameters) {
    if (value === '' && !isIndex(name.split('.').at(-1))) continue;
    addTo(root, name, value);
  }
  return Object.fromEntries([...root.parts].map(([name, node]) => [name, nestedOf(node, name)]));
};

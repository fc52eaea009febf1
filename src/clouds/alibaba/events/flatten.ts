import { textsOf, unpacked } from '../../shapes.ts';

/** Parameters by their flat names: `ResourceId.1`, `Tag.1.Key`, `InstanceIdSets.InstanceIdSet.1`. */
export type Flat = ReadonlyMap<string, string>;

/** No API call has deeper or more parameters; what lies beyond cannot name a resource of a rule. */
const most = { depth: 8, parameters: 5000 } as const;

const visit = (into: Map<string, string>, given: unknown, path: readonly string[]): void => {
  if (into.size >= most.parameters || path.length > most.depth) return;
  const value = unpacked(given);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(into, item, [...path, String(index + 1)]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) visit(into, item, [...path, name]);
  } else if (path.length > 0 && value !== null && value !== undefined) {
    // What a ROA call has in its body, other calls have among their parameters.
    const name = path.join('.').replace(/^body\./, '');
    if (!into.has(name)) into.set(name, String(value));
  }
};

/**
 * Flattens parameters as the audit trail does, whatever form they and their parts come in: flat
 * already, with lists and objects, or as JSON texts. Earlier sources win. A ROA call's `body` counts as
 * the parameters.
 */
export const flatten = (...sources: readonly unknown[]): Flat => {
  const flat = new Map<string, string>();
  for (const source of sources) visit(flat, source, []);
  return flat;
};

/**
 * The values under a name: a single one, several joined by commas, or a numbered list, which may begin
 * anywhere and have gaps. In the order of the numbers.
 */
export const valuesAt = (flat: Flat, name: string): readonly string[] => {
  const start = `${name}.`;
  const numbers = [...flat.keys()]
    .filter((each) => each.startsWith(start))
    .map((each) => each.slice(start.length))
    .filter((each) => /^\d+$/.test(each))
    .sort((left, right) => Number(left) - Number(right));
  return [name, ...numbers.map((number) => start + number)].flatMap((each) =>
    textsOf(flat.get(each)),
  );
};

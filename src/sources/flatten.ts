/** Parameters by their flat names: `ResourceId.1`, `Tag.1.Key`, `InstanceIdSets.InstanceIdSet.1`. */
export type Flat = ReadonlyMap<string, string>;

/** No API call has deeper or more parameters; what lies beyond cannot name a resource of a rule. */
const most = { depth: 8, parameters: 5000 } as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const visit = (into: Map<string, string>, value: unknown, path: readonly string[]): void => {
  if (into.size >= most.parameters || path.length > most.depth) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(into, item, [...path, String(index + 1)]);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) visit(into, item, [...path, name]);
  } else if (path.length > 0 && value !== null && value !== undefined) {
    // What a ROA call has in its body, other calls have among their parameters.
    const name = path.join('.').replace(/^body\./, '');
    if (!into.has(name)) into.set(name, String(value));
  }
};

/**
 * Flattens parameters as the audit trail does, whatever form they come in: flat already, with lists
 * and objects, or as a JSON text. Earlier sources win. A ROA call's `body` counts as the parameters.
 */
export const flatten = (...sources: readonly unknown[]): Flat => {
  const flat = new Map<string, string>();
  for (const source of sources) {
    const value = typeof source === 'string' ? readJson(source) : source;
    if (!isObject(value)) continue;
    visit(flat, value, []);
    visit(flat, readJson(flat.get('body') ?? ''), []);
  }
  return flat;
};

const listOf = (text: string): readonly string[] => {
  const value = text.startsWith('[') ? readJson(text) : undefined;
  if (!Array.isArray(value)) return [text];
  return value.filter((each) => ['string', 'number'].includes(typeof each)).map(String);
};

/** The values under a name: a single one, a numbered list, or a list in a JSON text. In order. */
export const valuesAt = (flat: Flat, name: string): readonly string[] => {
  const values = [...listOf(flat.get(name) ?? '')].filter((value) => value !== '');
  for (let index = 1; ; index += 1) {
    const value = flat.get(`${name}.${index}`);
    if (value === undefined) return values;
    values.push(value);
  }
};

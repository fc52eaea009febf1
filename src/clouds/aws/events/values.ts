import { type Fields, fieldsOf, isFields, textOf, unpacked } from '../../shapes.ts';

/** What EC2's and the query services' lists are wrapped in; one item alone stands there without a list. */
const wrappers: ReadonlySet<string> = new Set(['items', 'item', 'member']);

/** The fields of an object by their names in lower case: services and collectors do not agree on the case. */
export const lowered = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));

/** The single values in a value: of a list each, also of one that is wrapped or travels as a text. */
const each = (value: unknown): readonly unknown[] => {
  const held = unpacked(value);
  if (Array.isArray(held)) return held.flatMap(each);
  if (!isFields(held)) return held === undefined || held === null ? [] : [held];
  const wrapped = Object.entries(held).filter(([name]) => wrappers.has(name.toLowerCase()));
  return wrapped.length === 0 ? [held] : wrapped.flatMap(([, inner]) => each(inner));
};

/** What stands at the end of a path, through lists: `instancesSet.instanceId`. */
const at = (value: unknown, path: readonly string[]): readonly unknown[] => {
  const [name, ...others] = path;
  if (name === undefined) return each(value);
  return each(value)
    .filter(isFields)
    .flatMap((fields) => at(lowered(fields)[name.toLowerCase()], others));
};

/** The texts at the end of a path, in their order. */
export const valuesAt = (value: unknown, path: string): readonly string[] =>
  at(value, path.split('.'))
    .map(textOf)
    .filter((text) => text !== undefined);

/**
 * A call's parameters or its answer, taken out of the element that newer calls of EC2 put around them:
 * `CreateSnapshotsRequest`, `CreateSnapshotsResponse`.
 */
export const withoutWrap = (value: unknown, name: string): unknown => {
  const fields = fieldsOf(value);
  if (fields === undefined) return value;
  const inner = lowered(fields)[name.toLowerCase()];
  return fieldsOf(inner) ?? fields;
};

import { toAttributes, type Values } from './attributes.ts';
import { writeIdAttribute } from './schema.ts';

/**
 * A part of an item: an attribute that is a map with a `version` of its own, so that writers of
 * different parts of one item do not meet.
 */
export type Part = {
  readonly name: string;
  /** What the writer saw: a version of the part, or that the item of some version had no such part. */
  readonly seen:
    | { readonly kind: 'version'; readonly version: number }
    | { readonly kind: 'absent'; readonly itemVersion: number };
  /** Larger than every version that the part had. */
  readonly version: number;
  /** Undefined removes the part; its version stays behind, so that it is never given again. */
  readonly content: Values | undefined;
};

/** What is written of an item at once. */
export type PartsWrite = {
  readonly parts: readonly Part[];
  /** Other attributes, name → new value. */
  readonly attributes?: Values;
  /** Attributes that must have these values; undefined: that must be absent. */
  readonly expected: Values;
};

/** A part as stored. */
type StoredPart = {
  readonly version: number;
  readonly [writeIdAttribute]: string;
  readonly isGone?: true;
} & Values;

/** A part as it is stored. */
export const storedPart = ({ version, content }: Part, writeId: string): StoredPart => ({
  ...(content ?? { isGone: true }),
  version,
  [writeIdAttribute]: writeId,
});

const fieldOf = (part: unknown, name: string): unknown =>
  typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined;

/** True for what a removed part leaves behind. */
export const isGone = (part: unknown): boolean => fieldOf(part, 'isGone') === true;

/** True when an item holds exactly what a write put there. */
export const holds = (
  item: Values | undefined,
  parts: readonly Part[],
  writeId: string,
): boolean =>
  parts.length === 0
    ? item?.[writeIdAttribute] === writeId
    : parts.every(({ name }) => fieldOf(item?.[name], writeIdAttribute) === writeId);

/** Names and values that stand in an expression for what they are. */
const createPlaces = () => {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  return {
    names,
    values,
    name: (name: string): string => {
      const place = `#n${Object.keys(names).length}`;
      names[place] = name;
      return place;
    },
    value: (value: unknown): string => {
      const place = `:v${Object.keys(values).length}`;
      values[place] = value;
      return place;
    },
  };
};

type Places = ReturnType<typeof createPlaces>;

const wasSeen = (part: string, seen: Part['seen'], { name, value }: Places): string => {
  const version = `${part}.${name('version')}`;
  if (seen.kind === 'version') return `${version} = ${value(seen.version)}`;
  const isOld = `${part}.${name('isGone')} = ${value(true)} AND ${version} <= ${value(seen.itemVersion)}`;
  return `attribute_not_exists(${part}) OR (${isOld})`;
};

/** The expressions of one update that does a write of parts. */
export const partsUpdate = ({ parts, attributes = {}, expected }: PartsWrite, writeId: string) => {
  const places = createPlaces();
  const { name, value } = places;
  const version = name('version');
  const named = parts.map((part) => ({ part, place: name(part.name) }));
  const sets = [
    `${version} = if_not_exists(${version}, ${value(0)}) + ${value(1)}`,
    `${name(writeIdAttribute)} = ${value(writeId)}`,
    ...named.map(({ part, place }) => `${place} = ${value(storedPart(part, writeId))}`),
    ...Object.entries(attributes).map(([each, content]) => `${name(each)} = ${value(content)}`),
  ];
  const conditions = [
    ...named.map(({ part, place }) => `(${wasSeen(place, part.seen, places)})`),
    ...Object.entries(expected).map(([each, content]) =>
      content === undefined
        ? `attribute_not_exists(${name(each)})`
        : `${name(each)} = ${value(content)}`,
    ),
  ];
  return {
    UpdateExpression: `SET ${sets.join(', ')}`,
    ...(conditions.length === 0 ? {} : { ConditionExpression: conditions.join(' AND ') }),
    ExpressionAttributeNames: places.names,
    ExpressionAttributeValues: toAttributes(places.values),
  };
};

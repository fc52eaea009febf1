import * as z from 'zod/mini';
import type { Operation } from '../simulator/operation.ts';

type Schema = z.core.JSONSchema._JSONSchema;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isText = (schema: z.core.JSONSchema.BaseSchema): boolean =>
  schema.type === 'string' || (schema.anyOf ?? []).some((each) => isSchema(each) && isText(each));

const isSchema = (schema: Schema | undefined): schema is z.core.JSONSchema.BaseSchema =>
  typeof schema === 'object';

/** A text as the operation wants it; as it is where it cannot be that, for the operation to refuse. */
const typedText = (schema: z.core.JSONSchema.BaseSchema, text: string): unknown => {
  if (isText(schema)) return text;
  const { type, anyOf = [] } = schema;
  const [first] = anyOf.filter(isSchema);
  if (first !== undefined) return typedText(first, text);
  if (type === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (type === 'number') return /^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return /^true$/i.test(text) || (/^false$/i.test(text) ? false : text);
  // ROA writes lists as JSON into the query.
  if (type === 'array') return jsonOf(text) ?? text;
  return text;
};

/** `Tag.1.key` is taken for `Tag.1.Key`, as ECS does. */
const spelled = (schema: z.core.JSONSchema.BaseSchema, name: string): string => {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const { properties = {} } = schema;
  return !Object.hasOwn(properties, name) && Object.hasOwn(properties, capital) ? capital : name;
};

const typed = (schema: Schema | undefined, value: unknown): unknown => {
  if (!isSchema(schema)) return value;
  if (typeof value === 'string') return typedText(schema, value);
  if (Array.isArray(value)) {
    const { items } = schema;
    return value.map((each: unknown) => typed(Array.isArray(items) ? undefined : items, each));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const own = spelled(schema, name);
      return [own, typed(schema.properties?.[own], each)];
    }),
  );
};

const schemas = new WeakMap<Operation, z.core.JSONSchema.BaseSchema>();

const schemaOf = (operation: Operation): z.core.JSONSchema.BaseSchema => {
  const known = schemas.get(operation);
  if (known !== undefined) return known;
  const schema = z.toJSONSchema(operation.schema(), { io: 'input' });
  schemas.set(operation, schema);
  return schema;
};

/** Gives parameters, which come as texts but in JSON, the types that an operation takes. */
export const typedParameters = (
  operation: Operation,
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const schema = schemaOf(operation);
  return Object.fromEntries(
    Object.entries(parameters).map(([given, value]) => {
      const name = operation.nameOf(given);
      return [name, typed(schema.properties?.[name], value)];
    }),
  );
};

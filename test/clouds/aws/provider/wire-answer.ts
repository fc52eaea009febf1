import { NormalizedSchema } from '@smithy/core/schema';
import type { SentAnswer } from './request-handler.ts';

type Schema = Parameters<typeof NormalizedSchema.of>[0];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

/** A list is an element for each of its items, all inside of its own. */
const writeList = (schema: NormalizedSchema, values: readonly unknown[]): string => {
  const items = schema.getValueSchema();
  const name = items.getMergedTraits().xmlName ?? 'item';
  return values.map((each) => element(name, writeValue(items, each))).join('');
};

/** @throws Error that names what the SDK knows no name for on the wire: it would be lost silently */
const writeStructure = (
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
): string => {
  const members = new Map(schema.structIterator());
  return Object.entries(value)
    .map(([name, inner]) => {
      const member = members.get(name);
      if (member === undefined) throw new Error(`${schema.getName()} has no ${name}`);
      const { xmlName } = member.getMergedTraits();
      return element(xmlName ?? name, writeValue(member, inner));
    })
    .join('');
};

const writeValue = (schema: NormalizedSchema, value: unknown): string => {
  if (Array.isArray(value)) return writeList(schema, value);
  if (isObject(value)) return writeStructure(schema, value);
  return escaped(value instanceof Date ? value.toISOString() : String(value));
};

/**
 * An answer of EC2 as it goes over the wire, by the names that its service gives the parts of it.
 * @param schema of the operation's output, as the SDK carries it
 */
export const wireAnswer = (operation: string, schema: Schema, data: object): SentAnswer => ({
  status: 200,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>${writeStructure(NormalizedSchema.of(schema), { ...data })}</${operation}Response>`,
});

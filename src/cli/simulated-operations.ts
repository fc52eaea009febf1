import * as z from 'zod/mini';
import type { SimulatedOperation } from '../clouds/simulator.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { ReadValue } from './api-parameters.ts';
import { closestTo } from './closest.ts';

type Schema = z.core.JSONSchema._JSONSchema;

/** An operation, and where somebody looks for others. */
type Named = { readonly product: string; readonly operation: string };

/** A parameter, as it is told to people. */
export type Parameter = {
  readonly name: string;
  readonly isRequired: boolean;
  /** Such as `text`, `number`, `list of {Key, Value}`. */
  readonly holds: string;
};

const unknown = (
  code: string,
  {
    what,
    name,
    names,
    where,
  }: Record<'what' | 'name' | 'where', string> & {
    readonly names: readonly string[];
  },
): InvalidInputError =>
  new InvalidInputError({
    code,
    message:
      `there is no ${what} "${name}". Closest: ${closestTo(name, names).join(', ')}. ` +
      `heirtag simulate ${where} lists all.`,
  });

/** Products of the simulated cloud, in the order in which they came. */
const productsOf = (operations: readonly SimulatedOperation[]): readonly string[] => [
  ...new Set(operations.map(({ product }) => product)),
];

/** Operations of a product, named in any case. @throws InvalidInputError that names the closest products */
export const operationsOf = (
  operations: readonly SimulatedOperation[],
  product: string,
): readonly SimulatedOperation[] => {
  const found = operations.filter((each) => each.product.toLowerCase() === product.toLowerCase());
  if (found.length > 0) return found;
  const names = productsOf(operations);
  throw unknown('InvalidAction.NotFound', {
    what: 'product',
    name: product,
    names,
    where: '--list',
  });
};

/** @throws InvalidInputError that names the closest products or operations */
export const operationNamed = (
  operations: readonly SimulatedOperation[],
  { product, operation: name }: Named,
): SimulatedOperation => {
  const ofProduct = operationsOf(operations, product);
  const found = ofProduct.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = ofProduct.map((each) => each.name);
  throw unknown('InvalidAction.NotFound', {
    what: 'operation',
    name,
    names,
    where: `${ofProduct[0]?.product} --list`,
  });
};

const schemaOf = (operation: SimulatedOperation): z.core.JSONSchema.BaseSchema =>
  z.toJSONSchema(operation.schema(), { io: 'input' });

const below = (schema: Schema | undefined, name: string): Schema | undefined => {
  if (typeof schema !== 'object') return undefined;
  const { items, properties } = schema;
  return /^\d+$/.test(name) && !Array.isArray(items) ? items : properties?.[name];
};

const isText = (schema: Schema | undefined): boolean =>
  typeof schema !== 'object' ||
  schema.type === 'string' ||
  (schema.anyOf ?? []).some((each) => isText(each));

const jsonOf = (text: string): ReturnType<ReadValue> => {
  try {
    const value: unknown = JSON.parse(text);
    const isExact = typeof value !== 'number' || String(value) === text;
    return isExact && value !== null && value !== undefined ? value : text;
  } catch {
    return text;
  }
};

/** A text stays one where the operation wants a text; elsewhere JSON is taken as such. */
const readAs = (schema: Schema | undefined, text: string): ReturnType<ReadValue> => {
  if (isText(schema)) return text;
  const value = jsonOf(text);
  const isListOf = typeof schema === 'object' && schema.type === 'array';
  return isListOf && typeof value !== 'object' ? readAs(below(schema, '1'), text) : value;
};

/**
 * How the parameters of an operation are read: by what each of them holds.
 * @returns a reader that throws InvalidInputError for a name that the operation does not know; it
 * names the closest ones
 */
export const readerFor = (operation: SimulatedOperation): ReadValue => {
  const { product, name: action } = operation;
  const schema = schemaOf(operation);
  const names = Object.keys(schema.properties ?? {});
  return (path, text) => {
    const [first = '', ...rest] = path.map(operation.nameOf);
    if (!names.includes(first)) {
      throw unknown(`InvalidParameter.${first}`, {
        what: 'parameter',
        name: `--${first}`,
        names: names.map((name) => `--${name}`),
        where: `${product} ${action} --list`,
      });
    }
    return readAs(rest.reduce<Schema | undefined>(below, below(schema, first)), text);
  };
};

const wordsOf = (schema: Schema | undefined): string => {
  if (typeof schema !== 'object') return 'text';
  const { type, anyOf, properties, enum: choices } = schema;
  if (choices !== undefined) return choices.join(' or ');
  if (anyOf !== undefined) return anyOf.map(wordsOf).join(' or ');
  if (type === 'array') return `list of ${wordsOf(below(schema, '1'))}`;
  if (type === 'object') return `{${Object.keys(properties ?? {}).join(', ')}}`;
  if (type === 'boolean') return 'true or false';
  return type === 'integer' || type === 'number' ? 'number' : 'text';
};

/** The parameters of an operation: those that it needs first. */
export const parametersTakenBy = (operation: SimulatedOperation): readonly Parameter[] => {
  const { properties = {}, required = [] } = schemaOf(operation);
  const all = Object.entries(properties).map(([name, schema]) => ({
    name,
    isRequired: required.includes(name),
    holds: wordsOf(schema),
  }));
  return [...all.filter(({ isRequired }) => isRequired), ...all.filter((each) => !each.isRequired)];
};

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** What a value holds: the name of a type, a list of one kind, or fields. */
type Type = string | readonly Type[] | { readonly [name: string]: Type };

const type: z.ZodMiniType<Type> = z.lazy(() =>
  z.union([z.string(), z.array(type), z.record(z.string(), type)]),
);

const shapeSchema = z.object({
  style: z.string(),
  methods: z.array(z.string()),
  path: z.string(),
  parameters: z.record(
    z.string(),
    z.object({
      in: z.enum(['query', 'formData', 'path', 'body']),
      style: z.optional(z.string()),
      required: z.optional(z.boolean()),
      max: z.optional(z.string()),
      maxItems: z.optional(z.int()),
      type,
    }),
  ),
  response: type,
});

/** An operation as its product publishes it. */
export type Shape = z.output<typeof shapeSchema>;

const file = join(import.meta.dirname, '../../../fixtures/alibaba-api-shapes.json');

const published = z
  .object({ source: z.string(), operations: z.record(z.string(), shapeSchema) })
  .parse(JSON.parse(readFileSync(file, 'utf8')));

/** `<Product> <version> <operation>` of every operation whose shape is known. */
export const shapeNames: readonly string[] = Object.keys(published.operations);

/** A request, as far as shapes are about it. */
export type ShapedRequest = {
  readonly method: string;
  readonly path: string;
  readonly version: string;
  /** Undefined where method and path say it. */
  readonly action: string | undefined;
  /** Parameters by where they stood, without those of the protocol. */
  readonly query: ReadonlyMap<string, string>;
  readonly form: ReadonlyMap<string, string>;
  readonly json: unknown;
  /** The older protocol takes everything everywhere. */
  readonly isOld: boolean;
};

const pathForm = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** The operation that a request calls; undefined where its shape is not known. */
export const shapeOf = (
  request: Pick<ShapedRequest, 'method' | 'path' | 'version' | 'action'>,
): { readonly name: string; readonly shape: Shape } | undefined => {
  for (const [name, shape] of Object.entries(published.operations)) {
    const [, version, action] = name.split(' ');
    const isMeant =
      shape.style === 'ROA'
        ? shape.methods.includes(request.method.toLowerCase()) &&
          pathForm(shape.path).test(request.path)
        : action === request.action;
    if (version === request.version && isMeant) return { name, shape };
  }
  return undefined;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const holds = (value: unknown, name: string): boolean => {
  switch (name.split('/')[0]) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'object':
      return isRecord(value);
    default:
      return true;
  }
};

const isList = (value: Type): value is readonly Type[] => Array.isArray(value);

/** What is wrong with a value: names that its type does not have, other nesting, other types. */
const problemsIn = (value: unknown, wanted: Type, path: string): readonly string[] => {
  if (typeof wanted === 'string') {
    return holds(value, wanted) ? [] : [`${path} is ${JSON.stringify(value)}, no ${wanted}`];
  }
  if (isList(wanted)) {
    if (!Array.isArray(value)) return [`${path} is ${JSON.stringify(value)}, no list`];
    return value.flatMap((each: unknown, at) =>
      problemsIn(each, wanted[0] ?? '?', `${path}[${at}]`),
    );
  }
  if (!isRecord(value)) return [`${path} is ${JSON.stringify(value)}, and has no fields`];
  return Object.entries(value).flatMap(([name, each]) => {
    const own = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    return own === undefined
      ? [`${path}.${name} is no field`]
      : problemsIn(each, own, `${path}.${name}`);
  });
};

/** What an answer has that its product would not say. */
export const answerProblems = ({ response }: Shape, body: unknown): readonly string[] =>
  problemsIn(body, response, 'answer');

/** What the text of a parameter says, where it can be that. */
const textAs = (text: string, wanted: Type): unknown => {
  if (typeof wanted !== 'string') return text;
  if (/^(?:integer|number)/.test(wanted)) return text.trim() === '' ? text : Number(text);
  if (wanted === 'boolean') return { true: true, false: false }[text] ?? text;
  return text;
};

type Parameter = Shape['parameters'][string];

const listProblems = (
  name: string,
  rest: readonly string[],
  { type: wanted, maxItems }: Parameter,
  text: string,
): readonly string[] => {
  const [index = '', field] = rest;
  if (!isList(wanted) || !/^[1-9]\d*$/.test(index))
    return [`${name} is no list, or ${index} no place`];
  if (maxItems !== undefined && Number(index) > maxItems) {
    return [`${name} has more than ${maxItems} items`];
  }
  const [item = '?'] = wanted;
  const own = field === undefined || typeof item === 'string' || isList(item) ? item : item[field];
  if (own === undefined) return [`${name}.N.${field} is no field`];
  return problemsIn(textAs(text, own), own, `${name}.${rest.join('.')}`);
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parameterProblems = (
  { parameters }: Shape,
  name: string,
  text: string,
  place: 'query' | 'formData' | undefined,
): readonly string[] => {
  const [first = '', ...rest] = Object.hasOwn(parameters, name) ? [name] : name.split('.');
  const parameter = Object.hasOwn(parameters, first) ? parameters[first] : undefined;
  if (parameter === undefined) return [`${name} is no parameter`];
  const wrongPlace =
    place === undefined || parameter.in === place ? [] : [`${name} belongs into ${parameter.in}`];
  if (rest.length > 0) return [...wrongPlace, ...listProblems(first, rest, parameter, text)];
  const value = parameter.style === 'json' ? jsonOf(text) : textAs(text, parameter.type);
  const tooLarge =
    parameter.max !== undefined && Number(text) > Number(parameter.max)
      ? [`${name} is ${text}, more than ${parameter.max}`]
      : [];
  return [...wrongPlace, ...tooLarge, ...problemsIn(value, parameter.type, name)];
};

/** What a request has that its operation does not take, and what it lacks. */
export const requestProblems = (shape: Shape, request: ShapedRequest): readonly string[] => {
  const { query, form, json, isOld } = request;
  const names = new Set([...query.keys(), ...form.keys()].map((name) => name.split('.')[0]));
  const lacking = Object.entries(shape.parameters)
    .filter(([, { required, in: place }]) => required === true && place !== 'path')
    .filter(([name]) => !names.has(name))
    .map(([name]) => `${name} is missing`);
  const body = shape.parameters.body;
  return [
    ...lacking,
    ...[...query].flatMap(([name, text]) =>
      parameterProblems(shape, name, text, isOld ? undefined : 'query'),
    ),
    ...[...form].flatMap(([name, text]) =>
      parameterProblems(shape, name, text, isOld ? undefined : 'formData'),
    ),
    ...(body === undefined ? [] : problemsIn(json, body.type, 'body')),
  ];
};

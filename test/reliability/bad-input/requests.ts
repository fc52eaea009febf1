import * as z from 'zod/mini';
import { fc } from '../../properties.ts';
import { anyBytesOf, anyJunk, anyMutation, mutated } from './mutation.ts';

const schemaSchema = z.looseObject({
  type: z.optional(z.string()),
  enum: z.optional(z.array(z.unknown())),
  const: z.optional(z.unknown()),
  properties: z.optional(z.record(z.string(), z.unknown())),
  items: z.optional(z.unknown()),
  anyOf: z.optional(z.array(z.unknown())),
  oneOf: z.optional(z.array(z.unknown())),
});

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z._default(
          z.array(z.object({ name: z.string(), in: z.string(), schema: z.unknown() })),
          [],
        ),
        requestBody: z.optional(
          z.object({
            content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }),
          }),
        ),
      }),
    ),
  ),
});

/** A call as the API's own document declares it. */
type Declared = {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; schema: unknown }[];
  readonly body: unknown;
};

/** Something to send. */
export type FuzzRequest = {
  /** Method and path as declared. */
  readonly call: string;
  readonly path: string;
  readonly init: RequestInit;
};

/** Every call that an OpenAPI document declares. */
export const declaredIn = (document: unknown): readonly Declared[] =>
  Object.entries(documentSchema.parse(document).paths).flatMap(([path, calls]) =>
    Object.entries(calls).map(([method, { parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json'].schema,
    })),
  );

/** Values that a schema means, roughly; where it says nothing, anything. */
const anyOf = (schema: unknown, known: readonly string[]): fc.Arbitrary<unknown> => {
  const parsed = schemaSchema.safeParse(schema);
  if (!parsed.success) return anyJunk(known);
  const { type, enum: choices, const: only, properties, items, ...rest } = parsed.data;
  const others = rest.anyOf ?? rest.oneOf;
  if (others !== undefined) return fc.oneof(...others.map((each) => anyOf(each, known)));
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (only !== undefined) return fc.constant(only);
  if (properties !== undefined) {
    return fc.record(
      Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, anyOf(each, known)]),
      ),
      { requiredKeys: [] },
    );
  }
  if (items !== undefined) return fc.array(anyOf(items, known), { maxLength: 4 });
  if (type === 'integer' || type === 'number') return fc.integer({ min: -1, max: 1200 });
  if (type === 'boolean') return fc.boolean();
  if (type === 'string') return fc.oneof(fc.constantFrom(...known), fc.string({ maxLength: 12 }));
  return fc.oneof(
    fc.dictionary(fc.constantFrom(...parameterNames), anyJunk(known), { maxKeys: 6 }),
    anyJunk(known),
  );
};

/** What calls of the simulated cloud take. */
const parameterNames = [
  ...['RegionId', 'InstanceId', 'DiskId', 'AllocationId', 'ResourceId', 'ResourceType', 'Tag'],
  ...['TagKey', 'Tags', 'ResourceARN', 'Topic', 'All', 'Amount', 'InstanceType', 'ZoneMappings'],
] as const;

const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();

/** Longer ones are no matter of this API: servers refuse them before. */
const longestUrlPart = 8000;

const encoded = (value: unknown): string =>
  encodeURIComponent(textOf(value).slice(0, longestUrlPart).toWellFormed());

const anyText = (schema: unknown, known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: anyOf(schema, known).map(encoded) },
    { weight: 2, arbitrary: anyJunk(known).map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom('%', '%ff', '%00', '..', '%2e%2e%2f', '?', '&a&a') },
  );

const anyPath = ({ path, parameters }: Declared, known: readonly string[]) => {
  const names = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
  return fc
    .tuple(...names.map(() => anyText({ type: 'string' }, known)))
    .map((values) =>
      names.reduce((so, name, index) => so.replace(`{${name}}`, () => values[index] ?? ''), path),
    );
};

const anyQuery = ({ parameters }: Declared, known: readonly string[]) =>
  fc
    .record(
      Object.fromEntries([
        ...parameters
          .filter((each) => each.in === 'query')
          .map(({ name, schema }) => [name, anyText(schema, known)] as const),
        ['unheardOf', fc.constant('1')] as const,
      ]),
      { requiredKeys: [] },
    )
    .map((values) =>
      Object.entries(values)
        .filter(([name]) => name !== 'unheardOf' || String(values.limit ?? '').length > 1)
        .map(([name, value]) => `${encodeURIComponent(name)}=${String(value)}`)
        .join('&'),
    );

const anyBody = ({ body }: Declared, known: readonly string[]) =>
  fc
    .tuple(anyOf(body, known), fc.array(anyMutation(known), { maxLength: 2 }))
    .chain(([value, mutations]) => anyBytesOf(JSON.stringify(mutated(value, mutations)) ?? ''));

/** Requests of a declared call, some of them right, most of them not. */
export const anyRequest = (
  calls: readonly Declared[],
  known: readonly string[],
): fc.Arbitrary<FuzzRequest> =>
  fc.constantFrom(...calls).chain((declared) =>
    fc
      .tuple(
        anyPath(declared, known),
        anyQuery(declared, known),
        declared.method === 'GET' ? fc.constant(undefined) : anyBody(declared, known),
        fc.constantFrom(undefined, '"1"', '*', 'W/"x"', '"'),
      )
      .map(([path, query, body, match]) => ({
        call: `${declared.method} ${declared.path}`,
        path: query === '' ? path : `${path}?${query}`,
        init: {
          method: declared.method,
          ...(body === undefined ? {} : { body }),
          ...(match === undefined ? {} : { headers: { 'if-match': match } }),
        },
      })),
  );

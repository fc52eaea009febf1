import * as z from 'zod/mini';
import { accountForm, defaultAccountId } from '../model/account.ts';
import { type CallFacts, type CallForm, formsOf, noBody } from './call.ts';

const errorSchema = z.object({
  code: z.string().check(z.describe('stable, for programs')),
  message: z.string().check(z.describe('what was wrong, where, and what would be right')),
  requestId: z.string().check(z.describe('as in the logs')),
});

const accountSchema = { type: 'string', pattern: accountForm.source } as const;

const accountParameter = {
  name: 'accountId',
  in: 'query',
  required: false,
  description: `Account of the cloud. A local runner takes ${defaultAccountId} unless given; a deployed stage refuses the call.`,
  schema: accountSchema,
} as const;

const schemaOf = (schema: z.core.$ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const json = (schema: object) => ({ 'application/json': { schema } });

const pathParameters = (path: string): readonly object[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'accountId' ? accountSchema : { type: 'string' },
  }));

const queryParameters = (query: z.ZodMiniObject): readonly object[] =>
  Object.entries(query.shape).map(([name, field]) => {
    const description = z.globalRegistry.get(field)?.description;
    return {
      name,
      in: 'query',
      required: !z.safeParse(field, undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: schemaOf(field, 'input'),
    };
  });

const headerParameters = (headers: CallFacts['headers'] = {}): readonly object[] =>
  Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));

const errorAnswers = (errors: CallFacts['errors'] = {}): Readonly<Record<string, object>> => {
  const byStatus = Map.groupBy(Object.entries(errors), ([, status]) => String(status));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map(([code]) => code).join(', '),
        content: json({ $ref: '#/components/schemas/Error' }),
      },
    ]),
  );
};

const operationIdOf = ({ method }: CallFacts, path: string): string =>
  `${method.toLowerCase()}${path.slice('/v1'.length).replace(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`;

type Operation = { readonly call: CallFacts; readonly form: CallForm };

const operationOf = ({ call, form }: Operation): object => ({
  summary: call.summary,
  operationId: operationIdOf(call, form.path),
  ...(form.isOld ? { deprecated: true } : {}),
  parameters: [
    ...pathParameters(form.path),
    ...queryParameters(call.query),
    ...headerParameters(call.headers),
    // Old clients send it with every call, whether it means something or not.
    ...(form.path.includes('{accountId}') ? [] : [accountParameter]),
  ],
  ...(call.body === noBody
    ? {}
    : {
        requestBody: {
          required: true,
          content: json(schemaOf(call.bodyShown?.() ?? call.body, 'input')),
        },
      }),
  responses: {
    [String(call.status ?? 200)]: {
      description: 'Done.',
      content: json(schemaOf(call.answer, 'input')),
    },
    ...errorAnswers(call.errors),
    default: {
      description: 'Refused or failed; nothing was changed.',
      content: json({ $ref: '#/components/schemas/Error' }),
    },
  },
});

/** Calls at their paths; of two at one path the first one serves. */
const operationsOf = (calls: readonly CallFacts[]): readonly Operation[] => {
  const all = calls.flatMap((call) => formsOf(call).map((form) => ({ call, form })));
  const places = all.map(({ call, form }) => `${call.method} ${form.path}`);
  return all.filter((_, index) => places.indexOf(places[index] ?? '') === index);
};

/** Makes the OpenAPI 3.1 document of some calls, from the schemas that check them. */
export const openApiOf = (calls: readonly CallFacts[]): Readonly<Record<string, unknown>> => {
  const byPath = Map.groupBy(operationsOf(calls), ({ form }) => form.path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Heirtag',
      version: '1',
      description: 'Associated tag inheritance: feature, rules, jobs, explanations, events.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: Object.fromEntries(
      [...byPath].map(([path, each]) => [
        path,
        Object.fromEntries(
          each.map((operation) => [operation.call.method.toLowerCase(), operationOf(operation)]),
        ),
      ]),
    ),
    components: { schemas: { Error: schemaOf(errorSchema, 'input') } },
  };
};

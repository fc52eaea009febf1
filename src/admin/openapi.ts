import * as z from 'zod/mini';
import { accountForm } from '../model/account.ts';
import { type CallFacts, noBody } from './call.ts';

const errorSchema = z.object({
  code: z.string().check(z.describe('stable, for programs')),
  message: z.string().check(z.describe('what was wrong, where, and what would be right')),
  requestId: z.string().check(z.describe('as in the logs')),
});

const accountParameter = {
  name: 'accountId',
  in: 'query',
  required: false,
  description: 'Account of the cloud; 1000000000000001 unless given.',
  schema: { type: 'string', pattern: accountForm.source },
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
    schema: { type: 'string' },
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

const operationOf = (call: CallFacts): object => ({
  summary: call.summary,
  operationId: `${call.method.toLowerCase()}${call.path.slice(3).replace(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
  parameters: [
    ...pathParameters(call.path),
    ...queryParameters(call.query),
    ...headerParameters(call.headers),
    accountParameter,
  ],
  ...(call.body === noBody
    ? {}
    : { requestBody: { required: true, content: json(schemaOf(call.body, 'input')) } }),
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

/** Makes the OpenAPI 3.1 document of some calls, from the schemas that check them. */
export const openApiOf = (calls: readonly CallFacts[]): Readonly<Record<string, unknown>> => {
  const byPath = Map.groupBy(calls, ({ path }) => path);
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
        Object.fromEntries(each.map((call) => [call.method.toLowerCase(), operationOf(call)])),
      ]),
    ),
    components: { schemas: { Error: schemaOf(errorSchema, 'input') } },
  };
};

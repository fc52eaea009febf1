import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  api = await openTestApi(dynamoDb);
});
afterAll(() => dynamoDb.stop());

const documentSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
});

const read = async () => documentSchema.parse((await api.send('GET', '/v1/openapi.json')).body);

it('is a valid OpenAPI 3.1 document', async () => {
  const document = await read();

  const { valid, errors } = await new Validator().validate({ ...document });

  expect(errors ?? []).toEqual([]);
  expect([valid, document.openapi]).toEqual([true, '3.1.0']);
});

it('gives every call an id of its own', async () => {
  const { paths } = await read();
  const ids = Object.values(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('putAccountsAccountIdRulesSettingName');
});

it('names If-Match where a change looks at it, and nowhere else', async () => {
  const { paths } = await read();

  const named = Object.entries(paths).flatMap(([path, calls]) =>
    Object.entries(calls)
      .filter(([, call]) => JSON.stringify(call).includes('"name":"If-Match"'))
      .map(([method]) => `${method} ${path}`),
  );
  expect(named.sort()).toEqual([
    'delete /v1/accounts/{accountId}/rules/{settingName}',
    'delete /v1/rules/{settingName}',
    'patch /v1/accounts/{accountId}/rules/{settingName}',
    'patch /v1/accounts/{accountId}/settings',
    'patch /v1/rules/{settingName}',
    'patch /v1/settings',
    'put /v1/accounts/{accountId}/rules/{settingName}',
    'put /v1/rules/{settingName}',
  ]);
});

it('tells what a body may hold, from the schema that checks it', async () => {
  const { paths } = await read();

  expect(paths['/v1/accounts/{accountId}/rules/{settingName}']?.put).toMatchObject({
    requestBody: {
      content: {
        'application/json': {
          schema: {
            required: ['status'],
            additionalProperties: false,
            properties: {
              status: { enum: ['Enable', 'Disable'] },
              restoreDisplaced: { type: 'boolean' },
            },
          },
        },
      },
    },
  });
});

it('tells what an event may look like, alone, in each envelope, and in a list', async () => {
  const { paths } = await read();

  for (const path of ['/v1/events', '/v1/accounts/{accountId}/events']) {
    const { schema } = z
      .object({
        requestBody: z.object({
          content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }),
        }),
      })
      .parse(paths[path]?.post).requestBody.content['application/json'];
    const [one, list] = z.tuple([z.looseObject({}), z.looseObject({})]).parse(schema.anyOf);

    expect(list).toMatchObject({ type: 'array', maxItems: 1000, items: one });
    for (const required of [
      ['eventName', 'serviceName'],
      ['specversion', 'type'],
      ['detail-type', 'detail'],
    ]) {
      expect(JSON.stringify(one)).toContain(JSON.stringify({ required }).slice(1, -1));
    }
  }
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiTypesOf } from '../../console/api-types.ts';
import { openTestApi } from '../admin/api-fixture.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

const schemaFile = join(import.meta.dirname, '../../console/src/api/schema.d.ts');

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

it("has the client's types as `npm run console:types` makes them of the API", async () => {
  const api = await openTestApi(dynamoDb);
  const { text } = await api.send('GET', '/v1/openapi.json');

  const types = await apiTypesOf(text);

  expect(await readFile(schemaFile, 'utf8')).toBe(types);
});

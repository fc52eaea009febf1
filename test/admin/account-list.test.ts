import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { diskRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
});

const enable = (accountId: string) =>
  api.send('PUT', `/v1/accounts/${accountId}/feature`, { status: 'Enable' });

const list = async (query = '') => (await api.send('GET', `/v1/accounts${query}`)).body;

it('lists no account before any stored settings', async () => {
  expect(await list()).toEqual({ accounts: [], next: null });
});

it('tells of each account whether the feature is on, and how many rules are', async () => {
  await enable('2');
  await enable('1');
  await api.send('PUT', `/v1/accounts/1/rules/${diskRule}`, { status: 'Enable' });
  await api.send('PUT', '/v1/accounts/2/feature', { status: 'Disable' });

  expect(await list()).toEqual({
    accounts: [
      { accountId: '1', feature: 'Enable', rulesOn: 1 },
      { accountId: '2', feature: 'Disable', rulesOn: 0 },
    ],
    next: null,
  });
});

it('goes on after the page before, and says so of a cursor that none gave', async () => {
  for (const accountId of ['1', '2', '3']) await enable(accountId);

  const first = await list('?limit=2');
  const second = await list('?limit=2&cursor=2');

  expect(first).toMatchObject({ accounts: [{ accountId: '1' }, { accountId: '2' }], next: '2' });
  expect(second).toMatchObject({ accounts: [{ accountId: '3' }], next: null });
  expect((await api.send('GET', '/v1/accounts?cursor=')).status).toBe(400);
});

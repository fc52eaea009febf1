import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownRules } from '../default-rules.ts';
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

describe('GET and PUT /v1/feature', () => {
  it('is off for an account that never chose', async () => {
    const { status, body } = await api.send('GET', '/v1/feature');

    expect([status, body]).toEqual([200, { status: 'Disable' }]);
  });

  it('stays as it was put', async () => {
    const seen: unknown[] = [];
    for (const status of ['Enable', 'Enable', 'Disable', 'Enable']) {
      const put = await api.send('PUT', '/v1/feature', { status });
      const got = await api.send('GET', '/v1/feature');
      seen.push([put.status, put.body, got.body]);
    }

    expect(seen).toEqual(
      ['Enable', 'Enable', 'Disable', 'Enable'].map((status) => [
        200,
        { status, isUnchanged: expect.any(Boolean), manages: expect.any(Array) },
        { status },
      ]),
    );
  });

  it('says what it manages once on, every rule disabled, and nothing when off', async () => {
    const on = await api.send('PUT', '/v1/feature', { status: 'Enable' });
    const off = await api.send('PUT', '/v1/feature', { status: 'Disable' });

    expect(on.body).toEqual({
      isUnchanged: false,
      status: 'Enable',
      manages: ownRules.map(({ settingName, primary, associated }) => ({
        settingName,
        primary,
        associated,
        status: 'Disable',
      })),
    });
    expect(off.body).toEqual({ status: 'Disable', isUnchanged: false, manages: [] });
  });

  it.each([
    ['another word', { status: 'On' }, 'InvalidParameter.Status', 'status: '],
    ['another case', { status: 'enable' }, 'InvalidParameter.Status', 'status: '],
    ['another type', { status: true }, 'InvalidParameter.Status', 'status: '],
    ['null', { status: null }, 'InvalidParameter.Status', 'status: '],
    ['no status', {}, 'MissingParameter.Status', 'status: '],
    ['an unknown field', { status: 'Enable', x: 1 }, 'InvalidParameter.X', 'x: is not a known'],
    ['a list', [{ status: 'Enable' }], 'InvalidParameter.Body', 'body: '],
    ['a text', '"Enable"', 'InvalidParameter.Body', 'body: '],
    ['JSON null', 'null', 'InvalidParameter.Body', 'body: '],
  ])('refuses %s and names the field', async (_, given, code, message) => {
    const answer = await api.send('PUT', '/v1/feature', given);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code, message: expect.stringContaining(message) });
    expect((await api.settings.read('1000000000000001')).version).toBe(0);
  });
});

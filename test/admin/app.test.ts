import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

describe('the HTTP API', () => {
  it('says that it is well', async () => {
    const { status, body, headers } = await api.send('GET', '/v1/health');

    expect([status, body]).toEqual([200, { status: 'ok' }]);
    expect(headers.get('content-type')).toContain('application/json');
  });

  it('gives every answer a request id of its own', async () => {
    const good = await api.send('GET', '/v1/health');
    const bad = await api.send('GET', '/v1/rules?limit=0');

    const ids = [good, bad].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(null);
    expect(bad.body).toMatchObject({ requestId: ids[1] });
  });

  it('logs every call with its request id, its caller and how it ended', async () => {
    const { headers } = await api.send('PUT', '/v1/rules/rule:a', { status: 'Enable' });

    expect(api.logged).toEqual([
      {
        requestId: headers.get('x-request-id'),
        action: 'PUT /v1/rules/{settingName}',
        isOldForm: true,
        params: { settingName: 'rule:a' },
        principal: 'local',
        status: 400,
      },
    ]);
  });

  it.each(['/', '/v1', '/v1/nothing', '/v1/health/more', '/v1/rules/', '/v2/health', '/v1/%E0%A4'])(
    'answers 404 at the unknown path %s',
    async (path) => {
      const { status, body } = await api.send('GET', path);

      expect(status).toBe(404);
      expect(body).toEqual({
        code: 'NotFound',
        message: expect.stringContaining('there is nothing at'),
        requestId: expect.any(String),
      });
    },
  );

  it.each([
    ['POST', '/v1/health', 'GET'],
    ['DELETE', '/v1/queue', 'GET'],
    ['GET', '/v1/events', 'POST'],
    ['PUT', '/v1/dead-letters/redrive', 'POST'],
    ['GET', '/v1/simulator/Ecs/CreateDisk', 'POST'],
    ['PUT', '/v1/resources/arn:acs:ecs:cn-hangzhou:1:disk%2Fd-1', 'GET'],
    ['GET', '/v1/jobs/some-job/cancel', 'POST'],
    ['POST', '/v1/feature', 'GET, PUT'],
    ['PUT', '/v1/rules', 'GET, POST'],
    ['POST', '/v1/rules/rule:a', 'DELETE, GET, PATCH, PUT'],
    ['DELETE', '/v1/openapi.json', 'GET'],
  ])('answers 405 to %s %s and says what it takes', async (method, path, allow) => {
    const { status, body, headers } = await api.send(method, path);

    expect(status).toBe(405);
    expect(headers.get('allow')).toBe(allow);
    expect(body).toMatchObject({
      code: 'MethodNotAllowed',
      message: expect.stringContaining(`takes ${allow}, not ${method}`),
    });
  });

  it('has no simulated cloud where the stage has none', async () => {
    api = await openTestApi(dynamoDb, { isWithoutSimulator: true });

    const { status, body } = await api.send('POST', '/v1/simulator/Ecs/CreateDisk', {});

    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'NotFound' });
  });
});

describe('the query parameter accountId', () => {
  it('chooses the account, and is 1000000000000001 when left out', async () => {
    await api.send('PUT', '/v1/feature?accountId=42', { status: 'Enable' });
    await api.send('PUT', '/v1/feature?accountId=1000000000000001', { status: 'Enable' });

    const statuses = await Promise.all(
      ['', '?accountId=42', '?accountId=43'].map(
        async (query) => (await api.send('GET', `/v1/feature${query}`)).body,
      ),
    );

    expect(statuses).toEqual([{ status: 'Enable' }, { status: 'Enable' }, { status: 'Disable' }]);
  });

  it('may be given once only, as every parameter', async () => {
    const account = await api.send('PUT', '/v1/feature?accountId=1&accountId=2', {
      status: 'Enable',
    });
    const limit = await api.send('GET', '/v1/audit?limit=1&limit=2');

    expect([account.status, account.body]).toMatchObject([
      400,
      { code: 'InvalidParameter.AccountId', message: 'accountId: is given 2 times; expected once' },
    ]);
    expect([limit.status, limit.body]).toMatchObject([400, { code: 'InvalidParameter.Limit' }]);
  });

  it.each([
    ['GET', '/v1/feature', undefined],
    ['PUT', '/v1/feature', { status: 'Enable' }],
    ['GET', '/v1/rules', undefined],
    ['GET', '/v1/rules/rule:a', undefined],
    ['PUT', '/v1/rules/rule:a', { status: 'Enable' }],
  ])('is checked by %s %s', async (method, path, given) => {
    for (const accountId of ['', 'a b', 'a/b', 'a:b', '1'.repeat(65), '中']) {
      const query = new URLSearchParams({ accountId });

      const { status, body } = await api.send(method, `${path}?${query}`, given);

      expect(status).toBe(400);
      expect(body).toMatchObject({
        code: 'InvalidParameter.AccountId',
        message: expect.stringContaining('accountId: '),
      });
    }
    expect((await api.settings.accounts(undefined)).items).toEqual([]);
  });
});

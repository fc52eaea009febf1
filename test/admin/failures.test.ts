import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError, RetryableError, TerminalError } from '../../src/model/errors.ts';
import { diskRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const secret = 'could not read settings#1 in table heirtag-secret at 10.0.0.7';
const info = { code: 'DynamoDb.ResourceNotFoundException', message: secret };

const routes = [
  ['GET', '/v1/feature', undefined],
  ['PUT', '/v1/feature', { status: 'Enable' }],
  ['GET', '/v1/rules', undefined],
  ['GET', `/v1/rules/${diskRule}`, undefined],
  ['PUT', `/v1/rules/${diskRule}`, { status: 'Enable' }],
] as const;

const failures = [
  ['a retryable error', new RetryableError(info), 503, 'ServiceUnavailable'],
  ['a terminal error', new TerminalError(info), 500, 'InternalError'],
  ['an unforeseen error', new TypeError(secret), 500, 'InternalError'],
  ['an error of no class', Object.assign(new Error(secret), info), 500, 'InternalError'],
] as const;

describe.each(failures)('%s of the settings store', (_, error, status, code) => {
  it.each(routes)('is told by %s %s without what it is about, and reported', async (...route) => {
    const api = await openTestApi(dynamoDb, {
      settings: { read: () => Promise.reject(error) },
    });

    const answer = await api.send(...route);

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      code,
      message: expect.any(String),
      requestId: expect.any(String),
    });
    expect(answer.text).not.toMatch(/secret|10\.0\.0\.7|DynamoDb|settings#/);
    expect(api.reported).toEqual([
      {
        message: 'request failed',
        fields: { requestId: answer.headers.get('x-request-id'), error },
      },
    ]);
  });
});

describe('a failure of the settings store while writing', () => {
  it('leaves the feature as it was', async () => {
    const api = await openTestApi(dynamoDb, {
      settings: { replace: () => Promise.reject(new RetryableError(info)) },
    });

    const put = await api.send('PUT', '/v1/feature', { status: 'Enable' });
    const got = await api.send('GET', '/v1/feature');

    expect([put.status, got.body]).toEqual([503, { status: 'Disable' }]);
  });

  it('of one rule of a batch is told without what it is about, and reported', async () => {
    const error = new TerminalError(info);
    const api = await openTestApi(dynamoDb);
    await api.send('PUT', '/v1/feature', { status: 'Enable' });
    const broken = await openTestApi(dynamoDb, {
      settings: { read: api.settings.read, replace: () => Promise.reject(error) },
    });

    const { headers, body, text } = await broken.send('POST', '/v1/rules/batch', {
      action: 'enable',
      settingNames: [diskRule, 'rule:none'],
    });

    expect(body).toMatchObject({
      results: [{ code: 'InternalError' }, { code: 'InvalidParameter.SettingName' }],
    });
    expect(text).not.toMatch(/secret|10\.0\.0\.7|DynamoDb/);
    expect(broken.reported).toEqual([
      {
        message: 'a rule of a batch failed',
        fields: { requestId: headers.get('x-request-id'), settingName: diskRule, error },
      },
    ]);
  });

  it('is a conflict when others never stop writing, which nobody needs to look at', async () => {
    const api = await openTestApi(dynamoDb, {
      settings: { replace: () => Promise.reject(new ConflictError(info)) },
    });

    const { status, body, text } = await api.send('PUT', '/v1/feature', { status: 'Enable' });

    expect([status, body]).toMatchObject([409, { code: 'ConflictingWrite' }]);
    expect(text).not.toMatch(/secret|DynamoDb/);
    expect(api.reported).toEqual([]);
  });
});

describe("what is the caller's fault", () => {
  it('is not reported', async () => {
    const api = await openTestApi(dynamoDb);

    const answers = [
      await api.send('PUT', '/v1/feature', '{'),
      await api.send('GET', '/v1/rules?limit=0'),
      await api.send('GET', '/v1/nothing'),
      await api.send('POST', '/v1/simulator/Ecs/Explode', {}),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 404, 404]);
    expect(api.reported).toEqual([]);
  });
});

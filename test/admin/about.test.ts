import { afterAll, beforeAll, expect, it } from 'vitest';
import { schemaVersion } from '../../src/storage/schema.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const userArn = 'arn:aws:iam::123456789012:user/ops';

it('says what answers, what it can do, and that nobody signed', async () => {
  const api = await openTestApi(dynamoDb);

  const { status, body } = await api.send('GET', '/v1/about');

  expect([status, body]).toEqual([
    200,
    {
      version: '1.2.3',
      schemaVersion,
      stage: 'local',
      isProduction: false,
      clouds: [{ name: 'alibaba', isSimulated: true }],
      hasTagApi: true,
      hasSimulator: true,
      caller: { principal: 'local', isSigned: false },
      defaultAccountId: '1000000000000001',
    },
  ]);
});

it('says who signed, and that calls must name their account', async () => {
  const api = await openTestApi(dynamoDb, {
    isWithoutSimulator: true,
    isWithoutTagApi: true,
    admin: { admission: 'signed' },
  });

  const { body } = await api.send('GET', '/v1/about', undefined, undefined, {
    event: { rawPath: '/v1/about', requestContext: { authorizer: { iam: { userArn } } } },
  });

  expect(body).toMatchObject({
    clouds: [],
    hasTagApi: false,
    hasSimulator: false,
    caller: { principal: userArn, isSigned: true },
    defaultAccountId: null,
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { handle } from 'hono/aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createDynamoDbAccessKeys } from '../../src/access/dynamodb-access-keys.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { signRpc } from './sign-rpc.ts';
import { account, startTagApi, type TestTagApi } from './tag-api-fixture.ts';

/** The captured requests, as API Gateway hands them to the function (HTTP API, payload format 2.0). */
const { vectors } = z
  .object({
    vectors: z.array(
      z.object({
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(join(import.meta.dirname, '../fixtures/alicloud-sdk-captures.json'), 'utf8'),
    ).signatureTestVectors,
  );

const capturedAt = Date.parse('2026-11-24T04:20:11Z');
const accessKeyId = 'LTAItestAccessKeyId';
const secret = 'testAccessKeySecret';

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;
let send: (event: EventFacts) => Promise<{ status: number; body: unknown }>;

type EventFacts = {
  readonly method: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await startTagApi(dynamoDb, { clock: () => capturedAt });
  await api.secrets.create('captured', secret);
  await createDynamoDbAccessKeys({ table: api.table }).create({
    accessKeyId,
    accountId: account,
    rights: 'full',
    description: '',
    status: 'active',
    secret: { secretId: 'captured' },
    previous: null,
    tokenHash: null,
    expiresAt: null,
    version: 1,
    createdAt: '2026-11-24T04:00:00.000Z',
    createdBy: 'test',
    updatedAt: '2026-11-24T04:00:00.000Z',
  });
  const handler = handle(api.app);
  send = async ({ method, rawQueryString, headers, body }) => {
    const result = await handler({
      version: '2.0',
      routeKey: 'ANY /',
      rawPath: '/',
      rawQueryString,
      headers: { ...headers },
      body: body === undefined ? null : Buffer.from(body).toString('base64'),
      isBase64Encoded: body !== undefined,
      requestContext: {
        accountId: '123456789012',
        apiId: 'api',
        authentication: null,
        authorizer: {},
        domainName: 'api.execute-api.us-east-1.amazonaws.com',
        domainPrefix: 'api',
        http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
        requestId: 'request',
        routeKey: 'ANY /',
        stage: '$default',
        time: '24/Nov/2026:04:20:11 +0000',
        timeEpoch: capturedAt,
      },
    });
    return { status: result.statusCode, body: JSON.parse(result.body) };
  };
  return api.stop;
});

const eventOf = (index: number): EventFacts => {
  const vector = vectors[index];
  if (vector === undefined) throw new Error(`no vector ${index}`);
  return {
    method: vector.method,
    rawQueryString: vector.url.slice(2),
    headers: vector.headers,
  };
};

describe('behind API Gateway', () => {
  it('does what the captured requests ask for, each once', async () => {
    const created = await send(eventOf(0));
    const listed = await send(eventOf(1));
    const again = await send(eventOf(1));

    expect(created).toMatchObject({ status: 200, body: { RequestId: expect.any(String) } });
    expect(listed).toMatchObject({
      status: 200,
      body: {
        Rules: [
          {
            SettingName: 'rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni',
            Status: 'Enable',
            TagKeys: ['cost center', '成本*~!(x)'],
            ExistingStatus: 'Enable',
          },
        ],
      },
    });
    expect(again).toMatchObject({ status: 400, body: { Code: 'SignatureNonceUsed' } });
  });

  it('does not mind how the query is spelled on the way', async () => {
    const event = eventOf(0);
    const rawQueryString = event.rawQueryString
      .replaceAll('%20', '+')
      .replace(/[*~!()]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

    expect(rawQueryString).not.toBe(event.rawQueryString);
    expect(await send({ ...event, rawQueryString })).toMatchObject({ status: 200 });
  });

  it('reads a form body', async () => {
    const form = signRpc(
      new Map([
        ['Action', 'ListAssociatedResourceRules'],
        ['Version', '2018-08-28'],
        ['AccessKeyId', accessKeyId],
        ['SignatureNonce', 'n'],
        ['Timestamp', '2026-11-24T04:20:11Z'],
        ['Status', 'Enable'],
      ]),
      secret,
      'POST',
    );

    const answer = await send({
      method: 'POST',
      rawQueryString: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
    });

    expect(answer).toMatchObject({ status: 200, body: { Rules: [], NextToken: '' } });
  });
});

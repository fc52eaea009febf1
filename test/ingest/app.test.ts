import { handle } from 'hono/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostDeliveryBytes } from '../../src/ingest/app.ts';
import { token } from '../clouds/alibaba/sender/signed-delivery.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { apiKey, attached, openIngest, url } from './ingest-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const open = async (secret?: () => Promise<string | undefined>) => {
  const { table } = await dynamoDb.createTable();
  return openIngest(table, secret);
};

const event = JSON.stringify(attached());
const withKey = { 'x-api-key': apiKey };

describe('a delivery of the cloud', () => {
  it('that is signed is put on the bus, with what its envelope says', async () => {
    const ingest = await open();

    const { status, body } = await ingest.callSigned(event);

    expect([status, body]).toMatchObject([200, { touching: 1, ignored: 0, rejected: [] }]);
    expect(ingest.published).toMatchObject([
      {
        source: 'acs.ecs',
        detailType: 'ecs:ActionTrail:ApiCall',
        detail: { eventName: 'AttachDisk', recipientAccountId: attached().aliyunaccountid },
      },
    ]);
    expect(ingest.counted).toEqual([]);
  });

  it('with a key of the stage is put on the bus as often as it comes', async () => {
    const ingest = await open();

    for (const body of [event, event]) {
      expect(await ingest.call({ body, headers: withKey })).toMatchObject({ status: 200 });
    }

    expect(ingest.published).toHaveLength(2);
  });

  it('may hold several events, of which those that are some are taken', async () => {
    const ingest = await open();
    const list = [attached(), { no: 'event' }, attached({ aliyunaccountid: '1000000000000002' })];

    const { status, body } = await ingest.call({ body: JSON.stringify(list), headers: withKey });

    expect(status).toBe(200);
    expect(body).toMatchObject({ touching: 2, rejected: [{ index: 1, code: 'InvalidEvent' }] });
  });

  it('that touches nothing is taken, and goes no further', async () => {
    const ingest = await open();
    const body = JSON.stringify(attached({ data: { ...attached().data, errorCode: 'Forbidden' } }));

    expect(await ingest.callSigned(body)).toMatchObject({ status: 200, body: { ignored: 1 } });
    expect(ingest.counted).toEqual(['EventsTouchingNothing']);
    expect(ingest.published).toEqual([]);
  });

  it.each([
    [
      'of an account that the stage does not name',
      attached({ aliyunaccountid: '1000000000000009' }),
      403,
      'ForeignAccount',
    ],
    [
      'that names resources of another account',
      attached({ data: { ...attached().data, recipientAccountId: '1000000000000009' } }),
      403,
      'ForeignAccount',
    ],
    ['that names no account', attached({ aliyunaccountid: undefined }), 400, 'InvalidEvent'],
    ['of another kind', attached({ type: 'ecs:Disk:DiskOperationCompleted' }), 400, 'InvalidEvent'],
  ])('%s is refused', async (_, given, status, code) => {
    const ingest = await open();

    const answer = await ingest.callSigned(JSON.stringify(given));

    expect(answer).toMatchObject({ status, body: { code } });
    expect(ingest.published).toEqual([]);
    expect(ingest.refused).toEqual([code]);
  });

  it('that is no JSON is refused', async () => {
    const ingest = await open();

    expect(await ingest.callSigned('{')).toMatchObject({
      status: 400,
      body: { code: 'InvalidJson' },
    });
  });
});

it('knows a delivery as API Gateway hands it on', async () => {
  const ingest = await open();
  const headers = { host: 'in.example.com', ...ingest.signed(event) };
  const { hostname: domainName, pathname } = new URL(url);

  const answer = await handle(ingest.app)({
    version: '2.0',
    routeKey: 'POST /v1/ingest/{cloud}',
    rawPath: pathname,
    rawQueryString: '',
    headers,
    body: event,
    isBase64Encoded: false,
    requestContext: {
      accountId: '111122223333',
      apiId: 'a1b2c3',
      authentication: null,
      authorizer: {},
      domainName,
      domainPrefix: 'in',
      http: {
        method: 'POST',
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: '',
      },
      requestId: 'r',
      routeKey: 'POST /v1/ingest/{cloud}',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
  });

  expect(answer).toMatchObject({ statusCode: 200 });
  expect(ingest.published).toHaveLength(1);
});

describe('a delivery that was taken', () => {
  it('is not taken again, whichever process it reaches', async () => {
    const { table } = await dynamoDb.createTable();
    const [here, there] = [openIngest(table), openIngest(table)];

    const answers = [
      await here.callSigned(event),
      await here.callSigned(event),
      await there.callSigned(event),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401]);
    expect([...here.published, ...there.published]).toHaveLength(1);
    expect([...here.refused, ...there.refused]).toEqual(['Replayed', 'Replayed']);
  });

  it('may come again when the process died before it was on the bus', async () => {
    const { table } = await dynamoDb.createTable();
    const [dying, next] = [openIngest(table), openIngest(table)];
    const death = dying.dieAtBus();
    void dying.callSigned(event);
    await death;

    expect(await next.callSigned(event)).toMatchObject({ status: 200 });
    expect(next.published).toHaveLength(1);
  });

  it('may come again when the bus did not take it', async () => {
    const ingest = await open();
    ingest.breakBus(true);

    expect(await ingest.callSigned(event)).toMatchObject({ status: 503 });
    ingest.breakBus(false);

    expect(await ingest.callSigned(event)).toMatchObject({ status: 200 });
    expect(ingest.published).toHaveLength(1);
  });
});

describe('who is a stranger', () => {
  it.each<[string, RequestInit, string]>([
    ['shows nothing', { body: event }, 'NothingShown'],
    ['shows a wrong key', { body: event, headers: { 'x-api-key': 'guessed' } }, 'KeyWrong'],
    ['shows an empty key', { body: event, headers: { 'x-api-key': '' } }, 'KeyWrong'],
    ['shows a token as a key', { body: event, headers: { 'x-api-key': token } }, 'KeyWrong'],
    [
      'signs with nothing',
      { body: event, headers: { 'x-eventbridge-signature-v2': 'AAAA' } },
      'SignatureUnknown',
    ],
  ])('and %s gets no more than a 401, and is counted and told', async (_, init, code) => {
    const ingest = await open();

    const { status, body } = await ingest.call(init);

    expect([status, body]).toMatchObject([401, { code: 'Unauthorized' }]);
    expect(JSON.stringify(body)).not.toContain(code);
    expect(ingest.refused).toEqual([code]);
    expect(ingest.counted).toEqual(['SignaturesRefused']);
    expect(ingest.published).toEqual([]);
  });

  it('costs no look at what the stage keeps for senders unless it shows something', async () => {
    let looks = 0;
    const ingest = await open(async () => {
      looks += 1;
      return undefined;
    });

    await ingest.call({ body: event });

    expect(looks).toBe(0);
  });
});

it.each([mostDeliveryBytes + 1, 5_000_000])('takes no delivery of %d bytes', async (bytes) => {
  const ingest = await open();
  const body = 'x'.repeat(bytes);

  expect(await ingest.call({ body, headers: withKey })).toMatchObject({
    status: 413,
    body: { code: 'RequestTooLarge' },
  });
});

it('takes the largest that the cloud sends', async () => {
  const ingest = await open();
  const bare = JSON.stringify(attached({ subject: '' }));
  const body = bare.replace(
    '"subject":""',
    `"subject":"${'x'.repeat(mostDeliveryBytes - bare.length)}"`,
  );

  expect(await ingest.call({ body, headers: withKey })).toMatchObject({ status: 200 });
});

it.each([
  ['POST', '/v1/ingest/other', 404],
  ['POST', '/v1/ingest', 404],
  ['GET', '/v1/ingest/alibaba', 404],
  ['POST', '/v1/events', 404],
])('answers %s %s with %d', async (method, to, status) => {
  const ingest = await open();

  const answer = await ingest.call({
    method,
    url: new URL(to, url).href,
    headers: withKey,
    ...(method === 'GET' ? {} : { body: event }),
  });

  expect(answer.status).toBe(status);
});

it.each<[string, string | undefined]>([
  ['that is not there', undefined],
  ['that is no JSON', 'secret text'],
  ['whose texts can be guessed', JSON.stringify({ tokens: ['short'] })],
  ['without a text', JSON.stringify({ tokens: [], apiKeys: [] })],
])('fails with a secret %s, and tells the log alone, without what it holds', async (_, secret) => {
  const ingest = await open(async () => secret);

  const answer = await ingest.callSigned(event);

  expect(answer).toMatchObject({ status: 500, body: { code: 'InternalError' } });
  expect(ingest.failed).toMatchObject([{ code: 'NoSenderKeys' }]);
  expect(String(ingest.failed[0])).not.toMatch(/secret text|short/);
});

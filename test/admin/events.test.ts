import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RetryableError } from '../../src/model/errors.ts';
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

const recordOf = (eventId: string, changes: object = {}) => ({
  eventId,
  eventName: 'AttachDisk',
  serviceName: 'Ecs',
  eventType: 'ApiCall',
  eventTime: '2026-03-01T08:00:00Z',
  acsRegion: 'cn-hangzhou',
  recipientAccountId: '2000000000000002',
  requestParameters: { InstanceId: 'i-1', DiskId: 'd-1' },
  ...changes,
});

const idsOnBus = () => api.published.map(({ detail }) => detail.eventId);

describe('POST /v1/events', () => {
  it('puts one event on the bus as it came', async () => {
    const record = recordOf('e-1', { extra: { kept: [1] } });

    const { status, body } = await api.send('POST', '/v1/events', record);

    expect([status, body]).toEqual([
      202,
      {
        accepted: 1,
        touching: 1,
        events: [{ index: 0, touched: 1, reason: null }],
        rejected: [],
      },
    ]);
    expect(api.published).toEqual([
      { source: 'acs.ecs', detailType: 'ecs:ActionTrail:ApiCall', detail: record },
    ]);
  });

  it('takes a record bare, in a CloudEvents envelope and in an AWS envelope, in order', async () => {
    const cloudEvent = {
      specversion: '1.0',
      type: 'ecs:ActionTrail:ApiCall',
      data: recordOf('e-2'),
    };
    const awsEvent = { 'detail-type': 'ecs:ActionTrail:ApiCall', detail: recordOf('e-3') };

    const { body } = await api.send('POST', '/v1/events', [recordOf('e-1'), cloudEvent, awsEvent]);

    expect(body).toMatchObject({ accepted: 3, touching: 3, rejected: [] });
    expect(idsOnBus()).toEqual(['e-1', 'e-2', 'e-3']);
  });

  it('puts nothing on the bus in a dry run, and says how many resources would be touched', async () => {
    const events = [recordOf('e-1'), recordOf('e-2', { eventName: 'DescribeDisks' }), 'none'];

    const dry = await api.send('POST', '/v1/events?dryRun=true', events);
    const audit = await api.send('GET', '/v1/audit');
    const real = await api.send('POST', '/v1/events', events);

    expect(dry.body).toMatchObject({ accepted: 2, touching: 1, rejected: [{ index: 2 }] });
    expect(real.body).toEqual(dry.body);
    expect(idsOnBus()).toEqual(['e-1']);
    expect(audit.body).toMatchObject({ entries: [] });
  });

  it("keeps the event's own account, whatever the query says", async () => {
    await api.send('POST', '/v1/events?accountId=42', recordOf('e-1'));

    expect(api.published[0]?.detail.recipientAccountId).toBe('2000000000000002');
  });

  it("gives an event that names no account the request's, or the default one", async () => {
    const record = recordOf('e-1', { recipientAccountId: undefined });

    await api.send('POST', '/v1/events?accountId=42', record);
    await api.send('POST', '/v1/events', record);

    expect(api.published.map(({ detail }) => detail.recipientAccountId)).toEqual([
      '42',
      '1000000000000001',
    ]);
  });

  it.each([
    ['just under the limit of the bus', 'x'.repeat(1_047_400)],
    ['with numbers that are spelt out', Array.from({ length: 60_000 }, () => 1e20)],
    ['of signs that the queue spells out', '😀'.repeat(100_000)],
  ])('rejects an event %s by itself, and sends its neighbours', async (_, extra) => {
    const large = JSON.stringify({ ...recordOf('e-1'), extra }).replaceAll('0'.repeat(20), 'e20');
    const body = `[${JSON.stringify(recordOf('e-0'))},${large},${JSON.stringify(recordOf('e-2'))}]`;

    const answer = await api.send('POST', '/v1/events', body);

    expect([answer.status, answer.body]).toMatchObject([
      202,
      {
        accepted: 2,
        touching: 2,
        events: [{ index: 0 }, { index: 2 }],
        rejected: [
          { index: 1, code: 'EventTooLarge', message: expect.stringMatching(/has \d{7} bytes/) },
        ],
      },
    ]);
    expect(idsOnBus()).toEqual(['e-0', 'e-2']);
  });

  it('tells of each event what it touches, or why nothing, and keeps what touches nothing off the bus', async () => {
    const events = [
      recordOf('e-0', { errorCode: 'Forbidden' }),
      recordOf('e-1', { eventName: 'DescribeDisks' }),
      recordOf('e-2', { acsRegion: 'me-east-1' }),
      recordOf('e-3'),
      recordOf('e-4', { requestParameters: {} }),
      recordOf('e-5', { requestParameters: { DiskId: 'd-1', DryRun: true } }),
    ];

    const { status, body } = await api.send('POST', '/v1/events', events);

    const reasons = [
      'the call failed: Forbidden',
      'no rule watches Ecs DescribeDisks',
      'region me-east-1 is not supported',
      null,
      'AttachDisk names no resource of a rule',
      'the call was a dry run',
    ];
    expect([status, body]).toEqual([
      202,
      {
        accepted: 6,
        touching: 1,
        events: reasons.map((reason, index) => ({
          index,
          touched: reason === null ? 1 : 0,
          reason,
        })),
        rejected: [],
      },
    ]);
    expect(idsOnBus()).toEqual(['e-3']);
    expect(api.counted.toSorted()).toEqual([
      ['EventsTouchingNothing', 1, 'DryRun'],
      ['EventsTouchingNothing', 1, 'FailedCall'],
      ['EventsTouchingNothing', 1, 'NoResource'],
      ['EventsTouchingNothing', 1, 'OtherRegion'],
      ['EventsTouchingNothing', 1, 'UnwatchedCall'],
    ]);
    expect(api.warned).toEqual(
      reasons
        .map((reason, index) => ({
          message: 'event touches nothing',
          fields: expect.objectContaining({ eventId: `e-${index}`, reason }),
        }))
        .filter((_, index) => index !== 3),
    );
  });

  it('keeps what it did itself off the bus, and says so', async () => {
    const userIdentity = { userName: 'AliyunServiceRoleForTag' };

    const { body } = await api.send('POST', '/v1/events', recordOf('e-0', { userIdentity }));

    const reason = 'AttachDisk was called by AliyunServiceRoleForTag, which is this service itself';
    expect(body).toMatchObject({ accepted: 1, events: [{ index: 0, touched: 0, reason }] });
    expect(idsOnBus()).toEqual([]);
  });

  it('rejects the bad ones by index, says why, and takes the good ones', async () => {
    const events = [
      recordOf('e-0'),
      { ...recordOf('e-1'), eventName: 7 },
      recordOf('e-2'),
      'text',
      null,
      [recordOf('e-5')],
      recordOf('e-6', { recipientAccountId: 'a/b' }),
    ];

    const { status, body } = await api.send('POST', '/v1/events', events);

    expect(status).toBe(202);
    expect(body).toEqual({
      accepted: 2,
      touching: 2,
      events: [
        { index: 0, touched: 1, reason: null },
        { index: 2, touched: 1, reason: null },
      ],
      rejected: [
        { index: 1, code: 'InvalidEvent', message: expect.stringContaining('eventName') },
        { index: 3, code: 'InvalidEvent', message: 'not a JSON object' },
        { index: 4, code: 'InvalidEvent', message: 'not a JSON object' },
        { index: 5, code: 'InvalidEvent', message: 'not a JSON object' },
        { index: 6, code: 'InvalidEvent', message: expect.stringContaining('recipientAccountId') },
      ],
    });
    expect(idsOnBus()).toEqual(['e-0', 'e-2']);
  });

  it('rejects a single bad event under index 0', async () => {
    const { status, body } = await api.send('POST', '/v1/events', { eventName: 'AttachDisk' });

    expect(status).toBe(202);
    expect(body).toEqual({
      accepted: 0,
      touching: 0,
      events: [],
      rejected: [
        { index: 0, code: 'InvalidEvent', message: expect.stringContaining('serviceName') },
      ],
    });
    expect(api.published).toEqual([]);
  });

  it('takes an empty list as nothing to do', async () => {
    const { status, body } = await api.send('POST', '/v1/events', []);

    expect([status, body]).toEqual([202, { accepted: 0, touching: 0, events: [], rejected: [] }]);
  });

  it('takes 1,000 events', async () => {
    const events = Array.from({ length: 1000 }, (_, n) => recordOf(`e-${n}`));

    const { body } = await api.send('POST', '/v1/events', events);

    expect(body).toMatchObject({ accepted: 1000, touching: 1000, rejected: [] });
    expect(api.published).toHaveLength(1000);
  });

  it('refuses 1,001 events as a whole', async () => {
    const events = Array.from({ length: 1001 }, (_, n) => recordOf(`e-${n}`));

    const { status, body } = await api.send('POST', '/v1/events', events);

    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'NumberExceed.Events',
      message: expect.stringContaining('1001 events; at most 1000'),
    });
    expect(api.published).toEqual([]);
  });

  it('refuses an event nested too deep to be written again', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const text = JSON.stringify(recordOf('e-1')).replace(/}$/, `,"extra":${deep}}`);

    const { status, body } = await api.send('POST', '/v1/events', text);

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'InvalidJson', message: expect.stringContaining('nested') });
    expect(api.published).toEqual([]);
  });

  it('says that a bus without answer is ours, and worth trying again', async () => {
    const cause = new RetryableError({ code: 'Aws.ECONNREFUSED', message: 'no bus at 10.0.0.7' });
    api = await openTestApi(dynamoDb, { bus: { publish: () => Promise.reject(cause) } });

    const { status, text } = await api.send('POST', '/v1/events', recordOf('e-1'));

    expect(status).toBe(503);
    expect(text).not.toMatch(/10\.0\.0\.7|Aws|ECONN/);
    expect(api.reported.map(({ fields }) => fields.error)).toEqual([cause]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RetryableError } from '../../src/model/errors.ts';
import type { WantedLetters } from '../../src/queue/dead-letters.ts';
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

describe('GET /v1/queue', () => {
  it('counts what waits, what is at work, and what nobody could handle', async () => {
    const { status, body } = await api.send('GET', '/v1/queue');

    expect([status, body]).toEqual([200, { waiting: 3, inFlight: 2, dead: 7 }]);
  });

  it('says that a queue without answer is ours, and shows nothing of it', async () => {
    const cause = new RetryableError({
      code: 'Aws.ECONNREFUSED',
      message: 'could not count the messages of http://queue.test/changes',
    });
    api = await openTestApi(dynamoDb, { queue: { counts: () => Promise.reject(cause) } });

    const { status, body, text } = await api.send('GET', '/v1/queue');

    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'ServiceUnavailable' });
    expect(text).not.toMatch(/queue\.test|Aws/);
    expect(api.reported.map(({ fields }) => fields.error)).toEqual([cause]);
  });
});

describe('GET /v1/dead-letters', () => {
  it('shows what each is, its body cut short, and how many there are', async () => {
    const sentAt = '2026-03-01T08:00:00.000Z';
    const error = { code: 'Throttling', message: 'come again', time: sentAt };
    const limits: number[] = [];
    api = await openTestApi(dynamoDb, {
      deadLetters: {
        list: async (limit) => {
          limits.push(limit);
          return [
            { id: 'm-1', sentAt, error, body: JSON.stringify({ detail: 'x'.repeat(5000) }) },
            { id: 'm-2', sentAt, error: null, body: 'no JSON' },
          ];
        },
      },
    });

    const { status, body } = await api.send('GET', '/v1/dead-letters?limit=20');

    expect([status, limits]).toEqual([200, [20]]);
    expect(body).toEqual({
      dead: 7,
      deadLetters: [
        { id: 'm-1', sentAt, error, kind: 'event', body: expect.stringMatching(/^.{2000}$/) },
        { id: 'm-2', sentAt, error: null, kind: 'malformed', body: 'no JSON' },
      ],
    });
  });
});

describe('POST /v1/dead-letters/redrive', () => {
  it('moves 100 unless told, and says how many are left', async () => {
    const { status, body } = await api.send('POST', '/v1/dead-letters/redrive', {});

    expect([status, body]).toEqual([200, { moved: 100, left: 7 }]);
  });

  it.each([1, 500])('moves %i when told', async (limit) => {
    const { body } = await api.send('POST', '/v1/dead-letters/redrive', { limit });

    expect(body).toEqual({ moved: limit, left: 7 });
  });

  it.each([0, 501, 1.5, -1, '5', null])('refuses to move %j', async (limit) => {
    const { status, body } = await api.send('POST', '/v1/dead-letters/redrive', { limit });

    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'InvalidParameter.Limit',
      message: expect.stringContaining('limit: '),
    });
  });
});

describe('dead letters that are meant', () => {
  const letters = [
    { id: 'm-1', body: 'no JSON' },
    { id: 'm-2', body: JSON.stringify({ detail: {} }) },
    { id: 'm-3', body: 'no JSON either' },
  ];

  const openMeaning = async () => {
    const meant: string[][] = [];
    const note = async (limit: number, wanted: WantedLetters = () => true): Promise<number> => {
      meant.push(letters.filter(wanted).map(({ id }) => id));
      return limit;
    };
    api = await openTestApi(dynamoDb, { deadLetters: { redrive: note, discard: note } });
    return meant;
  };

  it.each([
    ['redrive', {}, ['m-1', 'm-2', 'm-3']],
    ['redrive', { kind: 'malformed' }, ['m-1', 'm-3']],
    ['redrive', { ids: ['m-2', 'm-9'] }, ['m-2']],
    ['discard', { kind: 'event' }, ['m-2']],
    ['discard', { kind: 'malformed', ids: ['m-3'] }, ['m-3']],
    ['discard', { all: true }, ['m-1', 'm-2', 'm-3']],
  ])('%s %j means %j, and is in the audit trail', async (action, body, expected) => {
    const meant = await openMeaning();

    const { status } = await api.send('POST', `/v1/dead-letters/${action}`, body);

    expect([status, meant]).toEqual([200, [expected]]);
    expect((await api.send('GET', '/v1/stage/audit')).body).toMatchObject({
      entries: [{ action: `POST /v1/dead-letters/${action}`, outcome: 'done' }],
    });
  });

  it.each([
    [{}, 'MissingParameter.Kind'],
    [{ limit: 5 }, 'MissingParameter.Kind'],
    [{ kind: 'odd' }, 'InvalidParameter.Kind'],
    [{ ids: [] }, 'InvalidParameter.Ids'],
  ])('are not thrown away by %j', async (body, code) => {
    const meant = await openMeaning();

    expect((await api.send('POST', '/v1/dead-letters/discard', body)).body).toMatchObject({ code });
    expect(meant).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { AuditEntry } from '../../src/audit/audit.ts';
import { RetryableError } from '../../src/model/errors.ts';
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

const trailSchema = z.object({
  entries: z.array(z.looseObject({ action: z.string() })),
  next: z.nullable(z.string()),
});

const trail = async (query = '') =>
  trailSchema.parse((await api.send('GET', `/v1/audit${query}`)).body);

const attachDisk = {
  eventId: 'e-1',
  eventName: 'AttachDisk',
  eventType: 'ApiCall',
  eventTime: '2026-03-01T07:59:00Z',
  serviceName: 'Ecs',
  acsRegion: 'cn-hangzhou',
  requestParameters: { DiskId: 'd-1', InstanceId: 'i-1' },
};

const failure = new RetryableError({ code: 'Broken', message: 'the table is away' });

describe('the audit trail', () => {
  it('holds who asked for what and what came of it', async () => {
    await api.send('PUT', '/v1/feature', { status: 'Enable' });
    const { headers } = await api.send('PUT', `/v1/rules/${diskRule}`, { status: 'On' });

    const { entries } = await trail();

    expect(entries).toHaveLength(2);
    expect(entries).toContainEqual({
      time: '2026-03-01T08:00:00.000Z',
      requestId: headers.get('x-request-id'),
      principal: 'local',
      action: 'PUT /v1/rules/{settingName}',
      target: { settingName: diskRule },
      input: { status: 'On' },
      outcome: 'refused',
      code: 'InvalidParameter.Status',
      counts: null,
    });
  });

  it('leaves out what was asked when it is longer than an entry may be', async () => {
    const answer = await api.send('PUT', `/v1/rules/${diskRule}`, { status: 'x'.repeat(500_000) });

    const { entries } = await trail();

    expect(answer.status).toBe(400);
    expect(entries).toMatchObject([
      {
        input: 'left out: it has 500013 bytes',
        outcome: 'refused',
        code: 'InvalidParameter.Status',
      },
    ]);
  });

  it('is narrowed by caller, call and request, page by page', async () => {
    for (const status of ['Enable', 'Disable', 'Enable']) {
      await api.send('PUT', '/v1/feature', { status });
    }
    const { headers } = await api.send('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });
    const requestId = headers.get('x-request-id');

    expect((await trail(`?requestId=${requestId}`)).entries).toMatchObject([{ requestId }]);
    expect((await trail('?principal=Loc&action=/V1/rules')).entries).toMatchObject([{ requestId }]);
    expect((await trail('?principal=alice')).entries).toEqual([]);
    const first = await trail('?action=feature&limit=2');
    const rest = await trail(
      `?action=feature&limit=2&cursor=${encodeURIComponent(first.next ?? '')}`,
    );
    expect([first.entries.length, rest.entries.length, rest.next]).toEqual([2, 1, null]);
  });

  it('names the caller who signed', async () => {
    const userArn = 'arn:aws:iam::123456789012:user/alice';
    await api.send(
      'PUT',
      '/v1/feature',
      { status: 'Enable' },
      {},
      {
        event: { requestContext: { authorizer: { iam: { userArn } } } },
      },
    );

    expect((await trail()).entries).toMatchObject([{ principal: userArn, outcome: 'done' }]);
  });

  it('knows nothing of reads', async () => {
    await api.send('GET', '/v1/feature');

    expect((await trail()).entries).toEqual([]);
  });

  it('counts the events that somebody sent for an account, and does not keep them', async () => {
    const userArn = 'arn:aws:iam::123456789012:user/mallory';
    const signed = { event: { requestContext: { authorizer: { iam: { userArn } } } } };
    const events = [{ ...attachDisk, recipientAccountId: '42' }, { ...attachDisk }, 7];
    await api.send('POST', '/v1/accounts/42/events', events, {}, signed);

    const entries = trailSchema.parse(
      (await api.send('GET', '/v1/accounts/42/audit')).body,
    ).entries;

    expect(entries).toMatchObject([
      {
        principal: userArn,
        action: 'POST /v1/events',
        input: null,
        outcome: 'partly',
        code: 'InvalidEvent',
        counts: { accepted: 2, rejected: 1 },
      },
    ]);
  });

  it('has what belongs to no account in the trail of the stage, and of no account', async () => {
    await api.send('POST', '/v1/events', [attachDisk]);
    await api.send('POST', '/v1/dead-letters/redrive', { limit: 3 });

    const ofStage = trailSchema.parse((await api.send('GET', '/v1/stage/audit')).body).entries;

    expect(ofStage.map(({ action }) => action).sort()).toEqual([
      'POST /v1/dead-letters/redrive',
      'POST /v1/events',
    ]);
    expect((await trail()).entries).toEqual([]);
  });

  it('is kept by account', async () => {
    await api.send('PUT', '/v1/feature?accountId=42', { status: 'Enable' });

    expect((await trail()).entries).toEqual([]);
    expect((await trail('?accountId=42')).entries).toHaveLength(1);
  });

  it('keeps to a range of time, in pages', async () => {
    for (const status of ['Enable', 'Disable', 'Enable']) {
      await api.send('PUT', '/v1/feature', { status });
    }

    const first = await trail('?limit=2&from=2026-03-01T08:00:00Z&to=2026-03-01T08:00:00Z');
    const rest = await trail(`?limit=2&cursor=${encodeURIComponent(first.next ?? '')}`);

    expect([first.entries.length, rest.entries.length, rest.next]).toEqual([2, 1, null]);
    expect((await trail('?from=2026-03-01T08:00:01Z')).entries).toEqual([]);
    expect((await trail('?to=2026-03-01T07:59:59Z')).entries).toEqual([]);
  });

  it.each(['AAAA', '2026', ''])('refuses the cursor %j, which it never gave', async (cursor) => {
    const { status, body } = await api.send(
      'GET',
      `/v1/audit?cursor=${cursor}&from=2026-03-01T08:00:00Z`,
    );

    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ code: 'InvalidParameter.Cursor' }),
    ]);
  });

  it('is written before anything is done: without it nothing is', async () => {
    api = await openTestApi(dynamoDb, { audit: { record: () => Promise.reject(failure) } });

    const { status } = await api.send('PUT', '/v1/feature', { status: 'Enable' });

    expect(status).toBe(503);
    expect((await api.settings.read('1000000000000001')).version).toBe(0);
  });

  it('shows a write whose end could not be stored as started, and the caller hears how it ended', async () => {
    const recorded: AuditEntry[] = [];
    api = await openTestApi(dynamoDb, {
      audit: {
        record: async (entry) => {
          if (entry.outcome !== 'started') throw failure;
          recorded.push(entry);
        },
      },
    });

    const { status } = await api.send('PUT', '/v1/feature', { status: 'Enable' });

    expect([status, recorded]).toMatchObject([200, [{ outcome: 'started' }]]);
    expect(api.reported).toHaveLength(1);
  });
});

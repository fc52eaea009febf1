import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import type { ResourceChange } from '../../src/history/history.ts';
import {
  cause,
  clusterEipRule,
  disk,
  diskRule,
  eip,
  eipRule,
  instance,
} from '../engine/fixtures.ts';
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

const change = (day: number, ...rules: readonly SettingName[]): ResourceChange => ({
  version: day,
  time: `2026-02-${day}T12:00:00.000Z`,
  cause,
  lines: rules.map((rule) => ({
    key: `key-${day}`,
    action: 'set',
    value: 'shanghai',
    previous: null,
    rule,
    primary: instance,
    reason: 'inherited',
  })),
});

const answerSchema = z.object({
  entries: z.array(z.looseObject({ key: z.string(), resource: z.string(), rule: z.string() })),
  next: z.nullable(z.string()),
});

const list = async (query: Readonly<Record<string, string>>) =>
  answerSchema.parse((await api.send('GET', `/v1/history?${new URLSearchParams(query)}`)).body);

/** Follows `next` to the end. */
const keysOf = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const keys: string[] = [];
  let next: string | null = null;
  do {
    const page: z.infer<typeof answerSchema> = await list(
      next === null ? query : { ...query, cursor: next },
    );
    keys.push(...page.entries.map(({ key }) => key));
    next = page.next;
  } while (next !== null);
  return keys;
};

describe('GET /v1/history', () => {
  it('tells every field of an entry', async () => {
    await api.history.record(disk, [change(10, diskRule)]);

    expect(await list({ resource: disk })).toEqual({
      entries: [
        {
          time: '2026-02-10T12:00:00.000Z',
          resource: disk,
          key: 'key-10',
          action: 'set',
          value: 'shanghai',
          previous: null,
          rule: diskRule,
          primary: instance,
          reason: 'inherited',
          cause: { ...cause, isClaimed: true },
        },
      ],
      next: null,
    });
  });

  it('calls nobody claimed where we looked ourselves', async () => {
    const swept = { ...change(10, diskRule), cause: { ...cause, eventName: 'Sweep' } };
    await api.history.record(disk, [swept]);

    expect((await list({ resource: disk })).entries).toMatchObject([
      { cause: { isClaimed: false } },
    ]);
  });

  it('lists by resource, by rule, by both, and for the whole account, newest first', async () => {
    await api.history.record(disk, [change(10, diskRule), change(12, diskRule)]);
    await api.history.record(eip, [change(11, eipRule), change(13, clusterEipRule)]);

    expect(await keysOf({ resource: eip })).toEqual(['key-13', 'key-11']);
    expect(await keysOf({ settingName: diskRule })).toEqual(['key-12', 'key-10']);
    expect(await keysOf({ resource: eip, settingName: eipRule })).toEqual(['key-11']);
    expect(await keysOf({})).toEqual(['key-13', 'key-12', 'key-11', 'key-10']);
    expect(await keysOf({ accountId: '2' })).toEqual([]);
  });

  it('lists what was done to one key, and what was done on one event', async () => {
    const other = { ...change(12, diskRule), cause: { ...cause, eventId: 'other' } };
    await api.history.record(disk, [change(10, diskRule), change(11, diskRule), other]);

    expect(await keysOf({ key: 'key-11' })).toEqual(['key-11']);
    expect(await keysOf({ key: 'key-11', resource: disk, limit: '1' })).toEqual(['key-11']);
    expect(await keysOf({ eventId: 'other' })).toEqual(['key-12']);
    expect(await keysOf({ eventId: 'other', key: 'key-10' })).toEqual([]);
  });

  it('keeps to a range of time, in pages', async () => {
    await api.history.record(
      disk,
      [10, 11, 12, 13].map((day) => change(day, diskRule)),
    );
    const range = { from: '2026-02-11T12:00:00Z', to: '2026-02-12T20:00:00+08:00', limit: '1' };

    expect(await keysOf({ ...range, resource: disk })).toEqual(['key-12', 'key-11']);
    expect(await keysOf({ ...range, settingName: diskRule })).toEqual(['key-12', 'key-11']);
  });

  it.each([
    ['resource=disk', 'InvalidParameter.Resource', /arn:acs:/],
    ['settingName=rule:x', 'InvalidParameter.SettingName', /Closest/],
    ['from=yesterday', 'InvalidParameter.From', /ISO 8601/],
    ['from=2026-02-30', 'InvalidParameter.From', /ISO 8601/],
    ['to=March 7', 'InvalidParameter.To', /ISO 8601/],
    ['to=2026-03-01T08:00:00', 'InvalidParameter.To', /ISO 8601/],
    ['from=2026-03-02&to=2026-03-01', 'InvalidParameter.From', /after to/],
    ['limit=1000', 'InvalidParameter.Limit', /100/],
    ['limit=ten', 'InvalidParameter.Limit', /expected a whole number from 1 to 100/],
    ['cursor=x', 'InvalidParameter.Cursor', /next/],
    ['rule=x', 'InvalidParameter.Rule', /not a known field/],
  ])('refuses %s', async (query, code, message) => {
    const { status, body } = await api.send('GET', `/v1/history?${query}`);

    expect(status).toBe(400);
    expect(body).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

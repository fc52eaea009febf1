import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ChangeLine } from '../../src/history/history.ts';
import { cause, diskRule, instance, named } from '../engine/fixtures.ts';
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

const line = (action: ChangeLine['action'], reason = 'new'): ChangeLine => ({
  key: 'cost',
  action,
  value: 'a',
  previous: null,
  rule: diskRule,
  primary: instance,
  reason,
});

let written = 0;

const record = (time: string, eventTime: string, lines: readonly ChangeLine[], eventName = 'A') => {
  written += 1;
  const change = { version: written, time, cause: { ...cause, eventTime, eventName }, lines };
  return api.history.record(named('Ecs-Disk', `d-${written}`), [change]);
};

const statsOf = async (query = '') => (await api.send('GET', `/v1/stats${query}`)).body;

it('counts what was done in each hour of the last day, and how late', async () => {
  await record('2026-03-01T07:10:00.000Z', '2026-03-01T07:09:59.900Z', [
    line('set'),
    line('refused', 'tag quota'),
    line('refused', 'contested'),
  ]);
  await record('2026-03-01T07:20:00.000Z', '2026-03-01T07:19:00.000Z', [line('adopted')]);
  await record('2026-03-01T06:20:00.000Z', '2026-03-01T00:00:00.000Z', [line('removed')], 'Sweep');
  await record('2026-02-28T07:00:00.000Z', '2026-02-28T07:00:00.000Z', [line('set')]);

  const none = { set: 0, removed: 0, restored: 0, refused: 0, contested: 0, closed: 0 };
  const noLag = { count: 0, p50Ms: null, p99Ms: null, buckets: [] };
  expect(await statsOf()).toMatchObject({
    from: '2026-02-28T08:00:00.000Z',
    to: '2026-03-01T08:00:00.000Z',
    hours: [
      {
        hour: '2026-03-01T07:00:00.000Z',
        ...none,
        set: 1,
        refused: 1,
        contested: 1,
        closed: 1,
        lag: { count: 4 },
      },
      { hour: '2026-03-01T06:00:00.000Z', ...none, removed: 1, lag: noLag },
    ],
    total: { ...none, set: 1, removed: 1, refused: 1, contested: 1, closed: 1 },
    readDownTo: null,
    next: null,
  });
});

const lagSchema = z.object({
  total: z.object({
    lag: z.object({
      p50Ms: z.number(),
      p99Ms: z.number(),
      buckets: z.array(z.tuple([z.nullable(z.number()), z.number()])),
    }),
  }),
});

it('tells no percentile earlier than it is, nor half as much again later', async () => {
  for (const seconds of ['01', '01', '01', '50']) {
    const eventTime = '2026-03-01T07:00:00.000Z';
    await record(`2026-03-01T07:00:${seconds}.000Z`, eventTime, [line('set')]);
  }

  const { lag } = lagSchema.parse(await statsOf()).total;

  expect(lag.p50Ms).toBeGreaterThanOrEqual(1000);
  expect(lag.p50Ms).toBeLessThan(1501);
  expect(lag.p99Ms).toBeGreaterThanOrEqual(50_000);
  expect(lag.p99Ms).toBeLessThan(75_001);
  expect(lag.buckets.reduce((sum, [, count]) => sum + count, 0)).toBe(4);
});

const pageSchema = z.object({
  total: z.object({ set: z.number() }),
  readDownTo: z.nullable(z.string()),
  next: z.nullable(z.string()),
});

it('reads a bounded part at once, and its pages add up', async () => {
  const lines = Array.from({ length: 300 }, (_, n) => ({ ...line('set'), key: `k${n}` }));
  for (let n = 0; n < 8; n += 1) {
    await record(`2026-03-01T0${n}:00:00.000Z`, '2026-03-01T00:00:00.000Z', lines);
  }

  const first = pageSchema.parse(await statsOf());
  const rest = pageSchema.parse(await statsOf(`?cursor=${encodeURIComponent(first.next ?? '')}`));

  expect([first.total.set, first.readDownTo]).toEqual([2000, '2026-03-01T01:00:00.000Z']);
  expect([rest.total.set, rest.readDownTo, rest.next]).toEqual([400, null, null]);
});

it('counts nothing where nothing was done, and nothing of others', async () => {
  await record('2026-03-01T07:10:00.000Z', '2026-03-01T07:09:00.000Z', [line('set')]);

  const { body } = await api.send('GET', '/v1/accounts/42/stats');

  expect(body).toMatchObject({ hours: [], total: { set: 0, lag: { p50Ms: null } }, next: null });
});

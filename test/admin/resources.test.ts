import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Arn } from '../../src/clouds/arn.ts';
import { arnText } from '../../src/clouds/arn-text.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import { cause, diskRule, entry, instance } from '../engine/fixtures.ts';
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

const arnsSchema = z.object({
  Arns: z.tuple([arnText], z.string()),
});

const make = async (action: string, parameters: object): Promise<Arn> => {
  const { body } = await api.send('POST', `/v1/simulator/${action}`, parameters);
  return arnsSchema.parse(body).Arns[0];
};

const makeDisk = (tags: Readonly<Record<string, string>>) =>
  make('Ecs/CreateDisk', {
    Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });

const get = (arn: string) => api.send('GET', `/v1/resources/${encodeURIComponent(arn)}`);

const inherit = async (arn: Arn, ...entries: readonly LedgerEntry[]) => {
  await api.ledger.replace(await api.ledger.read(arn), {
    intent: null,
    entries: new Map(entries.map((each) => [each.key, each])),
    refusals: new Map(),
  });
};

const tagsOf = async (arn: Arn) =>
  z.object({ tags: z.array(z.unknown()) }).parse((await get(arn)).body).tags;

const inherited = {
  origin: 'inherited',
  from: instance,
  rule: diskRule,
  since: '2026-01-01T00:00:00.000Z',
};

describe('GET /v1/resources/<arn>', () => {
  it('tells type and own tags, sorted by key', async () => {
    const arn = await makeDisk({ team: 'b', cost: 'shanghai', Team: '' });

    const { status, body } = await get(arn);

    expect([status, body]).toEqual([
      200,
      {
        arn,
        type: 'Ecs-Disk',
        tags: [
          { key: 'Team', value: '', origin: 'own' },
          { key: 'cost', value: 'shanghai', origin: 'own' },
          { key: 'team', value: 'b', origin: 'own' },
        ],
        contested: [],
      },
    ]);
  });

  it('tells which keys are contested, whether a tag stands there or not', async () => {
    const arn = await makeDisk({ cost: 'mine' });
    const contest = { since: '2026-02-28T08:00:00.000Z', by: 'bob', theirs: null };
    await inherit(
      arn,
      entry('cost', 'shanghai', { contest }),
      entry('gone', '1', { contest }),
      entry('quiet', '1'),
    );

    expect((await get(arn)).body).toMatchObject({
      tags: [{ key: 'cost', origin: 'own' }],
      contested: [
        { key: 'cost', ...contest },
        { key: 'gone', ...contest },
      ],
    });
  });

  it('tells no tags of a resource without any', async () => {
    expect(await tagsOf(await makeDisk({}))).toEqual([]);
  });

  it('tells where an inherited tag comes from, and what it displaced', async () => {
    const arn = await makeDisk({ cost: 'shanghai', team: 'a', own: '1' });
    await inherit(
      arn,
      entry('cost', 'shanghai'),
      entry('team', 'a', { displaced: 'b' }),
      entry('gone', 'x'),
    );

    expect(await tagsOf(arn)).toEqual([
      { key: 'cost', value: 'shanghai', ...inherited },
      { key: 'own', value: '1', origin: 'own' },
      { key: 'team', value: 'a', ...inherited, displaced: 'b' },
    ]);
  });

  it('tells of a displaced empty value', async () => {
    const arn = await makeDisk({ cost: 'shanghai' });
    await inherit(arn, entry('cost', 'shanghai', { displaced: '' }));

    expect(await tagsOf(arn)).toEqual([
      { key: 'cost', value: 'shanghai', ...inherited, displaced: '' },
    ]);
  });

  it('calls a tag own that somebody changed after it was inherited', async () => {
    const arn = await makeDisk({ cost: 'theirs', team: 'old' });
    await inherit(arn, entry('cost', 'ours'), entry('team', 'new', { previous: 'old' }));

    expect(await tagsOf(arn)).toEqual([
      { key: 'cost', value: 'theirs', origin: 'own' },
      { key: 'team', value: 'old', origin: 'own' },
    ]);
  });

  it('calls a tag inherited while its next value is on the way', async () => {
    const arn = await makeDisk({ cost: 'old' });
    await inherit(arn, entry('cost', 'new', { previous: 'old', state: 'intended' }));

    expect(await tagsOf(arn)).toEqual([{ key: 'cost', value: 'old', ...inherited }]);
  });

  it('finds an ARN with raw slashes, and an id that holds what URLs encode', async () => {
    const arn = await makeDisk({});
    const kafka = await make('AliKafka/CreateInstance', {});
    const InstanceId = kafka.slice(kafka.indexOf('/') + 1);
    const topic = await make('AliKafka/CreateTopic', {
      InstanceId,
      Topic: 'a_b-c',
      Remark: 'none',
    });

    const raw = await api.send('GET', `/v1/resources/${arn}`);
    const encoded = await get(topic);

    expect(raw.body).toMatchObject({ arn });
    expect(encoded.body).toMatchObject({ arn: topic, type: 'Kafka-Topic' });
  });
});

describe('GET /v1/resources?id=', () => {
  /** The names alone. */
  const foundIn = (body: unknown) => z.object({ resources: z.array(z.string()) }).parse(body);

  const find = async (id: string, accountId = '1000000000000001') =>
    foundIn(
      (await api.send('GET', `/v1/resources?${new URLSearchParams({ id, accountId })}`)).body,
    );

  it('finds a resource by its id, with or without its type, in whatever region it is', async () => {
    const arn = await make('Ecs/CreateDisk', { RegionId: 'eu-west-1' });
    const [, id = ''] = arn.split('/');

    expect(await find(id)).toEqual({ resources: [arn] });
    expect(await find(`disk/${id}`)).toEqual({ resources: [arn] });
    expect(await find(`instance/${id}`)).toEqual({ resources: [] });
    expect(await find(id.slice(0, -1))).toEqual({ resources: [] });
  });

  it('finds a topic, whose id holds a slash', async () => {
    const kafka = await make('AliKafka/CreateInstance', {});
    const InstanceId = kafka.slice(kafka.indexOf('/') + 1);
    const topic = await make('AliKafka/CreateTopic', { InstanceId, Topic: 'a', Remark: 'none' });

    expect(await find(topic.slice(topic.indexOf('/') + 1))).toEqual({ resources: [topic] });
  });

  it('finds no resource of another account', async () => {
    const arn = await makeDisk({});

    expect(await find(arn.split('/')[1] ?? '', '42')).toEqual({ resources: [] });
  });

  it('finds what is gone while its history is kept, and all that one id may mean', async () => {
    const inRegion = (region: string): Arn => `arn:acs:ecs:${region}:1000000000000001:disk/d-gone`;
    const change = {
      version: 1,
      time: '2026-02-10T12:00:00.000Z',
      cause,
      lines: [
        {
          key: 'cost',
          action: 'removed',
          value: null,
          previous: 'a',
          rule: diskRule,
          primary: instance,
          reason: 'detached',
        },
      ],
    } as const;
    await api.history.record(inRegion('cn-hangzhou'), [change]);
    await api.history.record(inRegion('eu-west-1'), [change]);

    expect(await find('d-gone')).toEqual({
      resources: expect.arrayContaining([inRegion('cn-hangzhou'), inRegion('eu-west-1')]),
    });
  });

  it.each(['', 'x'.repeat(2000), 'a/b/c:d', '__proto__'])('finds nothing by %j', async (id) => {
    const { status, body } = await api.send('GET', `/v1/resources?${new URLSearchParams({ id })}`);

    expect([status, body]).toEqual(
      id === ''
        ? [400, expect.objectContaining({ code: 'InvalidParameter.Id' })]
        : [200, { resources: [], items: [], looked: 0, next: null }],
    );
  });
});

describe('GET /v1/resources/<arn> of nothing', () => {
  it.each([
    ['never was', 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-0'],
    ['has a percent sign', 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/100%'],
    ['has a name of objects', 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/__proto__'],
  ])('answers 404 for one that %s', async (_, arn) => {
    const { status, body } = await get(arn);

    expect(status).toBe(404);
    expect(body).toEqual({
      code: 'ResourceNotFound',
      message: `${arn} does not exist`,
      requestId: expect.any(String),
    });
  });

  it('answers 404 for one that was deleted', async () => {
    const arn = await makeDisk({});
    await make('Ecs/DeleteDisk', { DiskId: arn.split('/')[1] });

    expect((await get(arn)).status).toBe(404);
  });

  it.each([
    'd-1',
    'arn:acs:ecs:cn-hangzhou:1:disk',
    'arn:acs:ecs::1:disk/d-1',
    'arn:acs:oss:cn-hangzhou:1:bucket/b',
    'arn:aws:ecs:cn-hangzhou:1:disk/d-1',
  ])('answers 400 for %s, which is no ARN of a known type', async (text) => {
    const { status, body } = await get(text);

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'InvalidArn', message: expect.stringContaining(text) });
  });

  it.each(['%', '%E0%A4%A', 'arn%3Aacs%ZZ'])(
    'answers 400 for the malformed percent-encoding %s',
    async (path) => {
      const { status, body } = await api.send('GET', `/v1/resources/${path}`);

      expect([status, body]).toMatchObject([400, { code: 'InvalidArn' }]);
      expect(api.reported).toEqual([]);
    },
  );

  it('answers 404 for malformed percent-encoding in an id', async () => {
    const arn = 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/%E0%A4%A';

    const { status, body } = await api.send('GET', `/v1/resources/${arn}`);

    expect([status, body]).toMatchObject([404, { code: 'ResourceNotFound' }]);
  });
});

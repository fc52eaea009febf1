import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Arn } from '../../src/clouds/arn.ts';
import { arnText } from '../../src/clouds/arn-text.ts';
import { diskRule, entry, named, snapshotRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;
let instance: Arn;

const made = z.object({ Arns: z.array(arnText) });

const make = async (action: string, parameters: object): Promise<Arn> => {
  const { body } = await api.send('POST', `/v1/simulator/${action}`, parameters);
  const [arn] = made.parse(body).Arns;
  if (arn === undefined) throw new Error(`${action} made nothing`);
  return arn;
};

const idOf = (arn: Arn): string => arn.split('/')[1] ?? '';

const attach = async (tags: Readonly<Record<string, string>>): Promise<Arn> => {
  const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const disk = await make('Ecs/CreateDisk', { Tag });
  await api.send('POST', '/v1/simulator/Ecs/AttachDisk', {
    InstanceId: idOf(instance),
    DiskId: idOf(disk),
  });
  return disk;
};

const inherit = async (arn: Arn, value: string): Promise<void> => {
  await api.ledger.replace(await api.ledger.read(arn), {
    intent: null,
    entries: new Map([['cost', entry('cost', value, { primary: instance })]]),
    refusals: new Map(),
  });
};

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
  instance = await make('Ecs/CreateInstance', { Tag: [{ Key: 'cost', Value: 'a' }] });
  await api.send('PUT', '/v1/feature', { status: 'Enable' });
  await api.send('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });
});

const answerSchema = z.object({
  heirs: z.array(
    z.looseObject({
      resource: z.string(),
      keys: z.array(z.looseObject({ key: z.string(), verdict: z.string() })),
    }),
  ),
  next: z.nullable(z.string()),
});

const page = async (query: Readonly<Record<string, string>>) => {
  const search = new URLSearchParams({ resource: instance, ...query });
  return answerSchema.parse((await api.send('GET', `/v1/heirs?${search}`)).body);
};

const list = async (query: Readonly<Record<string, string>> = {}) => {
  const found: z.infer<typeof answerSchema>['heirs'] = [];
  let next: string | null | undefined;
  while (next !== null) {
    const answer: z.infer<typeof answerSchema> = await page(
      next === undefined ? query : { ...query, cursor: next },
    );
    found.push(...answer.heirs);
    next = answer.next;
  }
  return found;
};

it('lists what hangs on a resource, with what comes there of its tag', async () => {
  const right = await attach({ cost: 'a', own: '1' });
  await inherit(right, 'a');
  const waiting = await attach({});

  const heirs = await list({ rule: diskRule });

  const fields = { type: 'Ecs-Disk', rule: diskRule, exists: true };
  expect(heirs).toContainEqual({
    resource: right,
    ...fields,
    keys: [
      expect.objectContaining({ key: 'cost', value: 'a', origin: 'inherited', verdict: 'wins' }),
    ],
  });
  expect(heirs).toContainEqual({
    resource: waiting,
    ...fields,
    keys: [
      expect.objectContaining({
        key: 'cost',
        value: null,
        verdict: 'existed before the rule: waits for the primary',
      }),
    ],
  });
});

it('tells of a key that is asked for, whoever has it', async () => {
  const disk = await attach({ own: '1' });

  const heirs = await list({ rule: diskRule, key: 'own' });

  expect(heirs).toContainEqual(
    expect.objectContaining({
      resource: disk,
      keys: [expect.objectContaining({ key: 'own', value: '1', verdict: 'no such tag' })],
    }),
  );
});

it('lists heirs under a rule that is off, and says so', async () => {
  await api.send('PATCH', `/v1/rules/${diskRule}`, { status: 'Disable' });
  const disk = await attach({});

  expect(await list({ rule: diskRule })).toContainEqual(
    expect.objectContaining({
      resource: disk,
      keys: [expect.objectContaining({ verdict: 'rule off' })],
    }),
  );
});

it('lists last what the ledger has from it and hangs there no more, each once', async () => {
  const attached = await attach({ cost: 'a' });
  await inherit(attached, 'a');
  const left = await make('Ecs/CreateDisk', { Tag: [{ Key: 'cost', Value: 'a' }] });
  await inherit(left, 'a');

  const heirs = await list({ rule: diskRule, limit: '1' });

  const names = heirs.map(({ resource }) => resource);
  expect(new Set(names).size).toBe(names.length);
  expect(heirs.at(-1)).toMatchObject({
    resource: left,
    keys: [{ key: 'cost', verdict: 'not a parent any more' }],
  });
});

it('has no heirs of what has none, and refuses what is no cursor of its own', async () => {
  const snapshot = named('Ecs-Snapshot', 's-1');

  expect(await page({ resource: snapshot })).toEqual({ heirs: [], next: null });
  const search = new URLSearchParams({
    resource: instance,
    cursor: JSON.stringify([snapshotRule, null, '']),
  });
  expect((await api.send('GET', `/v1/heirs?${search}`)).body).toMatchObject({
    code: 'InvalidParameter.Cursor',
  });
});

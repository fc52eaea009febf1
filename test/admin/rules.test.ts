import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ownRules } from '../default-rules.ts';
import { clusterEipRule, diskRule, eipRule } from '../engine/fixtures.ts';
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
  await api.send('PUT', '/v1/feature', { status: 'Enable' });
});

const pathOf = (settingName: string) => `/v1/rules/${encodeURIComponent(settingName)}`;
const put = (settingName: string, input: unknown) => api.send('PUT', pathOf(settingName), input);
const get = (settingName: string) => api.send('GET', pathOf(settingName));
const stored = async () => (await api.settings.read('1000000000000001')).rules;

const keys = (count: number) => Array.from({ length: count }, (_, n) => `key-${n}`);

const facts = {
  settingName: diskRule,
  primary: 'Ecs-Instance',
  associated: 'Ecs-Disk',
  triggers: ['AttachDisk', 'DetachDisk', 'TagInstance'],
  removesOnDetach: true,
  supportsExisting: true,
};

const defaults = {
  ...facts,
  isSet: true,
  status: 'Enable',
  tagKeys: [],
  excludedKeys: [],
  letThroughKeys: [],
  existingStatus: 'Disable',
  conflictPolicy: 'overwrite',
  restoreDisplaced: false,
  version: 2,
  createdAt: '2026-03-01T08:00:00.000Z',
  updatedAt: '2026-03-01T08:00:00.000Z',
  updatedBy: 'local',
};

describe('PUT and GET /v1/rules/<settingName>', () => {
  it('fills in what is left out, and tells the facts of the catalogue but nothing of the engine', async () => {
    const answer = await put(diskRule, { status: 'Enable' });

    expect([answer.status, answer.body]).toEqual([200, { ...defaults, jobId: null }]);
    expect((await get(diskRule)).body).toEqual(defaults);
  });

  it('keeps every field, and the order of keys', async () => {
    const input = {
      status: 'Disable',
      tagKeys: ['z', 'a', '__proto__', '成本'],
      excludedKeys: ['b*', 'c'],
      existingStatus: 'Enable',
      conflictPolicy: 'keep',
      restoreDisplaced: true,
    };

    const { body } = await put(diskRule, input);

    expect(body).toEqual({ ...defaults, ...input, jobId: null });
    expect((await get(diskRule)).body).toEqual({ ...defaults, ...input });
  });

  it('replaces the whole setting', async () => {
    await put(diskRule, { status: 'Enable', tagKeys: ['cost'], conflictPolicy: 'keep' });

    const { body } = await put(diskRule, { status: 'Enable' });

    expect(body).toEqual({ ...defaults, version: 3, jobId: null });
  });

  it.each(ownRules.map(({ settingName }) => settingName))('knows %s', async (settingName) => {
    const raw = await api.send('PUT', `/v1/rules/${settingName}`, { status: 'Enable' });
    const encoded = await get(settingName);

    expect([raw.status, encoded.status]).toEqual([200, 200]);
    expect(encoded.body).toMatchObject({ settingName });
  });

  it('answers 404 for a rule that was never set', async () => {
    const { status, body } = await get(diskRule);

    expect(status).toBe(404);
    expect(body).toEqual({
      code: 'InvalidSettingName.NotFound',
      message: expect.stringContaining(diskRule),
      requestId: expect.any(String),
    });
  });

  it.each([
    ['another case', diskRule.toLowerCase()],
    ['a blank at the end', `${diskRule} `],
    ['no prefix', diskRule.replace('rule:', '')],
    ['malformed percent-encoding', '%E0%A4%A'],
    ['something very long', 'x'.repeat(5000)],
    ['a name of objects', '__proto__'],
  ])('does not know a name with %s, and names the closest ones', async (_, name) => {
    const path = name.includes('%') ? `/v1/rules/${name}` : pathOf(name);

    const answers = [
      await api.send('GET', path),
      await api.send('PUT', path, { status: 'Enable' }),
    ];

    for (const { status, body, text } of answers) {
      expect(status).toBe(400);
      expect(body).toMatchObject({
        code: 'InvalidParameter.SettingName',
        message: expect.stringMatching(/is none of the 17 rules. Closest: rule:.+, rule:.+, rule:/),
      });
      expect(text.length).toBeLessThan(1000);
    }
    expect(await stored()).toEqual(new Map());
  });
});

describe('what PUT /v1/rules/<settingName> refuses', () => {
  it.each([
    ['no status', { tagKeys: [] }, 'MissingParameter.Status'],
    ['another status', { status: 'On' }, 'InvalidParameter.Status'],
    ['an unknown field', { status: 'Enable', tagkeys: [] }, 'InvalidParameter.Tagkeys'],
    ['a key for a list', { status: 'Enable', tagKeys: 'cost' }, 'InvalidParameter.TagKeys'],
    ['a number for a key', { status: 'Enable', tagKeys: ['a', 1] }, 'InvalidParameter.TagKeys.1'],
    ['null for a list', { status: 'Enable', tagKeys: null }, 'InvalidParameter.TagKeys'],
    ['a wrong list', { status: 'Enable', excludedKeys: {} }, 'InvalidParameter.ExcludedKeys'],
    ['yes and no', { status: 'Enable', existingStatus: true }, 'InvalidParameter.ExistingStatus'],
    ['a policy', { status: 'Enable', conflictPolicy: 'x' }, 'InvalidParameter.ConflictPolicy'],
    ['a text', { status: 'Enable', restoreDisplaced: 'no' }, 'InvalidParameter.RestoreDisplaced'],
    ['a list', [{ status: 'Enable' }], 'InvalidParameter.Body'],
    ['51 keys', { status: 'Enable', tagKeys: keys(51) }, 'NumberExceed.TagKeys'],
    ['51 exclusions', { status: 'Enable', excludedKeys: keys(51) }, 'NumberExceed.TagKeys'],
    ['a long key', { status: 'Enable', tagKeys: ['k'.repeat(129)] }, 'InvalidParameter.TagKey'],
    ['a reserved key', { status: 'Enable', tagKeys: ['acs:x'] }, 'InvalidParameter.TagKey'],
    ['a key twice', { status: 'Enable', tagKeys: ['a', 'a'] }, 'InvalidParameter.TagKey'],
    ['an empty key', { status: 'Enable', tagKeys: [''] }, 'InvalidParameter.TagKey'],
    [
      'a key to let through that nobody withholds',
      { status: 'Enable', letThroughKeys: ['cost'] },
      'InvalidParameter.TagKey',
    ],
    [
      'withheld keys at large',
      { status: 'Enable', letThroughKeys: ['k8s.io/*'] },
      'InvalidParameter.TagKey',
    ],
    [
      '11 keys to let through',
      { status: 'Enable', letThroughKeys: keys(11).map((key) => `k8s.io/${key}`) },
      'NumberExceed.TagKeys',
    ],
    ['a * at the start', { status: 'Enable', excludedKeys: ['*-tmp'] }, 'InvalidParameter.TagKey'],
    ['a * amid', { status: 'Enable', excludedKeys: ['a*b*'] }, 'InvalidParameter.TagKey'],
  ])('is %s', async (_, input, code) => {
    await put(diskRule, { status: 'Enable', tagKeys: ['before'] });

    const { status, body } = await put(diskRule, input);

    expect(status).toBe(400);
    expect(body).toEqual({ code, message: expect.any(String), requestId: expect.any(String) });
    expect((await get(diskRule)).body).toEqual({ ...defaults, tagKeys: ['before'] });
  });

  it('is Apply To Existing Resources where the rule does not support it', async () => {
    const { status, body } = await put(clusterEipRule, {
      status: 'Enable',
      existingStatus: 'Enable',
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'InvalidParameter.ExistingStatus' });
    expect([api.sent, await stored()]).toEqual([[], new Map()]);
  });

  it('is anything while the feature is off', async () => {
    await put(diskRule, { status: 'Enable' });
    await api.send('PUT', '/v1/feature', { status: 'Disable' });
    const before = await stored();

    const { status, body } = await put(diskRule, { status: 'Disable' });

    expect([status, body]).toMatchObject([400, { code: 'InvalidOperation.NotActivated' }]);
    expect(await stored()).toEqual(before);
  });

  it('is no read while the feature is off: what is paused can be looked at', async () => {
    await put(diskRule, { status: 'Enable', tagKeys: ['cost'] });
    await api.send('PUT', '/v1/feature', { status: 'Disable' });

    const one = await get(diskRule);
    const enabled = await api.send('GET', '/v1/rules?status=Enable');

    expect([one.status, one.body]).toMatchObject([200, { status: 'Enable', tagKeys: ['cost'] }]);
    expect(enabled.body).toMatchObject({ rules: [{ settingName: diskRule }] });
  });
});

describe('GET /v1/rules', () => {
  const list = async (query = '') => (await api.send('GET', `/v1/rules${query}`)).body;
  const names = (rules: readonly { settingName: string }[]) =>
    rules.map(({ settingName }) => settingName);

  it('lists all that there are, in the order of the catalogue, disabled unless set', async () => {
    await put(diskRule, { status: 'Enable' });

    expect(await list()).toEqual({
      rules: ownRules.map(({ settingName }) =>
        settingName === diskRule
          ? defaults
          : expect.objectContaining({
              settingName,
              isSet: false,
              status: 'Disable',
              version: 0,
              createdAt: null,
            }),
      ),
      next: null,
    });
  });

  it('shows an account nothing of another', async () => {
    await api.send('PUT', '/v1/feature?accountId=42', { status: 'Enable' });
    await put(diskRule, { status: 'Enable' });

    expect(await list('?accountId=42&status=Enable')).toEqual({ rules: [], next: null });
  });

  it('keeps to a status and a type, primary or associated', async () => {
    await put(diskRule, { status: 'Enable' });
    await put(eipRule, { status: 'Enable' });

    expect(await list('?status=Enable&type=Vpc-Eip')).toMatchObject({
      rules: [{ settingName: eipRule }],
    });
    expect(await list('?status=Enable&type=Ecs-Instance')).toMatchObject({
      rules: [{ settingName: diskRule }, { settingName: eipRule }],
    });
  });

  it('goes page by page, without a gap or a repetition', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = z
        .object({
          rules: z.array(z.object({ settingName: z.string() })),
          next: z.nullable(z.string()),
        })
        .parse(await list(`?limit=5${after}`));
      expect(page.rules.length).toBeLessThanOrEqual(5);
      seen.push(...names(page.rules));
      cursor = page.next;
    }

    expect(seen).toEqual(names(ownRules));
  });

  it.each([
    ['limit=0', 'InvalidParameter.Limit'],
    ['limit=101', 'InvalidParameter.Limit'],
    ['limit=ten', 'InvalidParameter.Limit'],
    ['status=On', 'InvalidParameter.Status'],
    ['type=Disk', 'InvalidParameter.Type'],
    ['cursor=nowhere', 'InvalidParameter.Cursor'],
    ['page=2', 'InvalidParameter.Page'],
  ])('refuses ?%s', async (query, code) => {
    const { status, body } = await api.send('GET', `/v1/rules?${query}`);

    expect([status, body]).toMatchObject([400, { code }]);
  });
});

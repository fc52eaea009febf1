import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeRule } from '../../src/admin/rule-edits.ts';
import { ownRules } from '../default-rules.ts';
import { clusterEipRule, diskRule, eipRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { sdk, tagClient } from './clients.ts';
import { account, startTagApi, type TestTagApi } from './tag-api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;
let client: ReturnType<typeof tagClient>;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await startTagApi(dynamoDb);
  client = tagClient(api.endpoint, await api.newKey());
  return api.stop;
});

type NewRule = {
  settingName?: string;
  status?: string;
  tagKeys?: string[];
  existingStatus?: string;
};

const create = (...createRulesList: NewRule[]) =>
  client.createAssociatedResourceRules(
    new sdk.CreateAssociatedResourceRulesRequest({ regionId: 'cn-hangzhou', createRulesList }),
  );
const update = (rule: NewRule) =>
  client.updateAssociatedResourceRule(new sdk.UpdateAssociatedResourceRuleRequest({ ...rule }));
const remove = (settingName?: string) =>
  client.deleteAssociatedResourceRule(
    new sdk.DeleteAssociatedResourceRuleRequest({
      ...(settingName === undefined ? {} : { settingName }),
    }),
  );
const list = async (filter: object = {}) => {
  const { body } = await client.listAssociatedResourceRules(
    new sdk.ListAssociatedResourceRulesRequest({ ...filter }),
  );
  return {
    nextToken: body?.nextToken,
    rules: (body?.rules ?? []).map((rule) => ({ ...rule })),
  };
};
const stored = () => api.ruleAdmin.listRules(account);
const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no error',
    (error: unknown) => error,
  );
const keys = (count: number) => Array.from({ length: count }, (_, index) => `key-${index + 1}`);

describe('the rule calls of @alicloud/tag20180828', () => {
  it('creates rules, and answers nothing but a request id', async () => {
    const answer = await create(
      { settingName: diskRule, status: 'Enable', tagKeys: ['user', 'cost center'] },
      { settingName: eipRule, status: 'Disable' },
    );

    expect(answer.statusCode).toBe(200);
    expect(answer.body).toEqual({ requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) });
    expect(await stored()).toMatchObject([
      { settingName: diskRule, status: 'Enable', tagKeys: ['user', 'cost center'] },
      { settingName: eipRule, status: 'Disable', tagKeys: [], existingStatus: 'Disable' },
    ]);
  });

  it('lists a rule as it was created, keys in their order', async () => {
    const tagKeys = ['z', 'a', '成本', "*~!(x)'", '__proto__', ...keys(45)];
    await create({ settingName: diskRule, status: 'Enable', tagKeys, existingStatus: 'Enable' });

    expect(await list({ settingName: [diskRule] })).toEqual({
      nextToken: '',
      rules: [{ settingName: diskRule, status: 'Enable', tagKeys, existingStatus: 'Enable' }],
    });
  });

  it('starts one backfill when a rule is created for existing resources', async () => {
    await create({ settingName: diskRule, status: 'Enable', existingStatus: 'Enable' });

    expect(api.sent).toMatchObject([{ kind: 'job', step: 0 }]);
  });

  it('replaces what an update leaves out: all keys, enabled, not for existing resources', async () => {
    await create({
      settingName: diskRule,
      status: 'Disable',
      tagKeys: ['user'],
      existingStatus: 'Enable',
    });

    await update({ settingName: diskRule });

    expect((await list()).rules).toEqual([
      { settingName: diskRule, status: 'Enable', tagKeys: [], existingStatus: 'Disable' },
    ]);
  });

  it('takes an empty list of keys for all keys', async () => {
    await create({ settingName: diskRule, status: 'Enable', tagKeys: ['user'] });

    await update({ settingName: diskRule, status: 'Enable', tagKeys: [] });

    expect((await list()).rules).toMatchObject([{ tagKeys: [] }]);
  });

  it('leaves alone what the API does not know', async () => {
    await create({ settingName: diskRule, status: 'Enable' });
    await api.ruleAdmin.edit({
      accountId: account,
      edit: changeRule({
        settingName: diskRule,
        change: { excludedKeys: ['secret'], conflictPolicy: 'keep', restoreDisplaced: true },
      }),
      principal: 'test',
    });

    await update({ settingName: diskRule, status: 'Disable', tagKeys: ['user'] });

    expect(await stored()).toMatchObject([
      {
        status: 'Disable',
        tagKeys: ['user'],
        excludedKeys: ['secret'],
        conflictPolicy: 'keep',
        restoreDisplaced: true,
      },
    ]);
  });

  it('deletes a rule', async () => {
    await create({ settingName: diskRule, status: 'Enable' });

    await remove(diskRule);

    expect(await list()).toEqual({ rules: [], nextToken: '' });
  });

  it('lists nothing where nothing was set, or nothing fits', async () => {
    expect(await list()).toEqual({ rules: [], nextToken: '' });

    await create({ settingName: diskRule, status: 'Enable' });

    expect(await list({ settingName: [eipRule] })).toEqual({ rules: [], nextToken: '' });
    expect(await list({ status: 'Disable' })).toEqual({ rules: [], nextToken: '' });
  });

  it('lists in pages, in the order of the catalogue, also when rules go meanwhile', async () => {
    const names = ownRules.map(({ settingName }) => settingName);
    await create(...names.map((settingName) => ({ settingName, status: 'Enable' })));

    const first = await list({ maxResult: 7 });
    await remove(names[6]);
    const second = await list({ maxResult: 7, nextToken: first.nextToken });
    const third = await list({ maxResult: 7, nextToken: second.nextToken });

    const seen = [first, second, third].flatMap(({ rules }) =>
      rules.map(({ settingName }) => settingName),
    );
    expect(seen).toEqual(names);
    expect([first.rules.length, second.rules.length, third.rules.length]).toEqual([7, 7, 3]);
    expect([first.nextToken, second.nextToken]).not.toContain('');
    expect(third.nextToken).toBe('');
  });

  it('gives no token when a page holds the last rule', async () => {
    await create({ settingName: diskRule, status: 'Enable' });

    expect((await list({ maxResult: 1 })).nextToken).toBe('');
  });

  it('filters by names and status together', async () => {
    await create(
      { settingName: diskRule, status: 'Enable' },
      { settingName: eipRule, status: 'Disable' },
      { settingName: clusterEipRule, status: 'Enable' },
    );

    const { rules } = await list({ settingName: [eipRule, clusterEipRule], status: 'Enable' });

    expect(rules).toMatchObject([{ settingName: clusterEipRule }]);
  });

  it('puts who wrote into the audit trail', async () => {
    await create({ settingName: diskRule, status: 'Enable' });
    await failure(create({ settingName: diskRule, status: 'Enable' }));
    await list();

    const { items } = await api.audit.list({
      accountId: account,
      from: '0',
      to: '9',
      limit: 10,
      cursor: undefined,
    });

    expect(items).toHaveLength(2);
    for (const entry of items) {
      expect(entry).toMatchObject({
        action: 'Tag CreateAssociatedResourceRules',
        principal: expect.stringMatching(/^access-key\/HTAK/),
        input: { CreateRulesList: [{ SettingName: diskRule, Status: 'Enable' }] },
      });
    }
    expect(items.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
  });
});

describe('what @alicloud/tag20180828 throws', () => {
  it.each([
    ['no rules', () => create(), 400, 'MissingParameter.AssociatedResourceRule'],
    ['no name', () => create({ status: 'Enable' }), 400, 'MissingParameter.SettingName'],
    ['no status', () => create({ settingName: diskRule }), 400, 'MissingParameter.Status'],
    [
      'another status',
      () => create({ settingName: diskRule, status: 'On' }),
      400,
      'InvalidParameter.Status',
    ],
    [
      'an unknown rule',
      () => create({ settingName: 'nope', status: 'Enable' }),
      400,
      'InvalidParameter.SettingName',
    ],
    [
      'another existing status',
      () => create({ settingName: diskRule, status: 'Enable', existingStatus: 'Yes' }),
      400,
      'InvalidParameter.ExistingStatus',
    ],
    [
      'existing where it is not supported',
      () => create({ settingName: clusterEipRule, status: 'Enable', existingStatus: 'Enable' }),
      400,
      'InvalidParameter.ExistingStatus',
    ],
    [
      '51 keys',
      () => create({ settingName: diskRule, status: 'Enable', tagKeys: keys(51) }),
      400,
      'NumberExceed.TagKeys',
    ],
    [
      'a reserved key',
      () => create({ settingName: diskRule, status: 'Enable', tagKeys: ['acs:x'] }),
      403,
      'InvalidParameter.TagKey',
    ],
    [
      '101 rules',
      () => create(...keys(101).map(() => ({ settingName: diskRule, status: 'Enable' }))),
      400,
      'NumberExceed.SettingNames',
    ],
    [
      'a rule twice',
      () =>
        create(
          { settingName: diskRule, status: 'Enable' },
          { settingName: diskRule, status: 'Enable' },
        ),
      400,
      'InvalidRule.Existed',
    ],
    ['an update of no rule', () => update({}), 400, 'MissingParameter.SettingName'],
    [
      'an update of an unknown rule',
      () => update({ settingName: 'nope', status: 'Enable' }),
      400,
      'Invalid.SettingName',
    ],
    [
      'an update of a rule that was never created',
      () => update({ settingName: diskRule, status: 'Enable' }),
      400,
      'InvalidSettingName.NotFound',
    ],
    ['a deletion of no rule', () => remove(), 400, 'MissingParameter.SettingName'],
    ['a deletion of an unknown rule', () => remove('nope'), 400, 'InvalidSettingName.NotFound'],
    [
      'a deletion of a rule that was never created',
      () => remove(diskRule),
      400,
      'InvalidSettingName.NotFound',
    ],
    [
      'a list of an unknown rule',
      () => list({ settingName: ['nope'] }),
      400,
      'Invalid.SettingName',
    ],
    [
      'a list of 101 rules',
      () => list({ settingName: keys(101) }),
      400,
      'NumberExceed.SettingNames',
    ],
    ['a list by another status', () => list({ status: 'On' }), 400, 'InvalidParameter.Status'],
    ['no page', () => list({ maxResult: 0 }), 400, 'InvalidParameter.MaxResult'],
    ['a large page', () => list({ maxResult: 101 }), 400, 'InvalidParameter.MaxResult'],
    ['a made-up token', () => list({ nextToken: 'abc' }), 400, 'InvalidParameter.NextToken'],
  ])('for %s', async (_, call, statusCode, code) => {
    const error = await failure(call());

    expect(error).toMatchObject({
      name: 'ClientError',
      code,
      statusCode,
      requestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      data: { Code: code, HostId: api.endpoint, Message: expect.any(String) },
    });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(
        new RegExp(`^${code}: code: ${statusCode}, .+ request id: [0-9A-F-]{36}$`),
      ),
    );
    expect(await stored()).toEqual([]);
  });

  it('for a rule that exists; nothing else of the call is done', async () => {
    await create({ settingName: diskRule, status: 'Enable' });

    const error = await failure(
      create(
        { settingName: eipRule, status: 'Enable' },
        { settingName: diskRule, status: 'Disable' },
      ),
    );

    expect(error).toMatchObject({ name: 'ClientError', code: 'InvalidRule.Existed' });
    expect(await stored()).toMatchObject([{ settingName: diskRule, status: 'Enable' }]);
  });

  it.each([
    ['create', () => create({ settingName: diskRule, status: 'Enable' })],
    ['update', () => update({ settingName: diskRule, status: 'Enable' })],
    ['delete', () => remove(diskRule)],
    ['list', () => list()],
  ])('for %s while the feature is off', async (_, call) => {
    const off = await startTagApi(dynamoDb, { isFeatureOff: true });
    client = tagClient(off.endpoint, await off.newKey());

    const error = await failure(call());
    await off.stop();

    expect(error).toMatchObject({ statusCode: 400, code: 'InvalidOperation.NotActivated' });
  });

  it('for writes with a key that may only read', async () => {
    client = tagClient(api.endpoint, await api.newKey({ rights: 'readOnly' }));

    const errors = [
      await failure(create({ settingName: diskRule, status: 'Enable' })),
      await failure(update({ settingName: diskRule, status: 'Enable' })),
      await failure(remove(diskRule)),
    ];

    for (const error of errors) {
      expect(error).toMatchObject({
        name: 'ClientError',
        code: 'NoPermission.Operator',
        statusCode: 403,
        accessDeniedDetail: {
          AuthAction: expect.stringMatching(/^tag:\w+AssociatedResourceRules?$/),
        },
      });
    }
    expect(await list()).toEqual({ rules: [], nextToken: '' });
  });

  it('for one call too many in a minute, with when to try again', async () => {
    const at = Date.now();
    const strict = await startTagApi(dynamoDb, { callsPerMinute: 2, clock: () => at });
    client = tagClient(strict.endpoint, await strict.newKey());
    await list();
    await list();

    const error = await failure(list());
    const other = tagClient(strict.endpoint, await strict.newKey());
    const answer = await other.listAssociatedResourceRules(
      new sdk.ListAssociatedResourceRulesRequest({}),
    );
    await strict.stop();

    expect(error).toMatchObject({
      name: 'ThrottlingError',
      code: 'Throttling.User',
      statusCode: 429,
      retryAfter: 60_000 - (at % 60_000),
    });
    expect(answer.statusCode).toBe(200);
  });

  it('for a failure of ours, without telling what failed', async () => {
    const broken = await startTagApi(dynamoDb, {
      wrapRuleAdmin: (inner) => ({
        ...inner,
        listActivatedRules: async () => {
          throw new Error('table heirtag-state is gone');
        },
      }),
    });
    client = tagClient(broken.endpoint, await broken.newKey());

    const error = await failure(list());
    await broken.stop();

    expect(error).toMatchObject({ name: 'ServerError', code: 'InternalError', statusCode: 500 });
    expect(JSON.stringify(error)).not.toContain('heirtag-state');
    expect(broken.reported).toHaveLength(1);
  });
});

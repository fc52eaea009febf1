import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownRules } from '../default-rules.ts';
import { diskRule, eipRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { popClient, rpcCaller } from './clients.ts';
import { account, startTagApi, type TestTagApi } from './tag-api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await startTagApi(dynamoDb);
  return api.stop;
});

const tagKeys = ['z', 'cost center', '成本', "*~!(x)'+&=%"];

const openClients = async () => {
  const key = await api.newKey();
  const pop = popClient(api.endpoint, key);
  const rpc = rpcCaller(api.endpoint, key);
  type Call = (action: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;
  const clients: Readonly<Record<string, Call>> = {
    'pop-core GET': (action, parameters) => pop.request(action, parameters),
    'pop-core POST': (action, parameters) => pop.request(action, parameters, { method: 'POST' }),
    'rpc-client form': (action, parameters) => rpc(action, parameters),
    'rpc-client query': (action, parameters) => rpc(action, {}, parameters),
  };
  return clients;
};

describe.each(['pop-core GET', 'pop-core POST', 'rpc-client form', 'rpc-client query'])(
  'the rule calls of %s',
  (name) => {
    const call = async (action: string, parameters: Readonly<Record<string, unknown>>) => {
      const client = (await openClients())[name];
      if (client === undefined) throw new Error(`no client ${name}`);
      return client(action, parameters);
    };

    it('create, list, update and delete', async () => {
      const created = await call('CreateAssociatedResourceRules', {
        RegionId: 'cn-hangzhou',
        CreateRulesList: [
          { SettingName: diskRule, Status: 'Enable', TagKeys: tagKeys },
          { SettingName: eipRule, Status: 'Disable' },
        ],
      });
      const listed = await call('ListAssociatedResourceRules', { SettingName: [diskRule] });
      await call('UpdateAssociatedResourceRule', { SettingName: diskRule, Status: 'Disable' });
      await call('DeleteAssociatedResourceRule', { SettingName: eipRule });
      const after = await call('ListAssociatedResourceRules', {});

      expect(created).toEqual({ RequestId: expect.any(String) });
      expect(listed).toEqual({
        RequestId: expect.any(String),
        NextToken: '',
        Rules: [
          {
            SettingName: diskRule,
            Status: 'Enable',
            TagKeys: tagKeys,
            ExistingStatus: 'Disable',
          },
        ],
      });
      expect(after).toMatchObject({
        Rules: [{ SettingName: diskRule, Status: 'Disable', TagKeys: [] }],
      });
    });

    it('throw the code, the message and the request id', async () => {
      const error: unknown = await call('DeleteAssociatedResourceRule', {
        SettingName: diskRule,
      }).catch((thrown: unknown) => thrown);

      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({
        code: expect.stringContaining('InvalidSettingName.NotFound'),
        message: expect.stringContaining('The specified SettingName is not found'),
        data: {
          Code: 'InvalidSettingName.NotFound',
          RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
        },
      });
    });
  },
);

it('takes an empty value for none, as rpc-client sends what is null', async () => {
  const rpc = rpcCaller(api.endpoint, await api.newKey());
  await rpc('CreateAssociatedResourceRules', {
    CreateRulesList: [{ SettingName: diskRule, Status: 'Enable', TagKeys: ['cost'] }],
  });

  await rpc('UpdateAssociatedResourceRule', {
    SettingName: diskRule,
    Status: 'Disable',
    TagKeys: null,
    ExistingStatus: null,
  });

  const listed = await rpc('ListAssociatedResourceRules', { NextToken: null, Status: null });
  expect(listed).toMatchObject({ Rules: [{ Status: 'Disable', TagKeys: [] }] });
});

it('does not take an empty key for none, which would mean all keys', async () => {
  const rpc = rpcCaller(api.endpoint, await api.newKey());
  const create = (TagKeys: readonly string[]) =>
    rpc('CreateAssociatedResourceRules', {
      CreateRulesList: [{ SettingName: diskRule, Status: 'Enable', TagKeys }],
    });

  await expect(create([''])).rejects.toMatchObject({ data: { Code: 'InvalidParameter.TagKey' } });
});

it.each([10, 17])('sets all rules, %i calls at once', async (callsAtOnce) => {
  const { 'pop-core POST': call } = await openClients();
  const waiting = ownRules.map(({ settingName }) => settingName);
  const next = async (): Promise<void> => {
    const settingName = waiting.pop();
    if (settingName === undefined) return;
    await call?.('CreateAssociatedResourceRules', {
      RegionId: 'cn-hangzhou',
      CreateRulesList: [{ SettingName: settingName, Status: 'Enable' }],
    });
    await next();
  };

  await Promise.all(Array.from({ length: callsAtOnce }, next));

  expect(await api.ruleAdmin.listRules(account)).toHaveLength(ownRules.length);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { eipRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { type RpcCall, rpcCaller } from './clients.ts';
import { startTagApi, type TestTagApi } from './tag-api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;
let call: RpcCall;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  api = await startTagApi(dynamoDb);
  call = rpcCaller(api.endpoint, await api.newKey());
});
afterAll(async () => {
  await api.stop();
  await dynamoDb.stop();
});

/** What Terraform keeps of `alicloud_tag_associated_rule`. */
type State = { readonly status: string; readonly tagKeys: readonly string[] };

const region = { RegionId: 'cn-hangzhou' };

const listSchema = z.looseObject({
  Rules: z.array(
    z.looseObject({
      SettingName: z.string(),
      Status: z.string(),
      TagKeys: z.nullish(z.array(z.string())),
    }),
  ),
});

/** Keys only when there are some: the provider sends none for an empty list. */
const keysOf = ({ tagKeys }: State) => (tagKeys.length === 0 ? {} : { TagKeys: tagKeys });

/** The calls of the provider's resource, form body and all. */
const provider = {
  create: (id: string, state: State) =>
    call('CreateAssociatedResourceRules', {
      ...region,
      CreateRulesList: [{ ...keysOf(state), Status: state.status, SettingName: id }],
    }),
  /** @returns undefined when there is no such rule: the resource is gone */
  read: async (id: string): Promise<State | undefined> => {
    const answer = await call('ListAssociatedResourceRules', { ...region, 'SettingName.1': id });
    const [rule] = listSchema.parse(answer).Rules;
    if (rule === undefined) return undefined;
    expect(rule.SettingName).toBe(id);
    return { status: rule.Status, tagKeys: rule.TagKeys ?? [] };
  },
  update: (id: string, state: State) =>
    call('UpdateAssociatedResourceRule', {
      SettingName: id,
      ...region,
      ...keysOf(state),
      Status: state.status,
    }),
  delete: (id: string) => call('DeleteAssociatedResourceRule', { SettingName: id, ...region }),
};

const three = ['user', 'cost center', '成本'];

it("lives through the provider's acceptance test without a difference", async () => {
  const steps: readonly State[] = [
    { status: 'Disable', tagKeys: [] },
    { status: 'Disable', tagKeys: three },
    { status: 'Disable', tagKeys: ['user'] },
    { status: 'Disable', tagKeys: [] },
    { status: 'Disable', tagKeys: three.toReversed() },
    { status: 'Enable', tagKeys: three.toReversed() },
  ];
  const start: State = { status: 'Enable', tagKeys: [] };

  await provider.create(eipRule, start);
  expect(await provider.read(eipRule)).toEqual(start);
  for (const step of steps) {
    await provider.update(eipRule, step);
    expect(await provider.read(eipRule)).toEqual(step);
  }
  const imported = await provider.read(eipRule);
  expect(imported).toEqual(steps.at(-1));
  await provider.delete(eipRule);
  expect(await provider.read(eipRule)).toBeUndefined();
});

it('gives a second destroy the code that the provider takes for success', async () => {
  const error: unknown = await provider.delete(eipRule).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ data: { Code: 'InvalidSettingName.NotFound' } });
});

it('creates with keys, and shows them in their order at once', async () => {
  const state: State = { status: 'Enable', tagKeys: ['z', 'a', 'm'] };

  await provider.create(eipRule, state);

  expect(await provider.read(eipRule)).toEqual(state);
  await provider.delete(eipRule);
});

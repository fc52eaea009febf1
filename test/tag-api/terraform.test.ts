import { afterAll, beforeAll, expect, it } from 'vitest';
import { eipRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { rpcCaller } from './clients.ts';
import { startTagApi, type TestTagApi } from './tag-api-fixture.ts';
import { type State, terraformProvider } from './terraform-provider.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;
let provider: ReturnType<typeof terraformProvider>;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  api = await startTagApi(dynamoDb);
  provider = terraformProvider(rpcCaller(api.endpoint, await api.newKey()));
});
afterAll(async () => {
  await api.stop();
  await dynamoDb.stop();
});

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

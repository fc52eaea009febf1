import { afterAll, beforeAll, expect, it } from 'vitest';
import { TerminalError } from '../../src/model/errors.ts';
import { createDynamoDbSettings } from '../../src/settings/dynamodb-settings.ts';
import { diskRule, setting, settingsOf } from '../engine/fixtures.ts';
import { stepping } from '../ledger/stepping-table.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { describeSettings } from './settings-contract.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

describeSettings('DynamoDB', async () => {
  const { table } = await dynamoDb.createTable();
  return createDynamoDbSettings({ table });
});

it('refuses an item that is not one of ours, and names account and field', async () => {
  const { table } = await dynamoDb.createTable();
  const item = {
    pk: 'settings#a-1',
    sk: 'settings',
    version: 1,
    feature: 'On',
    rules: [],
  } as const;
  await table.put(item, { kind: 'any' });

  const reading = createDynamoDbSettings({ table }).read('a-1');

  await expect(reading).rejects.toThrow(TerminalError);
  await expect(reading).rejects.toThrow(/a-1[\s\S]*feature/);
});

it('lists every account that has settings, killed after any call of the first write', async () => {
  const { table } = await dynamoDb.createTable();
  const store = createDynamoDbSettings({ table });
  const { feature, rules } = settingsOf(setting(diskRule));

  for (const survived of [0, 1, 2]) {
    const accountId = `account-${survived}`;
    let calls = 0;
    const doomed = createDynamoDbSettings({
      table: stepping(table, async (work) => {
        calls += 1;
        if (calls > survived) throw new Error('the process died');
        return work();
      }),
    });
    const nothing = await store.read(accountId);
    await doomed.replace(nothing, { feature, rules }).catch(() => {});

    const { version } = await store.read(accountId);
    const { items } = await store.accounts(undefined);
    expect(version === 0 || items.includes(accountId)).toBe(true);

    await store.replace(await store.read(accountId), { feature, rules });
    expect((await store.accounts(undefined)).items).toContain(accountId);
  }
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { createDynamoDbSettings } from '../../src/settings/dynamodb-settings.ts';
import type { SettingsChange } from '../../src/settings/settings.ts';
import { diskRule, eipRule, setting, settingsOf } from '../engine/fixtures.ts';
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
  return createDynamoDbSettings({ table, newId: randomUUID });
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

  const reading = createDynamoDbSettings({ table, newId: randomUUID }).read('a-1');

  await expect(reading).rejects.toThrow(TerminalError);
  await expect(reading).rejects.toThrow(/a-1[\s\S]*feature/);
});

it('lists every account that has settings, killed after any call of the first write', async () => {
  const { table } = await dynamoDb.createTable();
  const store = createDynamoDbSettings({ table, newId: randomUUID });
  const { feature, rules } = settingsOf(setting(diskRule));

  for (const survived of [0, 1, 2]) {
    const accountId = `account-${survived}`;
    let calls = 0;
    const doomed = createDynamoDbSettings({
      newId: randomUUID,
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

describe('settings that were stored as one list', () => {
  const accountId = 'account-1';
  const key = { pk: `settings#${accountId}`, sk: 'settings' };
  const old = [setting(diskRule), setting(eipRule, { tagKeys: ['cost'], version: 3 })] as const;

  const openOld = async () => {
    const { table } = await dynamoDb.createTable();
    const [{ version: _, ...first }, second] = old;
    await table.put(
      { ...key, version: 7, feature: 'Enable', rules: [first, second] },
      { kind: 'any' },
    );
    return { table, store: createDynamoDbSettings({ table, newId: randomUUID }) };
  };

  it('are read as they are, a rule without a version as its first', async () => {
    const { store } = await openOld();

    const { version, feature, rules } = await store.read(accountId);

    expect({ version, feature }).toEqual({ version: 7, feature: 'Enable' });
    expect([...rules.values()]).toEqual(old);
  });

  it('have an attribute for each rule after the first change, which loses nothing', async () => {
    const { table, store } = await openOld();
    const before = await store.read(accountId);

    const changed = new Map(before.rules).set(diskRule, setting(diskRule, { status: 'Disable' }));
    const after = await store.replace(before, { feature: 'Enable', rules: changed });

    expect(after.version).toBe(8);
    expect([...after.rules.values()]).toEqual([
      setting(diskRule, { status: 'Disable', version: 8 }),
      old[1],
    ]);
    expect(await store.read(accountId)).toEqual(after);
    expect(await table.get(key)).not.toHaveProperty('rules');
  });

  it('can be switched off at once', async () => {
    const { store } = await openOld();

    const after = await store.replace(await store.read(accountId), {
      feature: 'Disable',
      rules: new Map(),
    });

    expect(after).toEqual({ accountId, version: 8, feature: 'Disable', rules: new Map() });
  });

  it('lose nothing to many first changes at once', async () => {
    const { store } = await openOld();
    const before = await store.read(accountId);
    const changes = ([diskRule, eipRule] as const).map((name) =>
      new Map(before.rules).set(name, setting(name, { tagKeys: ['new'] })),
    );

    await Promise.all(
      changes.map(async (rules) => {
        const write = () => store.replace(before, { feature: 'Enable', rules });
        await write().catch(write);
      }),
    );

    const { rules } = await store.read(accountId);
    expect([...rules.values()].map(({ tagKeys }) => tagKeys)).toEqual([['new'], ['new']]);
  });
});

describe('a rule with long lists', () => {
  const accountId = 'account-1';
  const lists = (first: string) => ({
    tagKeys: [first, ...Array.from({ length: 49 }, (_, n) => `${n}`.padEnd(128, '费'))],
  });
  const withLists = (first: string): SettingsChange => ({
    feature: 'Enable',
    rules: new Map([[diskRule, setting(diskRule, lists(first))]]),
  });

  const open = async () => {
    const { table } = await dynamoDb.createTable();
    const store = createDynamoDbSettings({ table, newId: randomUUID });
    const rowsOf = async () =>
      (await table.query({ pk: `settings#${accountId}`, limit: 100 })).items.map(({ sk }) => sk);
    const replace = async (change: SettingsChange) =>
      store.replace(await store.read(accountId), change);
    return { table, store, rowsOf, replace };
  };

  it('keeps no lists that it does not name any more', async () => {
    const { rowsOf, replace } = await open();
    await replace(withLists('first'));
    await replace(withLists('second'));
    const rows = await rowsOf();

    await replace({ feature: 'Enable', rules: new Map() });

    expect(rows).toHaveLength(2);
    expect(await rowsOf()).toEqual(['settings']);
  });

  it('is read as it was or as it is by who reads while it is written', async () => {
    const { table, store, replace } = await open();
    await replace(withLists('first'));
    const reader = createDynamoDbSettings({
      newId: randomUUID,
      table: {
        ...table,
        getMany: async (keys) => {
          if ((await store.read(accountId)).version === 1) await replace(withLists('second'));
          return table.getMany(keys);
        },
      },
    });

    const { version, rules } = await reader.read(accountId);

    expect(version).toBe(2);
    expect(rules.get(diskRule)?.tagKeys[0]).toBe('second');
  });

  it('is told to be in motion when it changes again and again', async () => {
    const { table, replace } = await open();
    await replace(withLists('first'));
    const reader = createDynamoDbSettings({
      newId: randomUUID,
      table: { ...table, getMany: async () => [] },
    });

    await expect(reader.read(accountId)).rejects.toMatchObject({
      kind: 'retryable',
      code: 'SettingsInMotion',
    });
  });

  it('is written although what it named before could not be deleted', async () => {
    const { table, store, replace, rowsOf } = await open();
    await replace(withLists('first'));
    const hindered = createDynamoDbSettings({
      newId: randomUUID,
      table: {
        ...table,
        delete: async () => {
          throw new RetryableError({ code: 'Throttled', message: 'not now' });
        },
      },
    });

    const { version } = await hindered.replace(await store.read(accountId), withLists('second'));
    const left = await rowsOf();
    await replace(withLists('third'));

    expect(version).toBe(2);
    expect(left).toHaveLength(3);
    expect(await rowsOf()).toHaveLength(2);
  });
});

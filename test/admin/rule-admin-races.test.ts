import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError, RetryableError } from '../../src/model/errors.ts';
import type { RuleSetting, SettingsStore } from '../../src/settings/settings.ts';
import { diskRule, eipRule, setting } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { account, jobId, openRuleAdmin } from './rule-admin-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

/** Somebody else's write: adds or replaces a rule, feature on. */
const theirs = async (store: SettingsStore, rule: RuleSetting): Promise<void> => {
  const current = await store.read(account);
  await store.replace(current, {
    feature: 'Enable',
    rules: new Map([...current.rules, [rule.settingName, rule]]),
  });
};

const turnOff = async (store: SettingsStore): Promise<void> => {
  const current = await store.read(account);
  await store.replace(current, { ...current, feature: 'Disable' });
};

const setUp = async (store: SettingsStore): Promise<void> => {
  await store.replace(await store.read(account), { feature: 'Enable', rules: new Map() });
};

const applying = { status: 'Enable', existingStatus: 'Enable' } as const;

describe('a change that meets another writer', () => {
  it('is made on top of theirs, and neither is lost', async () => {
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async (store, write) => {
        if (write <= 3) await theirs(store, setting(diskRule, { createdAt: `theirs-${write}` }));
      },
    });
    await setUp(world.store);

    const { tagKeys, createdAt } = await world.put({ status: 'Enable', tagKeys: ['ours'] });

    expect({ tagKeys, createdAt }).toEqual({ tagKeys: ['ours'], createdAt: 'theirs-3' });
  });

  it('does not meet a writer of another rule', async () => {
    let writes = 0;
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async (store, write) => {
        writes = write;
        await theirs(store, setting(eipRule, { tagKeys: ['theirs'] }));
      },
    });
    await setUp(world.store);

    await world.put({ status: 'Enable', tagKeys: ['ours'] });

    const { rules } = await world.store.read(account);
    expect(rules.get(diskRule)?.tagKeys).toEqual(['ours']);
    expect(rules.get(eipRule)?.tagKeys).toEqual(['theirs']);
    expect(writes).toBe(1);
  });

  it('is decided anew: the generation is above the one they gave', async () => {
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async (store, write) => {
        if (write === 1) await theirs(store, setting(diskRule, { generation: 2 }));
      },
    });
    await setUp(world.store);

    const { generation } = await world.put({ status: 'Disable' });

    expect(generation).toBe(3);
  });

  it('starts the backfill that is written, each time before the write', async () => {
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async (store, write) => {
        if (write === 1) await theirs(store, setting(diskRule));
      },
    });
    await setUp(world.store);

    const { backfillId } = await world.put(applying);

    expect(world.log).toEqual([`send ${jobId(1)} +1`, `send ${jobId(2)} +1`, 'write 3']);
    expect(backfillId).toBe(jobId(2));
  });

  it('joins a backfill that they started meanwhile', async () => {
    const running = setting(diskRule, { existingStatus: 'Enable', backfillId: 'theirs' });
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async (store, write) => {
        if (write === 1) await theirs(store, running);
      },
    });
    await setUp(world.store);

    const { backfillId } = await world.put(applying);

    expect(backfillId).toBe('theirs');
  });

  it('is refused when they turned the feature off before it was written', async () => {
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async (store, write) => {
        if (write === 1) await turnOff(store);
      },
    });
    await setUp(world.store);

    const late = world.put({ status: 'Enable' });

    await expect(late).rejects.toMatchObject({ code: 'InvalidOperation.NotActivated' });
    expect((await world.store.read(account)).rules.size).toBe(0);
  });

  it('is answered as it was stored when they turned the feature off right after', async () => {
    const world = await openRuleAdmin(dynamoDb, { afterReplace: turnOff });
    await setUp(world.store);

    const stored = await world.put({ status: 'Enable', tagKeys: ['ours'] });

    expect(stored.tagKeys).toEqual(['ours']);
    expect((await world.store.read(account)).feature).toBe('Disable');
  });

  it('gives up when they never stop, and then has changed nothing', async () => {
    let writes = 0;
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async (store, write) => {
        writes = write;
        await theirs(store, setting(diskRule, { tagKeys: ['theirs'] }));
      },
    });
    await setUp(world.store);

    const losing = world.put({ status: 'Enable', tagKeys: ['ours'] });

    await expect(losing).rejects.toThrow(ConflictError);
    expect(writes).toBe(50);
    expect((await world.store.read(account)).rules.get(diskRule)?.tagKeys).toEqual(['theirs']);
  });

  it('keeps every one of many changes at once', async () => {
    const world = await openRuleAdmin(dynamoDb);
    await setUp(world.store);

    await Promise.all([
      world.put({ status: 'Enable' }),
      world.put({ status: 'Disable' }, eipRule),
      world.setFeature('Enable'),
    ]);

    const rules = await world.admin.listRules(account);
    expect(rules.map(({ settingName, status }) => [settingName, status])).toEqual([
      [diskRule, 'Enable'],
      [eipRule, 'Disable'],
    ]);
  });
});

describe('a write that fails for another reason', () => {
  it('is not tried again', async () => {
    const error = new RetryableError({ code: 'DynamoDb.TimeoutError', message: 'no table' });
    let writes = 0;
    const world = await openRuleAdmin(dynamoDb, {
      beforeReplace: async () => {
        writes += 1;
        throw error;
      },
    });

    const failing = world.setFeature('Enable');

    await expect(failing).rejects.toBe(error);
    expect(writes).toBe(1);
  });
});

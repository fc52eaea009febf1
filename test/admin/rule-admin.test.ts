import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diskRule, eipRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { account, openRuleAdmin, type RuleAdminWorld } from './rule-admin-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: RuleAdminWorld;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  world = await openRuleAdmin(dynamoDb);
  await world.setFeature('Enable');
});

describe('the generation of a rule', () => {
  it('is raised when the rule is disabled', async () => {
    const { generation } = await world.put({ status: 'Enable' });

    const disabled = await world.put({ status: 'Disable' });

    expect(disabled.generation).toBeGreaterThan(generation);
  });

  it('stays when the rule is enabled again', async () => {
    await world.put({ status: 'Enable' });
    const { generation } = await world.put({ status: 'Disable' });

    const enabled = await world.put({ status: 'Enable' });

    expect(enabled.generation).toBe(generation);
  });

  it.each([
    ['tagKeys', { status: 'Enable', tagKeys: ['cost', 'team'] }],
    ['excludedKeys', { status: 'Enable', excludedKeys: ['x*'] }],
    ['existingStatus', { status: 'Enable', existingStatus: 'Enable' }],
    ['conflictPolicy', { status: 'Enable', conflictPolicy: 'keep' }],
    ['restoreDisplaced', { status: 'Enable', restoreDisplaced: true }],
    ['nothing', { status: 'Enable' }],
  ] as const)('stays when %s changes', async (_, input) => {
    const { generation } = await world.put({ status: 'Enable' });

    const changed = await world.put(input);

    expect(changed).toMatchObject({ ...input, generation });
  });

  it('stays when a disabled rule is disabled again', async () => {
    await world.put({ status: 'Enable' });
    const { generation } = await world.put({ status: 'Disable' });

    const again = await world.put({ status: 'Disable', tagKeys: ['cost'] });

    expect(again.generation).toBe(generation);
  });

  it('is never given twice', async () => {
    const given: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      given.push((await world.put({ status: 'Enable' })).generation);
      await world.put({ status: 'Enable' }, eipRule);
      given.push((await world.put({ status: 'Disable' })).generation);
    }

    const raised = [...new Set(given)];
    expect(raised).toHaveLength(5);
    expect(raised).toEqual(raised.toSorted((left, right) => left - right));
  });

  it('is raised for every rule when the feature is turned off', async () => {
    const disk = await world.put({ status: 'Enable' });
    const eip = await world.put({ status: 'Disable' }, eipRule);

    await world.setFeature('Disable');

    const { rules } = await world.store.read(account);
    expect(rules.get(diskRule)?.generation).toBeGreaterThan(disk.generation);
    expect(rules.get(eipRule)?.generation).toBeGreaterThan(eip.generation);
  });

  it('stays when the feature is turned off again, or on', async () => {
    await world.put({ status: 'Enable' });
    await world.setFeature('Disable');
    const before = (await world.store.read(account)).rules;

    await world.setFeature('Disable');
    await world.setFeature('Enable');
    await world.setFeature('Enable');

    expect((await world.store.read(account)).rules).toEqual(before);
  });
});

describe('a setting', () => {
  it('keeps when it was made, and says when it was changed last', async () => {
    const made = await world.put({ status: 'Enable' });
    world.tick(60_000);

    const changed = await world.put({ status: 'Enable', tagKeys: ['cost'] });

    expect(changed).toMatchObject({
      createdAt: made.createdAt,
      updatedAt: '2026-03-01T08:01:00.000Z',
      updatedBy: 'alice',
    });
  });

  it('is not touched when the feature is turned off, but for its generation and version', async () => {
    const before = await world.put({
      status: 'Enable',
      tagKeys: ['b', 'a'],
      existingStatus: 'Enable',
    });

    await world.setFeature('Disable');

    const after = (await world.store.read(account)).rules.get(diskRule);
    const { version } = await world.store.read(account);
    expect(after).toEqual({ ...before, generation: version, version });
  });

  it('is not touched by a change of another rule', async () => {
    const before = await world.put({ status: 'Enable', tagKeys: ['cost'] });

    await world.put({ status: 'Disable' }, eipRule);

    expect(await world.admin.getRule(account, diskRule)).toEqual(before);
  });
});

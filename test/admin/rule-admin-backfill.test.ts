import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RetryableError } from '../../src/model/errors.ts';
import { diskRule } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { account, jobId, openRuleAdmin, type RuleAdminWorld } from './rule-admin-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: RuleAdminWorld;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  world = await openRuleAdmin(dynamoDb);
  await world.setFeature('Enable');
  world.log.splice(0);
});

const applying = { status: 'Enable', existingStatus: 'Enable' } as const;

describe('Apply To Existing Resources', () => {
  it('makes the job and sends its message before it writes the setting', async () => {
    const { backfillId } = await world.put(applying);

    expect(world.log).toEqual([`send ${jobId(1)} +1`, 'write 2']);
    expect(backfillId).toBe(jobId(1));
    expect(world.sent).toEqual([
      {
        kind: 'job',
        jobId: jobId(1),
        step: 0,
        cause: {
          eventId: jobId(1),
          eventName: 'ApplyToExistingResources',
          eventTime: '2026-03-01T08:00:00.000Z',
          principal: 'alice',
        },
      },
    ]);
    expect(await world.jobs.read(jobId(1))).toMatchObject({
      kind: 'backfill',
      accountId: account,
      settingName: diskRule,
      waitsForSetting: true,
      status: 'waiting',
      startedBy: 'alice',
    });
  });

  it('starts when it is switched on for a rule that is there', async () => {
    await world.put({ status: 'Enable' });

    const { backfillId } = await world.put(applying);

    expect([backfillId, world.log]).toEqual([
      jobId(1),
      ['write 2', `send ${jobId(1)} +1`, 'write 3'],
    ]);
  });

  it('starts once, and goes on when something else changes', async () => {
    await world.put(applying);

    const { backfillId } = await world.put({ ...applying, tagKeys: ['cost'] });

    expect([backfillId, world.sent.length]).toEqual([jobId(1), 1]);
  });

  it('starts anew with every switch from off to on', async () => {
    await world.put(applying);
    const off = await world.put({ status: 'Enable' });
    const on = await world.put(applying);

    expect([off.backfillId, on.backfillId, world.sent.length]).toEqual([null, jobId(2), 2]);
  });

  it('waits for the rule to be enabled', async () => {
    const disabled = await world.put({ status: 'Disable', existingStatus: 'Enable' });
    const enabled = await world.put(applying);

    expect([disabled.backfillId, enabled.backfillId]).toEqual([null, jobId(1)]);
    expect(world.log).toEqual(['write 2', `send ${jobId(1)} +1`, 'write 3']);
  });

  it('ends when the rule is disabled', async () => {
    await world.put(applying);

    const { backfillId } = await world.put({ status: 'Disable', existingStatus: 'Enable' });

    expect([backfillId, world.sent.length]).toEqual([null, 1]);
  });

  it('sends nothing for a rule without it', async () => {
    await world.put({ status: 'Enable' });
    await world.put({ status: 'Disable' });

    expect(world.sent).toEqual([]);
  });
});

describe('a queue that fails', () => {
  it('leaves the setting as it was', async () => {
    const error = new RetryableError({ code: 'Aws.TimeoutError', message: 'no queue' });
    world = await openRuleAdmin(dynamoDb, { sendFails: error });
    await world.setFeature('Enable');
    await world.put({ status: 'Enable', tagKeys: ['cost'] });
    const before = await world.store.read(account);

    const failing = world.put({ ...applying, tagKeys: ['team'] });

    await expect(failing).rejects.toBe(error);
    expect(await world.store.read(account)).toEqual(before);
  });

  it('does not keep a rule from being set that needs no backfill', async () => {
    const error = new RetryableError({ code: 'Aws.TimeoutError', message: 'no queue' });
    world = await openRuleAdmin(dynamoDb, { sendFails: error });
    await world.setFeature('Enable');

    const { status } = await world.put({ status: 'Enable' });

    expect(status).toBe('Enable');
  });
});

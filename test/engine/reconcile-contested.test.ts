import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { accountId, idOf, openWorld, type ReconcileWorld } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  await world.tag(instance, { cost: 'ours' });
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', {
    InstanceId: idOf(instance),
    DiskId: idOf(disk),
  });
  await world.worker()(disk);
});

type Event = { readonly isNamed: boolean; readonly eventName: string };

/** Somebody changes the disk's tag; the event of it reaches us. */
const fight = async (value: string, principal = 'bob', event: Partial<Event> = {}) => {
  const { isNamed, eventName } = { isNamed: true, eventName: 'TagResources', ...event };
  await world.tag(disk, { cost: value });
  return world.worker()(disk, {
    isNamed,
    cause: {
      eventId: `e-${value}`,
      eventName,
      eventTime: new Date(world.now()).toISOString(),
      principal,
    },
  });
};

const contested = async () =>
  (await world.ledger.contested(accountId, { cursor: undefined, limit: 10 })).items;

describe('a tag that somebody keeps changing back', () => {
  it('is repaired three times in an hour, then left alone, naming who does it', async () => {
    for (const value of ['1', '2', '3']) {
      expect(await fight(value)).toMatchObject({ set: 1, contested: [] });
      world.wait(60);
    }

    const outcome = await fight('4');

    expect(outcome).toMatchObject({
      kind: 'changed',
      set: 0,
      contested: ['cost'],
      refusals: [{ key: 'cost', reason: 'contested' }],
    });
    expect(await world.tagsOf(disk)).toEqual({ cost: '4' });
    expect(await world.entriesOf(disk)).toMatchObject([
      { value: 'ours', contest: { by: 'bob', theirs: '4' } },
    ]);
    expect(await contested()).toEqual([{ resource: disk, key: 'cost' }]);
  });

  it('is contested once: later looks write nothing and count nothing', async () => {
    for (const value of ['1', '2', '3', '4']) await fight(value);
    const { version } = await world.ledger.read(disk);

    const outcome = await fight('5');

    expect(outcome).toMatchObject({ kind: 'converged', contested: [] });
    expect((await world.ledger.read(disk)).version).toBe(version);
  });

  it('is repaired for ever when it happens seldom', async () => {
    for (const value of ['1', '2', '3', '4', '5', '6']) {
      world.wait(1201);
      expect(await fight(value)).toMatchObject({ set: 1, contested: [] });
    }
  });

  it('does not take our own write, nor another event or resource, for who does it', async () => {
    const own = 'AliyunServiceRoleForTag';
    expect(world.cloud.isOurs(own)).toBe(true);
    for (const value of ['1', '2']) await fight(value, own);
    await fight('3', 'alice', { eventName: 'AttachDisk' });

    await fight('4', 'alice', { isNamed: false });

    expect(await world.entriesOf(disk)).toMatchObject([{ contest: { by: null, theirs: '4' } }]);
  });

  it('is forgotten as contested when the association ends', async () => {
    for (const value of ['1', '2', '3', '4']) await fight(value);
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(disk),
    });

    await world.worker()(disk);

    expect(await world.tagsOf(disk)).toEqual({ cost: '4' });
    expect(await world.entriesOf(disk)).toEqual([]);
    expect(await contested()).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { RetryableError, ThrottledError } from '../../src/model/errors.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
});

const throttled = new ThrottledError({ code: 'Throttling.User', message: 'slow down' });
const lost = new RetryableError({
  code: 'NoAnswer',
  message: 'lost',
  details: { mayHaveHappened: true },
});

/** The cloud, which makes no change of these keys, and all others. */
const failing = (failures: Readonly<Record<string, Error>>): CloudProvider => ({
  ...world.cloud,
  write: async (writes, call) => {
    const isKept = (key: string): boolean => failures[key] === undefined;
    const results = await world.cloud.write(
      writes.map((write) => ({
        ...write,
        set: new Map([...write.set].filter(([key]) => isKept(key))),
        remove: write.remove.filter(isKept),
      })),
      call,
    );
    return writes.map(({ set, remove }, index) => ({
      refused: results[index]?.refused ?? new Map(),
      failed: new Map(
        [...set.keys(), ...remove].flatMap((key) =>
          failures[key] === undefined ? [] : [[key, failures[key]]],
        ),
      ),
    }));
  },
});

const diskOnInstance = async (tags: Readonly<Record<string, string>>) => {
  await world.setRules(setting(diskRule));
  const instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const names = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', names);
  await world.tag(instance, tags);
  return { instance, disk, detach: () => world.make('Ecs-Disk', 'Ecs/DetachDisk', names) };
};

const told = async (arn: Arn) => {
  const range = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  const { items } = await world.history.ofResource(arn, range, { cursor: undefined, limit: 100 });
  return items.toReversed().map(({ action, key, value }) => `${action} ${key}=${value}`);
};

describe('a tag call that is sure to have done nothing', () => {
  it('leaves a tag to the user who puts it there before the next try', async () => {
    const { disk, detach } = await diskOnInstance({ cost: 'a' });
    const first = world.worker({ cloud: failing({ cost: throttled }) })(disk);
    await expect(first).rejects.toBe(throttled);

    await world.tag(disk, { cost: 'a' });
    await world.worker()(disk);
    await detach();
    await world.worker()(disk);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'a' });
    expect(await told(disk)).toEqual([]);
  });

  it("puts a user's value back later that they wrote before the next try", async () => {
    const { disk, detach } = await diskOnInstance({ cost: 'a' });
    await world.setRules(setting(diskRule, { restoreDisplaced: true }));
    const first = world.worker({ cloud: failing({ cost: throttled }) })(disk);
    await expect(first).rejects.toBe(throttled);

    await world.tag(disk, { cost: 'mine' });
    await world.worker()(disk);
    const inherited = await world.tagsOf(disk);
    await detach();
    await world.worker()(disk);

    expect(inherited).toEqual({ cost: 'a' });
    expect(await world.tagsOf(disk)).toEqual({ cost: 'mine' });
  });

  it('leaves the record as it was, and holds nobody up', async () => {
    const { instance, disk } = await diskOnInstance({ cost: 'a' });
    await world.worker()(disk);
    const before = await world.ledger.read(disk);
    await world.tag(instance, { cost: 'b', team: 't' });

    const second = world.worker({ cloud: failing({ cost: throttled, team: throttled }) })(disk);
    await expect(second).rejects.toBe(throttled);
    const { intent, entries } = await world.ledger.read(disk);

    expect(intent).toBeNull();
    expect(entries).toEqual(before.entries);
  });
});

describe('a tag call of which a part was done', () => {
  it('remembers that part, and tells it', async () => {
    const { instance, disk } = await diskOnInstance({ cost: 'a', team: 't' });
    const first = world.worker({ cloud: failing({ team: throttled }) })(disk);
    await expect(first).rejects.toBe(throttled);
    const { entries } = await world.ledger.read(disk);
    await world.untag(instance, 'cost', 'team');

    await world.worker()(disk);

    expect([...entries.values()]).toMatchObject([{ key: 'cost', state: 'intended' }]);
    expect(await world.tagsOf(disk)).toEqual({});
    expect(await told(disk)).toEqual(['set cost=a', 'removed cost=null']);
  });

  it('is taken for what may still arrive where one of its answers was lost', async () => {
    const { disk } = await diskOnInstance({ cost: 'a', team: 't' });

    const first = world.worker({ cloud: failing({ cost: throttled, team: lost }) })(disk);
    await expect(first).rejects.toBe(lost);
    const { intent, entries } = await world.ledger.read(disk);

    expect(intent?.expiresAt).toBeGreaterThan(world.now());
    expect([...entries.values()].map(({ key, state }) => `${key} ${state}`)).toEqual([
      'cost intended',
      'team intended',
    ]);
  });
});

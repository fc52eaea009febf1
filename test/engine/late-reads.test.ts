import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Resource } from '../../src/clouds/provider.ts';
import { RetryableError } from '../../src/model/errors.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import { resourceIn } from '../clouds/ask.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld, type Worker } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;
let worker: Worker;
/** What the cloud still shows of the disk; undefined when it shows what is. */
let shown: Resource | undefined;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, table] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, table.table);
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
  shown = undefined;
  worker = world.worker({
    cloud: {
      ...world.cloud,
      readLagSeconds: 10,
      describe: async (arns, call) => {
        const seen = new Map(await world.cloud.describe(arns, call));
        if (shown !== undefined && arns.includes(disk)) {
          seen.set(disk, { kind: 'present', resource: shown });
        }
        return seen;
      },
    },
  });
});

const diskNow = () => resourceIn(world.cloud, disk);

/** A disk with `cost=v0` of ours, whose instance has `cost=v1` now. @returns the disk */
const behind = async (choice: Partial<RuleSetting>) => {
  await world.setRules(setting(diskRule, choice));
  await world.tag(instance, { cost: 'v0' });
  await worker(disk);
  world.wait(60);
  const before = await diskNow();
  await world.tag(instance, { cost: 'v1' });
  return before;
};

/** A disk with `cost=v1` of ours, which the cloud shows with `cost=v0`: our own older value. */
const followed = async (choice: Partial<RuleSetting> = {}) => {
  const before = await behind(choice);
  await worker(disk);
  shown = before;
};

const entryOf = async (key: string) => (await world.ledger.read(disk)).entries.get(key);

describe("an older value of ours, within the cloud's lag after our own write", () => {
  it.each(['overwrite', 'keep'] as const)(
    'is no drift: nothing is written, counted or handed over, and another look is asked for (%s)',
    async (conflictPolicy) => {
      await followed({ conflictPolicy });
      const { version } = await world.ledger.read(disk);

      const outcome = await worker(disk);

      expect(outcome).toMatchObject({ kind: 'converged', lookAgainAt: world.now() + 10_000 });
      expect((await world.ledger.read(disk)).version).toBe(version);
      expect(await entryOf('cost')).toMatchObject({ value: 'v1', repairs: [], contest: null });
    },
  );

  it('does not keep a new value away', async () => {
    await followed({ conflictPolicy: 'keep' });
    await world.tag(instance, { cost: 'v2' });

    await worker(disk);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'v2' });
    expect(await entryOf('cost')).toMatchObject({ value: 'v2', repairs: [] });
  });

  it('is no reason to believe a value that was only intended', async () => {
    await followed();
    shown = undefined;
    await world.tag(instance, { cost: 'v2' });
    const failing = world.worker({
      cloud: {
        ...world.cloud,
        readLagSeconds: 10,
        write: async () => {
          throw new RetryableError({ code: 'ServiceUnavailable', message: 'nothing happened' });
        },
      },
    });
    await expect(failing(disk)).rejects.toThrow('nothing happened');

    const outcome = await worker(disk);

    expect(outcome).toMatchObject({ set: 1 });
    expect(await world.tagsOf(disk)).toEqual({ cost: 'v2' });
  });

  it('neither closes its entry nor removes the tag that left the primary, until the lag is over', async () => {
    await followed();
    await world.untag(instance, 'cost');

    const early = await worker(disk);
    const entry = await entryOf('cost');
    shown = undefined;
    world.wait(11);
    const late = await worker(disk);

    expect(early).toMatchObject({ removed: 0, lookAgainAt: expect.any(Number) });
    expect(entry).toMatchObject({ value: 'v1' });
    expect(late).toMatchObject({ removed: 1 });
    expect(await world.tagsOf(disk)).toEqual({});
  });

  it('is a drift once the lag is over', async () => {
    await followed();
    world.wait(11);

    await worker(disk);

    expect(await entryOf('cost')).toMatchObject({ value: 'v1', repairs: [{ by: null }] });
  });
});

describe("a value that may have been written before a reconcile gave up, within the cloud's lag", () => {
  /** A disk with `cost=v1` of ours, whose record knows that v0 stood there before and cannot tell which it is. */
  const givenUp = async (choice: Partial<RuleSetting> = {}) => {
    const before = await behind(choice);
    let hasWritten = false;
    const failing = world.worker({
      cloud: {
        ...world.cloud,
        readLagSeconds: 10,
        write: async (...write) => {
          hasWritten = true;
          return world.cloud.write(...write);
        },
        describe: async (...question) => {
          if (!hasWritten) return world.cloud.describe(...question);
          throw new RetryableError({ code: 'ServiceUnavailable', message: 'no verification' });
        },
      },
    });
    await expect(failing(disk)).rejects.toThrow('no verification');
    shown = before;
  };

  it('is ours still when a read shows the value of before, which is wanted again', async () => {
    await givenUp({ conflictPolicy: 'keep' });
    await world.tag(instance, { cost: 'v0' });

    const early = await worker(disk);
    const entry = await entryOf('cost');
    shown = undefined;
    world.wait(11);
    await worker(disk);

    expect(early).toMatchObject({ set: 0, lookAgainAt: expect.any(Number) });
    expect(entry).toMatchObject({ value: 'v1', previous: 'v0', state: 'intended' });
    expect(await world.tagsOf(disk)).toEqual({ cost: 'v0' });
    expect(await entryOf('cost')).toMatchObject({ value: 'v0', state: 'confirmed', repairs: [] });
  });

  it('stays on record beside the next one while that is written, though a read shows no tag', async () => {
    await givenUp();
    if (shown !== undefined) shown = { ...shown, tags: new Map() };
    await world.tag(instance, { cost: 'v0' });
    const failing = world.worker({
      cloud: {
        ...world.cloud,
        readLagSeconds: 10,
        describe: async (arns, call) => {
          const seen = new Map(await world.cloud.describe(arns, call));
          if (shown !== undefined) seen.set(disk, { kind: 'present', resource: shown });
          return seen;
        },
        write: async () => {
          const details = { mayHaveHappened: true };
          throw new RetryableError({ code: 'NoAnswer', message: 'no answer', details });
        },
      },
    });

    await expect(failing(disk)).rejects.toThrow('no answer');

    const intended = { value: 'v0', previous: 'v1', state: 'intended' };
    expect(await entryOf('cost')).toMatchObject(intended);
  });

  it('is not gone over by a third one, which waits until the lag is over', async () => {
    await givenUp();
    await world.tag(instance, { cost: 'v2' });

    const early = await worker(disk);
    const entry = await entryOf('cost');
    const tags = await world.tagsOf(disk);
    shown = undefined;
    world.wait(11);
    await worker(disk);

    expect(early).toMatchObject({ set: 0, lookAgainAt: expect.any(Number) });
    expect(entry).toMatchObject({ value: 'v1', previous: 'v0', state: 'intended' });
    expect(tags).toEqual({ cost: 'v1' });
    expect(await world.tagsOf(disk)).toEqual({ cost: 'v2' });
    expect(await entryOf('cost')).toMatchObject({ value: 'v2', state: 'confirmed', repairs: [] });
  });
});

describe("a tag that we took away, within the cloud's lag", () => {
  it.each(['overwrite', 'keep'] as const)(
    "is nobody's own value when it is wanted again (%s)",
    async (conflictPolicy) => {
      await followed({ conflictPolicy });
      shown = undefined;
      const before = await diskNow();
      await world.untag(instance, 'cost');
      await worker(disk);
      shown = before;
      await world.tag(instance, { cost: 'v2' });

      await worker(disk);

      expect(await world.tagsOf(disk)).toEqual({ cost: 'v2' });
      expect(await entryOf('cost')).toMatchObject({ value: 'v2', displaced: null });
    },
  );

  it('is written again although the cloud still shows the very value', async () => {
    await followed();
    shown = undefined;
    const before = await diskNow();
    await world.untag(instance, 'cost');
    await worker(disk);
    shown = before;
    await world.tag(instance, { cost: 'v1' });

    await worker(disk);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'v1' });
    expect(await entryOf('cost')).toMatchObject({ value: 'v1' });
  });
});

it("does not lose the user's value that was put back, though the cloud still shows ours", async () => {
  await world.setRules(setting(diskRule, { restoreDisplaced: true }));
  await world.tag(disk, { cost: 'users-own' });
  await world.tag(instance, { cost: 'v0' });
  await worker(disk);
  const before = await diskNow();
  await world.untag(instance, 'cost');
  await worker(disk);
  shown = before;
  await world.tag(instance, { cost: 'v1' });

  await worker(disk);

  expect(await world.tagsOf(disk)).toEqual({ cost: 'v1' });
  expect(await entryOf('cost')).toMatchObject({ value: 'v1', displaced: 'users-own' });
});

it('remembers nothing of its writes where reads are strong', async () => {
  await world.setRules(setting(diskRule));
  await world.tag(instance, { cost: 'v0' });

  await world.worker()(disk);

  expect((await world.ledger.read(disk)).lastWrite).toBeUndefined();
});

describe('a look at what may not show yet', () => {
  /** A disk with a tag of a user's own, whose instance has another value. */
  const disputed = async () => {
    await world.setRules(setting(diskRule));
    await world.tag(disk, { cost: 'users-own' });
    await world.tag(instance, { cost: 'v0', team: 'blue' });
  };

  it('does what can be taken back, and lets the rest wait', async () => {
    await disputed();

    await worker(disk, { lateUntil: world.now() + 1 });
    const early = await world.tagsOf(disk);
    await worker(disk, { lateUntil: world.now() });

    expect(early).toEqual({ cost: 'users-own', team: 'blue' });
    expect(await world.tagsOf(disk)).toEqual({ cost: 'v0', team: 'blue' });
  });

  it('forgets no refusal of a key that waits', async () => {
    await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
    await world.tag(disk, { cost: 'users-own' });
    await world.tag(instance, { cost: 'v0' });
    await worker(disk);
    await world.setRules(setting(diskRule, { conflictPolicy: 'overwrite' }));

    await worker(disk, { lateUntil: world.now() + 1, reach: [] });
    await worker(disk, { reach: [] });

    expect(await world.tagsOf(disk)).toEqual({ cost: 'v0' });
  });
});

it('verifies each write by one more look when the lag is over', async () => {
  await world.setRules(setting(diskRule));
  await world.tag(instance, { cost: 'v0' });

  const written = await worker(disk);
  world.wait(10);
  const verified = await worker(disk);

  expect(written).toMatchObject({ kind: 'changed', lookAgainAt: world.now() });
  expect(verified).toMatchObject({ kind: 'converged', lookAgainAt: undefined });
});

it('remembers what it was refused when a read right after its write shows a moment of before', async () => {
  await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
  await world.tag(disk, { cost: 'theirs' });
  await world.tag(instance, { cost: 'ours', team: 'blue' });
  await worker(disk);
  world.wait(60);
  const before = await world.ledger.read(disk);
  await world.tag(instance, { team: 'red' });
  const lagging = world.worker({
    cloud: {
      ...world.cloud,
      readLagSeconds: 10,
      describe: async (arns, call) => {
        const seen = new Map(await world.cloud.describe(arns, call));
        const now = await diskNow();
        if (now?.tags.get('team') === 'red') {
          seen.set(disk, { kind: 'present', resource: { ...now, parents: [] } });
        }
        return seen;
      },
    },
  });

  await lagging(disk);

  expect(await world.tagsOf(disk)).toEqual({ cost: 'theirs', team: 'red' });
  const { intent, refusals } = await world.ledger.read(disk);
  expect(intent).toBeNull();
  expect(refusals.get('cost')).toMatchObject({ reason: 'policy keep' });
  expect(refusals).toEqual(before.refusals);
});

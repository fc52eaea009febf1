import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider, Sight } from '../../src/clouds/provider.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { AccessDeniedError, NotFoundError } from '../../src/model/errors.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from './reconcile-world.ts';

const lagSeconds = 10;
const gone: Sight = { kind: 'gone' };
const denied = new AccessDeniedError({
  code: 'NoPermission',
  message: 'nobody may read it',
  scope: 'resource',
});
const untold: Sight = { kind: 'cannot-tell', error: denied };

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;
let ids: { readonly InstanceId: string; readonly DiskId: string };
/** What the cloud says instead of what is. */
let said: Map<Arn, Sight>;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, table] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, table.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
  await world.tag(instance, { cost: 'shanghai' });
  await world.worker()(disk);
  world.wait(60);
  said = new Map();
});

const cloudThat = (readLagSeconds: number): CloudProvider => ({
  ...world.cloud,
  readLagSeconds,
  describe: async (arns, call) => {
    const sights = new Map(await world.cloud.describe(arns, call));
    for (const arn of arns) sights.set(arn, said.get(arn) ?? sights.get(arn) ?? gone);
    return sights;
  },
});
const lagging = () => world.worker({ cloud: cloudThat(lagSeconds) });
const strong = () => world.worker({ cloud: cloudThat(0) });

const keysOf = async () => (await world.entriesOf(disk)).map(({ key }) => key);

const expectNothingChanged = async () => {
  expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  expect(await keysOf()).toEqual(['cost']);
};

describe('what the cloud cannot tell of', () => {
  it.each([
    ['the resource', () => disk],
    ['what it inherited from', () => instance],
  ])(
    'is %s: that closes nothing and takes nothing away, and the look fails with the reason',
    async (_, of) => {
      said.set(of(), untold);

      await expect(lagging()(disk)).rejects.toBe(denied);
      await expect(strong()(disk, { isLastAttempt: true })).rejects.toBe(denied);

      await expectNothingChanged();
    },
  );

  it('keeps a resource from no release, when it does not hang there any more', async () => {
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', ids);
    said.set(instance, untold);

    await strong()(disk);

    expect(await world.tagsOf(disk)).toEqual({});
    expect(await keysOf()).toEqual([]);
  });

  it('closes no record that was seen gone before', async () => {
    said.set(disk, gone);
    let looks = 0;
    const cloud = cloudThat(0);
    const worker = world.worker({
      cloud: {
        ...cloud,
        describe: (arns, call) => {
          looks += 1;
          if (looks > 1) said.set(disk, untold);
          return cloud.describe(arns, call);
        },
      },
    });

    await expect(worker(disk)).rejects.toBe(denied);

    expect(await keysOf()).toEqual(['cost']);
  });
});

/** Nothing was decided: the look asks for another one. */
const expectTooEarly = async (look: Promise<Outcome>): Promise<void> => {
  expect((await look).lookAgainAt).toBeGreaterThan(world.now());
};

describe('what the cloud does not show, though no event says that it was deleted', () => {
  beforeEach(() => {
    said.set(disk, gone);
  });

  it('is gone when two looks that are a lag apart do not see it', async () => {
    await expectTooEarly(lagging()(disk));
    world.wait(lagSeconds - 1);
    await expectTooEarly(lagging()(disk));
    await expectNothingChanged();

    world.wait(1);
    const outcome = await lagging()(disk);

    expect(outcome.kind).toBe('gone');
    expect(await world.ledger.read(disk)).toMatchObject({ entries: new Map(), intent: null });
  });

  it('is not gone after its first look, though no further delivery follows', async () => {
    const look = lagging()(disk, { isLastAttempt: true });

    await expectTooEarly(look);
    await expectNothingChanged();
  });

  it('keeps nobody away who looks later, when it went while its tags were written', async () => {
    said.clear();
    await world.tag(instance, { team: 'blue' });
    const error = new NotFoundError({ code: 'InvalidDiskId.NotFound', message: 'there is none' });
    const unlucky = world.worker({
      cloud: {
        ...cloudThat(lagSeconds),
        write: async (writes) => {
          said.set(disk, gone);
          return writes.map(({ set }) => ({
            refused: new Map(),
            failed: new Map([...set.keys()].map((key) => [key, error])),
          }));
        },
      },
    });

    await expectTooEarly(unlucky(disk));
    world.wait(lagSeconds);
    await expectTooEarly(lagging()(disk));
    world.wait(lagSeconds);

    expect((await lagging()(disk)).kind).toBe('gone');
    expect(await world.ledger.read(disk)).toMatchObject({ entries: new Map(), intent: null });
  });

  it('begins to be missing anew when it was seen meanwhile', async () => {
    await expectTooEarly(lagging()(disk));
    said.clear();
    world.wait(lagSeconds);
    expect((await lagging()(disk)).kind).toBe('converged');
    expect((await world.ledger.read(disk)).missing).toBeUndefined();
    said.set(disk, gone);

    await expectTooEarly(lagging()(disk));
    await expectNothingChanged();
  });

  it('is gone at once where the event says that it was deleted', async () => {
    expect((await lagging()(disk, { isGone: true })).kind).toBe('gone');
    expect(await keysOf()).toEqual([]);
  });

  it('is gone at once where reads are strong', async () => {
    expect((await strong()(disk)).kind).toBe('gone');
    expect(await keysOf()).toEqual([]);
  });
});

describe('a primary that the cloud does not show, although the resource still hangs on it', () => {
  it('has no tag taken away until two looks that are a lag apart do not see it', async () => {
    said.set(instance, gone);

    await expectTooEarly(lagging()(disk));
    await expectNothingChanged();
    world.wait(lagSeconds);
    await lagging()(disk);

    expect(await world.tagsOf(disk)).toEqual({});
    expect(await keysOf()).toEqual([]);
  });

  it('is waited for by no resource that does not hang on it any more', async () => {
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', ids);
    said.set(instance, gone);

    await lagging()(disk);

    expect(await world.tagsOf(disk)).toEqual({});
  });
});

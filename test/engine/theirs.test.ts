import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider, Resource } from '../../src/clouds/provider.ts';
import { RetryableError, ThrottledError } from '../../src/model/errors.ts';
import { resourceIn } from '../clouds/ask.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld, type Worker } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

/** A cloud whose reads may be ten seconds late, and that shows the disk as a test says. */
const lateCloud = (
  show: () => Promise<Resource | undefined> = async () => undefined,
  write: CloudProvider['write'] = world.cloud.write,
): CloudProvider => ({
  ...world.cloud,
  readLagSeconds: 10,
  write,
  describe: async (arns, call) => {
    const seen = new Map(await world.cloud.describe(arns, call));
    const shown = await show();
    if (shown !== undefined && arns.includes(disk)) {
      seen.set(disk, { kind: 'present', resource: shown });
    }
    return seen;
  },
});

const workerOf = (...ways: Parameters<typeof lateCloud>): Worker =>
  world.worker({ cloud: lateCloud(...ways) });

const diskNow = () => resourceIn(world.cloud, disk);

/** What the disk was before its user wrote `team=mine`. */
let before: Resource | undefined;

/** A disk with `cost` and `team` of ours, whose user wrote another team, and whose instance has another cost. */
beforeEach(async () => {
  const [state, table] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, table.table);
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', {
    InstanceId: idOf(instance),
    DiskId: idOf(disk),
  });
  await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
  await world.tag(instance, { cost: 'v0', team: 'red' });
  await workerOf()(disk);
  world.wait(60);
  before = await diskNow();
  await world.tag(disk, { team: 'mine' });
  await world.tag(instance, { cost: 'v1' });
});

type Look = () => Promise<unknown>;

/** Writes the new cost, and fails before it is verified. */
const unverified: Look = async () => {
  let hasWritten = false;
  const look = workerOf(
    async () => {
      if (hasWritten) throw new RetryableError({ code: 'Busy', message: 'no verification' });
      return undefined;
    },
    (...write) => {
      hasWritten = true;
      return world.cloud.write(...write);
    },
  )(disk);
  await expect(look).rejects.toThrow('no verification');
};

/** Writes the new cost, and reads a moment before the disk was attached when it verifies. */
const verifiedTooEarly: Look = async () => {
  let hasWritten = false;
  await workerOf(
    async () => (hasWritten && before !== undefined ? { ...before, parents: [] } : undefined),
    (...write) => {
      hasWritten = true;
      return world.cloud.write(...write);
    },
  )(disk);
};

/** Writes the new cost, while a change of another key fails. */
const writtenInPart: Look = async () => {
  await world.tag(instance, { size: 'xl' });
  const throttled = new ThrottledError({ code: 'Throttling.User', message: 'slow down' });
  const look = workerOf(undefined, async (writes, call) => {
    const results = await world.cloud.write(
      writes.map((write) => ({
        ...write,
        set: new Map([...write.set].filter(([key]) => key !== 'size')),
      })),
      call,
    );
    return results.map(({ refused }) => ({ refused, failed: new Map([['size', throttled]]) }));
  })(disk);
  await expect(look).rejects.toBe(throttled);
};

describe.each([
  ['was not verified', unverified],
  ['was verified by a read of before it was attached', verifiedTooEarly],
  ['was made in part', writtenInPart],
])("a user's tag that a look had seen before its tag call, which %s", (_, firstLook) => {
  it.each([
    ['what is', async () => undefined],
    ['what was before the user came', async () => before],
  ])('is left to them by a look within the lag that reads %s', async (_shown, show) => {
    await firstLook();
    await world.tag(instance, { team: 'blue' });

    const early = await workerOf(show)(disk);
    const tags = await world.tagsOf(disk);
    world.wait(11);
    await workerOf()(disk);

    expect(early.lookAgainAt).toBeDefined();
    expect(tags).toMatchObject({ cost: 'v1', team: 'mine' });
    expect(await world.tagsOf(disk)).toMatchObject({ cost: 'v1', team: 'mine' });
    expect([...(await world.ledger.read(disk)).entries.keys()]).not.toContain('team');
  });
});

it('stays on record while other keys are written, until the lag after the last of them is over', async () => {
  await unverified();
  world.wait(8);
  await world.tag(instance, { cost: 'v2', size: 'xl' });
  await workerOf(async () => before)(disk);
  world.wait(8);
  await world.tag(instance, { team: 'blue' });

  await workerOf(async () => before)(disk);
  const { entries, lastWrite } = await world.ledger.read(disk);
  const tags = await world.tagsOf(disk);
  world.wait(11);
  await workerOf()(disk);

  expect(entries.get('team')).toMatchObject({ value: 'red', state: 'confirmed' });
  expect(lastWrite?.theirs).toEqual(['team']);
  expect(tags).toMatchObject({ team: 'mine', size: 'xl' });
  expect(await world.tagsOf(disk)).toMatchObject({ team: 'mine' });
});

it('is ours again when the lag is over and they have taken their tag back', async () => {
  await unverified();
  await world.tag(disk, { team: 'red' });
  await world.tag(instance, { team: 'blue' });
  world.wait(11);

  await workerOf()(disk);

  expect(await world.tagsOf(disk)).toEqual({ cost: 'v1', team: 'blue' });
  const { lastWrite } = await world.ledger.read(disk);
  expect(lastWrite).toMatchObject({ removed: [] });
  expect(lastWrite?.theirs).toBeUndefined();
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Arn, isArn } from '../../src/clouds/arn.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { resourceIn } from '../clouds/ask.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { gate, idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { bodyOf, openWorker, type TestWorker } from './worker-fixture.ts';

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
  instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  await world.tag(instance, { cost: 'shanghai' });
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
});

const second = 1000;
const looksOf = ({ counted }: TestWorker): number | undefined => counted.get('ResourcesConverged');

/** Two messages about the disk: both were sent before the first one's batch was received. */
const early = { sentAt: 1 * second, receivedAt: 5 * second };
const late = { sentAt: 2 * second, receivedAt: 6 * second };

describe('a look of an earlier batch', () => {
  it('does for a message that comes for the first time', async () => {
    const worker = openWorker(world);
    await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })], 1, ['m-1'], early);

    await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })], 1, ['m-2'], late);

    expect(looksOf(worker)).toBe(1);
  });

  it('does not do for a message that was a dead letter, though it seems to come for the first time', async () => {
    const worker = openWorker(world);
    const redriven = { ...late, isRedriven: true };
    await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })], 1, ['m-1'], early);

    await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })], 1, ['m-2'], redriven);

    expect(looksOf(worker)).toBe(2);
  });

  it.each([
    ['a message', {}],
    ['a message that says since when looks count for it', { since: 0 }],
  ])('does not do for %s that comes again', async (_, said) => {
    const worker = openWorker(world);
    await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })], 1, ['m-1'], early);

    await worker.deliver([bodyOf({ kind: 'keys', arns: [disk], ...said })], 2, ['m-2'], late);

    expect(looksOf(worker)).toBe(2);
  });
});

it('looks anew where the cloud may have shown the change later than the look before', async () => {
  const worker = openWorker(world, { cloud: { ...world.cloud, readLagSeconds: 10 } });
  const body = bodyOf({ kind: 'keys', arns: [disk] });
  await worker.deliver([body], 1, ['m-1'], { sentAt: 1 * second, receivedAt: 12 * second });

  await worker.deliver([body], 1, ['m-2'], { sentAt: 2 * second, receivedAt: 13 * second });
  await worker.deliver([body], 1, ['m-3'], { sentAt: 1 * second, receivedAt: 14 * second });

  expect(looksOf(worker)).toBe(2);
});

it('takes a resource that is not there for gone on the last try, however young the event', async () => {
  const gone = disk.replace(idOf(disk), 'd-gone');
  const cloud = { ...world.cloud, readLagSeconds: 1000 };
  const worker = openWorker(world, { cloud });
  const body = bodyOf({ kind: 'keys', arns: isArn(gone) ? [gone] : [] });

  expect(await worker.deliver([body], 4)).toEqual([0]);
  expect(await worker.deliver([body], 5)).toEqual([]);

  expect(worker.counted.get('ResourcesGone')).toBe(1);
  expect(worker.dead).toEqual([]);
});

it('comes again for a key that only has to wait, though nothing helps another', async () => {
  const other = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const worker = openWorker(world, {
    cloud: {
      ...world.cloud,
      describe: async (arns) => {
        if (arns.includes(disk)) throw new TerminalError({ code: 'NoPermission', message: 'no' });
        throw new RetryableError({ code: 'Throttling', message: 'slow down' });
      },
    },
  });

  const again = await worker.deliver([bodyOf({ kind: 'keys', arns: [disk, other] })], 3);

  expect(again).toEqual([0]);
  expect(worker.dead).toEqual([]);
});

it('closes what a worker that died left open, though the disk was looked at before', async () => {
  const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  const [intends, mayIntend, sends] = [gate(), gate(), gate()];
  const dying = openWorker(world, {
    ledger: {
      ...world.ledger,
      replace: async (record, change) => {
        intends.open();
        await mayIntend.opened;
        return world.ledger.replace(record, change);
      },
    },
    writer: async () => {
      sends.open();
      return new Promise(() => {});
    },
  });
  const survivor = openWorker(world);
  const attached = bodyOf({ kind: 'keys', arns: [disk] });
  const detached = bodyOf({ kind: 'keys', arns: [disk] });

  await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
  void dying.deliver([attached], 1, ['m-1'], early);
  await intends.opened;
  await world.make('Ecs-Disk', 'Ecs/DetachDisk', ids);
  await survivor.deliver([detached], 1, ['m-2'], late);
  mayIntend.open();
  await sends.opened;
  world.wait(720);
  await survivor.deliver([attached], 2, ['m-1'], early);

  expect(await world.ledger.read(disk)).toMatchObject({ intent: null, entries: new Map() });
});

describe('a resource that is read too early after our own write', () => {
  const openLagging = async () => {
    const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
    await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
    const before = await resourceIn(world.cloud, disk);
    const cloud = { ...world.cloud, readLagSeconds: 10 };
    await openWorker(world, { cloud }).deliver([bodyOf({ kind: 'keys', arns: [disk] })]);
    return openWorker(world, {
      cloud: {
        ...cloud,
        describe: async (arns, call) => {
          const seen = new Map(await cloud.describe(arns, call));
          if (before !== undefined && arns.includes(disk)) {
            seen.set(disk, { kind: 'present', resource: before });
          }
          return seen;
        },
      },
    });
  };

  it('is looked at again when the lag is over', async () => {
    const worker = await openLagging();

    expect(await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })])).toEqual([]);
    expect(worker.sent).toMatchObject([{ kind: 'keys', arns: [disk] }]);
    expect(worker.sentDelays).toEqual([10]);
  });

  it('makes no dead letter', async () => {
    const worker = await openLagging();

    expect(await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })], 5)).toEqual([]);
  });
});

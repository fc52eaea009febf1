import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { isoTime } from '../../src/model/clock.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { longestReadLagSeconds } from '../../src/worker/second-looks.ts';
import { diskRule, setting, snapshotRule } from '../engine/fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openWorker, type TestWorker, tagEvent } from './worker-fixture.ts';

const lagSeconds = 5;

/** The lag, and two seconds for what event times leave out. */
const delaySeconds = lagSeconds + 2;

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
  await world.setRules(setting(diskRule), setting(snapshotRule));
  instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  const made = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const ids = { InstanceId: idOf(instance), DiskId: idOf(made) };
  disk = await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
});

const openLagging = (changes: Partial<CloudProvider> = {}): TestWorker =>
  openWorker(world, { cloud: { ...world.cloud, readLagSeconds: lagSeconds, ...changes } });

const eventNow = (): string =>
  tagEvent('instance', [idOf(instance)], { eventTime: isoTime(world.now()) });

describe('an event younger than the lag', () => {
  it('is looked at once more by one message, however many events there were', async () => {
    const worker = openLagging();
    const events = [eventNow(), eventNow(), eventNow()];

    await worker.deliver(events);
    await worker.deliver(events);

    const again = worker.sent.filter(({ kind }) => kind === 'touched');
    expect(again).toMatchObject([{ resources: [{ arn: instance, isGone: false }] }]);
    expect(worker.sentDelays[worker.sent.findIndex(({ kind }) => kind === 'touched')]).toBe(
      delaySeconds,
    );
  });

  it('that comes after another is looked at by one message more, a lag after the first', async () => {
    const worker = openLagging();

    await worker.deliver([eventNow()]);
    world.wait(1);
    await worker.deliver([eventNow()]);
    world.wait(1);
    await worker.deliver([eventNow()]);

    const delays = worker.sentDelays.filter((_, index) => worker.sent[index]?.kind === 'touched');
    expect(delays).toEqual([delaySeconds, delaySeconds - 1 + lagSeconds]);
  });

  it('reaches an heir that the cloud shows only when the lag is over', async () => {
    let isLate = true;
    const worker = openLagging({
      heirs: async (...question) =>
        isLate ? { items: [], next: undefined } : world.cloud.heirs(...question),
    });
    await world.tag(instance, { cost: 'shanghai' });

    await worker.deliver([eventNow()]);
    const early = await world.tagsOf(disk);
    isLate = false;
    world.wait(delaySeconds);
    await worker.deliver(worker.sent.splice(0).map(writeMessage));

    expect(early).toEqual({});
    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });
});

it('comes when it should at the longest lag, also where it is put off behind another', async () => {
  const worker = openLagging({ readLagSeconds: longestReadLagSeconds });

  await worker.deliver([eventNow()]);
  world.wait(1);
  await worker.deliver([eventNow()]);

  const delays = worker.sentDelays.filter((_, index) => worker.sent[index]?.kind === 'touched');
  expect(delays).toEqual([longestReadLagSeconds + 2, 2 * longestReadLagSeconds + 1]);
});

describe('no second look is asked for', () => {
  it('when the event is older than the lag', async () => {
    const worker = openLagging();
    const event = eventNow();
    world.wait(delaySeconds);

    await worker.deliver([event]);

    expect(worker.sent).toEqual([]);
  });

  it('where reads are strong at once', async () => {
    const worker = openWorker(world);
    await world.tag(instance, { cost: 'shanghai' });

    await worker.deliver([eventNow()]);

    expect(worker.sent).toEqual([]);
    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });
});

it('looks once more at what it wrote, and at the heirs of that, when the lag is over', async () => {
  const worker = openLagging();
  await world.tag(instance, { cost: 'shanghai' });
  const event = eventNow();
  world.wait(delaySeconds);

  await worker.deliver([event]);

  expect(worker.sent).toContainEqual(expect.objectContaining({ kind: 'heirs', primary: disk }));
  expect(worker.sent).toContainEqual(expect.objectContaining({ kind: 'keys', arns: [disk] }));
  expect(new Set(worker.sentDelays)).toEqual(new Set([lagSeconds]));
});

it('is not spared by a look from before its time, where it was put off for one that had been asked for', async () => {
  const worker = openLagging();
  const queued: { readonly body: string; readonly sentAt: number; readonly at: number }[] = [];
  const times = () => ({ sentAt: world.now(), receivedAt: world.now() });
  const take = () => {
    for (const [index, message] of worker.sent.splice(0).entries()) {
      const at = world.now() + (worker.sentDelays[index] ?? 0) * 1000;
      queued.push({ body: writeMessage(message), sentAt: world.now(), at });
    }
    worker.sentDelays.splice(0);
  };
  const tagIt = async (cost: string) => {
    await world.tag(instance, { cost });
    await worker.deliver([eventNow()], 1, undefined, times());
    take();
  };

  await tagIt('first');
  world.wait(1);
  await tagIt('second');
  world.wait(3);
  await tagIt('third');
  world.wait(3.5);
  await worker.deliver([tagEvent('instance', [idOf(instance)])], 1, undefined, times());
  take();
  await world.tag(disk, { cost: 'theirs' });
  world.wait(2.5);
  for (const { body, sentAt } of queued.filter(({ at }) => at <= world.now())) {
    await worker.deliver([body], 1, undefined, { sentAt, receivedAt: world.now() });
  }

  expect(await world.tagsOf(disk)).toEqual({ cost: 'third' });
});

it('says of what it puts off that it counts as sent a lag before it comes', async () => {
  const worker = openLagging();
  const tagIt = async (cost: string) => {
    await world.tag(instance, { cost });
    await worker.deliver([eventNow()]);
  };

  await tagIt('first');
  world.wait(1);
  worker.sent.splice(0);
  worker.sentDelays.splice(0);
  await tagIt('second');

  const asked = worker.sent.flatMap((message, index) =>
    message.kind === 'keys' || message.kind === 'heirs'
      ? [{ since: message.since, delaySeconds: worker.sentDelays[index] ?? 0 }]
      : [],
  );
  expect(asked.some(({ delaySeconds: delay }) => delay > lagSeconds)).toBe(true);
  expect(asked.map(({ since }) => since)).toEqual(
    asked.map(({ delaySeconds: delay }) => world.now() + (delay - lagSeconds) * 1000),
  );
});

it('does each key when it may, and gives back what stood there when it was written', async () => {
  const worker = openLagging();
  const lookAgain = async () => {
    world.wait(delaySeconds);
    await worker.deliver(worker.sent.splice(0).map(writeMessage));
  };
  await world.setRules(setting(diskRule, { restoreDisplaced: true }));
  await world.tag(disk, { env: 'theirs' });
  await world.tag(instance, { env: 'ours', stage: 'ours' });

  await worker.deliver([eventNow()]);
  const early = await world.tagsOf(disk);
  await world.tag(disk, { env: 'newer', stage: 'newer' });
  await lookAgain();
  const late = await world.tagsOf(disk);
  await lookAgain();
  await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
    InstanceId: idOf(instance),
    DiskId: idOf(disk),
  });
  world.wait(delaySeconds);
  await worker.deliver([tagEvent('disk', [idOf(disk)])]);

  expect(early).toEqual({ env: 'theirs', stage: 'ours' });
  expect(late).toEqual({ env: 'ours', stage: 'ours' });
  expect(await world.tagsOf(disk)).toEqual({ env: 'newer' });
});

it('finds the snapshots of a group whose disk has left the instance that the call names', async () => {
  const worker = openLagging();
  const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.tag(disk, { cost: 'of the disk' });
  const snapshot = await world.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', {
    DiskId: ids.DiskId,
  });
  const grouped = tagEvent('instance', [], {
    eventName: 'CreateSnapshotGroup',
    eventTime: isoTime(world.now()),
    requestParameters: { InstanceId: ids.InstanceId },
  });

  await worker.deliver([grouped]);
  const early = await world.tagsOf(snapshot);
  await world.make('Ecs-Disk', 'Ecs/DetachDisk', ids);
  world.wait(delaySeconds);
  await worker.deliver(worker.sent.splice(0).map(writeMessage));

  expect(early).toEqual({});
  expect(await world.tagsOf(snapshot)).toEqual({ cost: 'of the disk' });
});

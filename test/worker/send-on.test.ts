import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import type { ChangesQueue, InternalMessage } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { createWave } from '../../src/wave/wave.ts';
import { diskRule, setting, snapshotRule } from '../engine/fixtures.ts';
import {
  idOf,
  openWorld,
  type ReconcileWorld,
  type WorldChanges,
} from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { bodyOf, openWorker, type TestWorker, tagEvent } from './worker-fixture.ts';

const nodeRule = 'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;
let snapshot: Arn;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const diskOn = async (of: Arn): Promise<Arn> => {
  const made = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  return world.make('Ecs-Disk', 'Ecs/AttachDisk', { InstanceId: idOf(of), DiskId: idOf(made) });
};

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(nodeRule), setting(diskRule), setting(snapshotRule));
  instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  disk = await diskOn(instance);
  snapshot = await world.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: idOf(disk) });
});

/** Delivers what a worker sends itself until nothing is left: no event comes of its own writes. */
const drain = async (worker: TestWorker): Promise<readonly InternalMessage[]> => {
  const all: InternalMessage[] = [];
  while (worker.sent.length > 0) {
    const messages = worker.sent.splice(0);
    all.push(...messages);
    expect(await worker.deliver(messages.map(writeMessage))).toEqual([]);
  }
  return all;
};

const lookAt = (...arns: readonly Arn[]): string => bodyOf({ kind: 'keys', arns });

describe('a chain, when no event of our own writes comes', () => {
  it('of three ends right', async () => {
    const worker = openWorker(world);
    await world.tag(instance, { cost: 'shanghai' });

    await worker.deliver([tagEvent('instance', [idOf(instance)])]);
    await drain(worker);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(await world.tagsOf(snapshot)).toEqual({ cost: 'shanghai' });
  });

  it('of four ends right, and again when the tag goes', async () => {
    const worker = openWorker(world);
    const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
    const node = await world.make('Ecs-Instance', 'Cs/ScaleClusterNodePool', {
      ClusterId: idOf(cluster),
      Count: 1,
    });
    const data = await diskOn(node);
    const last = await world.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: idOf(data) });
    const tagsBelow = () => Promise.all([node, data, last].map(world.tagsOf));
    const heirs = bodyOf({ kind: 'heirs', primary: cluster, cursor: null, reach: [cluster] });

    await world.tag(cluster, { cost: 'shanghai' });
    await worker.deliver([heirs]);
    await drain(worker);
    const tagged = await tagsBelow();
    await world.untag(cluster, 'cost');
    await worker.deliver([heirs]);
    await drain(worker);
    const untagged = await tagsBelow();

    expect(tagged).toEqual([{ cost: 'shanghai' }, { cost: 'shanghai' }, { cost: 'shanghai' }]);
    expect(untagged).toEqual([{}, {}, {}]);
  });

  it('sends nothing on from what is right already, or has no heirs', async () => {
    const worker = openWorker(world);
    await world.tag(instance, { cost: 'shanghai' });
    await worker.deliver([lookAt(disk, snapshot)]);
    await drain(worker);

    await worker.deliver([lookAt(disk, snapshot)]);

    expect(worker.sent).toEqual([]);
  });

  it('reaches what hangs on the resource that was changed, and nothing else', async () => {
    const worker = openWorker(world);
    await world.tag(instance, { cost: 'shanghai' });
    await world.tag(disk, { owner: 'alice' });

    await worker.deliver([lookAt(disk)]);
    const sent = worker.sent.map((message) => message.kind === 'keys' && message.reach);

    expect(sent).toEqual([[disk]]);
  });
});

describe('heirs of reconciles that go forward together', () => {
  it('go to the queue together', async () => {
    const disks = [disk, await diskOn(instance), await diskOn(instance)];
    for (const each of disks.slice(1)) {
      await world.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: idOf(each) });
    }
    const wave = createWave({ afterLongestWait: () => () => {} });
    const worker = openWorker(world, { wave });
    await world.tag(instance, { cost: 'shanghai' });

    await worker.deliver([lookAt(...disks)]);

    expect(worker.sent).toMatchObject([{ kind: 'keys', cause: { eventId: 'e-1' } }]);
    const [message] = worker.sent;
    expect(message?.kind === 'keys' && message.arns.length).toBe(3);
    expect(message?.kind === 'keys' && new Set(message.reach)).toEqual(new Set(disks));
  });
});

describe('a worker that dies', () => {
  /** A process that dies where it says; the next one has its message again. */
  const dieAndComeAgain = async (changes: WorldChanges & { queue?: ChangesQueue }) => {
    await world.tag(instance, { cost: 'shanghai' });
    const doomed = openWorker(world, changes);
    void doomed.deliver([lookAt(disk)]);
    await expect.poll(() => world.tagsOf(disk), { timeout: 60_000 }).toEqual({ cost: 'shanghai' });
    world.wait(60);
    const worker = openWorker(world);
    expect(await worker.deliver([lookAt(disk)], 2)).toEqual([]);
    await drain(worker);
  };
  const never = () => new Promise<never>(() => {});

  it('after its tag call leads to another one that sends the heirs on', async () => {
    await dieAndComeAgain({ history: { record: never } });

    expect(await world.tagsOf(snapshot)).toEqual({ cost: 'shanghai' });
  });

  it('before the queue has its heirs leads to another one that sends them on', async () => {
    await dieAndComeAgain({ queue: { send: never } });

    expect(await world.tagsOf(snapshot)).toEqual({ cost: 'shanghai' });
  });

  it('after the queue has its heirs leads to another one, too', async () => {
    let writes = 0;
    await dieAndComeAgain({
      ledger: {
        ...world.ledger,
        replace: (previous, change) => {
          writes += 1;
          return writes === 2 ? never() : world.ledger.replace(previous, change);
        },
      },
    });

    expect(await world.tagsOf(snapshot)).toEqual({ cost: 'shanghai' });
  });
});

describe('heirs that cannot be sent on', () => {
  it('are listed by a message of their own, and the resource is done', async () => {
    const heirs = async () => {
      throw new TerminalError({ code: 'Forbidden.RAM', message: 'you may not list snapshots' });
    };
    const worker = openWorker(world, { cloud: { ...world.cloud, heirs } });
    await world.tag(instance, { cost: 'shanghai' });

    expect(await worker.deliver([lookAt(disk)])).toEqual([]);
    expect(worker.sent).toMatchObject([
      { kind: 'heirs', primary: disk, cursor: null, reach: [disk] },
    ]);
    expect((await world.ledger.read(disk)).intent).toBeNull();
  });

  it('keep their message in the queue while the queue takes nothing', async () => {
    const send = async () => {
      throw new RetryableError({ code: 'ServiceUnavailable', message: 'the queue is down' });
    };
    await world.tag(instance, { cost: 'shanghai' });

    expect(await openWorker(world, { queue: { send } }).deliver([lookAt(disk)])).toEqual([0]);
    const worker = openWorker(world);
    expect(await worker.deliver([lookAt(disk)], 2)).toEqual([]);
    await drain(worker);

    expect(await world.tagsOf(snapshot)).toEqual({ cost: 'shanghai' });
  });
});

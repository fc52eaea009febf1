import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { RetryableError } from '../../src/model/errors.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { sightsOf } from '../clouds/ask.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { bodyOf, openWorker, type TestWorker, tagEvent } from './worker-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let worker: TestWorker;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  worker = openWorker(world);
});

const makeInstance = () => world.make('Ecs-Instance', 'Ecs/CreateInstance');

const attachDisks = async (instance: Arn, count: number): Promise<readonly Arn[]> => {
  const disks: Arn[] = [];
  for (let index = 0; index < count; index += 1) {
    const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
    const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
    disks.push(await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids));
  }
  return disks;
};

/** Delivers what the worker sends itself until nothing is left. @returns every message, in order */
const drain = async (): Promise<readonly InternalMessage[]> => {
  const all: InternalMessage[] = [];
  while (worker.sent.length > 0) {
    const messages = worker.sent.splice(0);
    all.push(...messages);
    expect(await worker.deliver(messages.map(writeMessage))).toEqual([]);
  }
  return all;
};

describe('a primary with more heirs than are done at once', () => {
  it('has them all made right over the queue, at most so many a message', async () => {
    const instance = await makeInstance();
    const disks = await attachDisks(instance, 9);
    await world.tag(instance, { cost: 'shanghai' });

    await worker.deliver([tagEvent('instance', [idOf(instance)])]);
    const messages = await drain();

    for (const disk of disks) expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    const keys = messages.filter((message) => message.kind === 'keys');
    expect(keys.length).toBeGreaterThan(2);
    expect(Math.max(...keys.map(({ arns }) => arns.length))).toBe(3);
  });

  it('sends keys for which looks count that began after the listing did', async () => {
    const instance = await makeInstance();
    await attachDisks(instance, 9);
    const event = tagEvent('instance', [idOf(instance)]);

    await worker.deliver([event], 1, ['m-1'], { sentAt: 1000, receivedAt: 5000 });

    const keys = worker.sent.filter((message) => message.kind === 'keys');
    expect(new Set(keys.map(({ since }) => since))).toEqual(new Set([5000]));
  });

  it('sends each once, though the cloud names it and the ledger, too', async () => {
    const instance = await makeInstance();
    const disks = await attachDisks(instance, 9);
    await world.tag(instance, { cost: 'shanghai' });
    await worker.deliver([tagEvent('instance', [idOf(instance)])]);
    await drain();

    await worker.deliver([tagEvent('instance', [idOf(instance)])]);

    const sent = worker.sent.flatMap((message) => (message.kind === 'keys' ? message.arns : []));
    // The system disk, too.
    expect(sent).toHaveLength(disks.length + 1);
    expect(new Set(sent)).toEqual(new Set([...sent, ...disks]));
    expect(worker.sent.map(({ kind }) => kind)).not.toContain('heirs');
  });

  it('releases by the ledger those it no longer has', async () => {
    const instance = await makeInstance();
    const [disk] = await attachDisks(instance, 1);
    if (disk === undefined) throw new Error('no disk');
    await world.tag(instance, { cost: 'shanghai' });
    await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })]);
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(disk),
    });

    await worker.deliver([tagEvent('instance', [idOf(instance)])]);

    expect(await world.tagsOf(disk)).toEqual({});
  });
});

describe('an event that touches many primaries', () => {
  const throttledAfter = (most: number) => {
    let asked = 0;
    const heirs: ReconcileWorld['cloud']['heirs'] = async (primary, type, cursor) => {
      asked += 1;
      if (asked > most) throw new RetryableError({ code: 'Throttling.User', message: 'slow down' });
      return world.cloud.heirs(primary, type, cursor, patientCall);
    };
    return { asked: () => asked, changes: { cloud: { ...world.cloud, heirs } } };
  };

  const makeInstances = async (count: number) => {
    const instances: Arn[] = [];
    for (let index = 0; index < count; index += 1) {
      const instance = await makeInstance();
      await attachDisks(instance, 1);
      await world.tag(instance, { cost: 'shanghai' });
      instances.push(instance);
    }
    return instances;
  };

  it('sends on the listings that were throttled, and those that had not begun', async () => {
    const instances = await makeInstances(20);
    const cloud = throttledAfter(3);
    worker = openWorker(world, cloud.changes);

    const failed = await worker.deliver([tagEvent('instance', instances.map(idOf))]);

    expect(failed).toEqual([]);
    // Eight at once, of which three are answered; none is begun after the first refusal is known.
    expect(cloud.asked()).toBeLessThanOrEqual(11);
    const later = worker.sent.filter((message) => message.kind === 'heirs');
    expect(later.length).toBe(17);
    expect(later[0]).toMatchObject({ cursor: null, reach: [later[0]?.primary] });
  });

  it('sends its resources on when they are throttled, instead of listing everything again', async () => {
    const instances = await makeInstances(2);
    const describe = async () => {
      throw new RetryableError({ code: 'Throttling.User', message: 'slow down' });
    };
    worker = openWorker(world, { cloud: { ...world.cloud, describe } });

    const failed = await worker.deliver([tagEvent('instance', instances.map(idOf))]);

    expect(failed).toEqual([]);
    const sent = worker.sent.flatMap((message) =>
      message.kind === 'keys' ? [[message.reach, message.arns.length, message.isNamed]] : [],
    );
    const heirs = instances.map((instance) => [[instance], 2, undefined]);
    expect(sent).toHaveLength(3);
    expect(sent).toEqual(expect.arrayContaining([[[], 2, true], ...heirs]));
  });

  it('that deleted them sends them on as gone, so that nobody waits for them to show', async () => {
    const ids = (await makeInstances(2)).map(idOf);
    const gone = { eventName: 'DeleteInstances', requestParameters: { InstanceId: ids } };
    const describe = async () => {
      throw new RetryableError({ code: 'Throttling.User', message: 'slow down' });
    };
    worker = openWorker(world, { cloud: { ...world.cloud, describe } });

    await worker.deliver([tagEvent('instance', ids, gone)]);
    const sent = worker.sent.splice(0);
    expect(sent).toContainEqual(
      expect.objectContaining({ kind: 'keys', isNamed: true, isGone: true }),
    );

    const late = {
      ...world.cloud,
      readLagSeconds: 1e9,
      describe: async (arns: readonly Arn[]) => sightsOf(arns, []),
    };
    worker = openWorker(world, { cloud: late });
    const named = sent.filter((message) => message.kind === 'keys' && message.isNamed);
    expect(await worker.deliver(named.map(writeMessage))).toEqual([]);
  });

  it('comes again when its only listing is throttled', async () => {
    const instances = await makeInstances(1);
    worker = openWorker(world, throttledAfter(0).changes);

    const failed = await worker.deliver([tagEvent('instance', instances.map(idOf))]);

    expect(failed).toEqual([0]);
    expect(worker.sent).toEqual([]);
  });
});

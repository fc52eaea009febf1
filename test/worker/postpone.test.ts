import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Urgency } from '../../src/clouds/call.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { CircuitOpenError, TerminalError, ThrottledError } from '../../src/model/errors.ts';
import { parseMessage } from '../../src/queue/parse-message.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { bodyOf, openWorker, tagEvent } from './worker-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disks: readonly Arn[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  disks = [await newDisk(), await newDisk(), await newDisk()];
  await world.tag(instance, { cost: 'shanghai' });
});

const newDisk = (): Promise<Arn> =>
  world.make('Ecs-Disk', 'Ecs/CreateDisk', { InstanceId: idOf(instance) });

const throttled = (retryAfterSeconds?: number) =>
  new ThrottledError({ code: 'Throttling.User', message: 'slow down', retryAfterSeconds });
const resting = () => new CircuitOpenError({ message: 'nobody is there', retryAfterSeconds: 30 });
const refused = () => new TerminalError({ code: 'NoPermission', message: 'not allowed' });

/** A cloud that fails when it is asked about some. */
const failingFor = (broken: readonly Arn[], failure: () => Error): { cloud: CloudProvider } => ({
  cloud: {
    ...world.cloud,
    describe: async (arns, call) => {
      if (arns.some((arn) => broken.includes(arn))) throw failure();
      return world.cloud.describe(arns, call);
    },
  },
});

const withoutListing = (failure: () => Error): { cloud: CloudProvider } => ({
  cloud: {
    ...world.cloud,
    heirs: async () => {
      throw failure();
    },
  },
});

const keys = (arns: readonly Arn[]) => bodyOf({ kind: 'keys', arns });

/** The arns of messages that were put off, message by message. */
const arnsIn = (bodies: readonly { readonly body: string }[]) =>
  bodies.map(({ body }) => {
    const message = parseMessage(body);
    return message.kind === 'keys' ? message.arns : [];
  });

describe('a message that the cloud throttles', () => {
  it('is done, and a new one takes its place, of which the queue has counted no delivery', async () => {
    const worker = openWorker(
      world,
      withoutListing(() => throttled(7)),
    );
    const event = tagEvent('instance', [idOf(instance)]);

    const failed = await worker.deliver([event], 100);

    expect(failed).toEqual([]);
    expect(worker.dead).toEqual([]);
    expect(worker.putOff).toEqual([
      { body: event, delaySeconds: 7, since: world.now(), brokenSince: undefined },
    ]);
    expect(worker.counted.get('MessagesPutOff')).toBe(1);
    expect(worker.counted.get('MessagesFailed')).toBe(undefined);
  });

  it('is never given up, however often and however long it is put off', async () => {
    const worker = openWorker(world, withoutListing(throttled));
    const event = tagEvent('instance', [idOf(instance)]);
    const longAgo = world.now();
    world.wait(30 * 24 * 3600);

    await worker.deliver([event], 1, ['m'], {
      sentAt: 0,
      receivedAt: 0,
      putOff: { since: longAgo, brokenSince: undefined },
    });

    expect(worker.dead).toEqual([]);
    expect(worker.putOff).toMatchObject([{ body: event, since: longAgo }]);
  });

  it('comes less often the longer it has waited, and never later than after a quarter of an hour', async () => {
    const worker = openWorker(world, withoutListing(throttled));
    const event = tagEvent('instance', [idOf(instance)]);

    for (const minutes of [0, 10, 60, 10_000]) {
      const since = world.now() - minutes * 60_000;
      const putOff = { since, brokenSince: undefined };
      await worker.deliver([event], 1, ['m'], { sentAt: 0, receivedAt: 0, putOff });
    }

    expect(worker.putOff.map(({ delaySeconds }) => delaySeconds)).toEqual([1, 30, 180, 900]);
  });

  it('is delivered again when nothing can take its place', async () => {
    const worker = openWorker(world, withoutListing(throttled), { putOffFails: true });

    const failed = await worker.deliver([tagEvent('instance', [idOf(instance)])]);

    expect(failed).toEqual([0]);
    expect(worker.dead).toEqual([]);
  });
});

describe('keys of which some are throttled', () => {
  it('are done but for those, which become a message of their own', async () => {
    const [first, second, third] = disks;
    const worker = openWorker(world, failingFor(disks.slice(1, 2), throttled));

    const failed = await worker.deliver([keys(disks)]);

    expect(failed).toEqual([]);
    expect(arnsIn(worker.putOff)).toEqual([[second]]);
    for (const done of [first, third]) {
      expect(await world.tagsOf(done ?? instance)).toEqual({ cost: 'shanghai' });
    }
  });

  it('come again as they are when one of them fails for another reason, beside the message of those', async () => {
    const [first, second] = disks;
    const { cloud } = failingFor(disks.slice(0, 1), refused);
    const worker = openWorker(world, {
      cloud: {
        ...cloud,
        describe: async (arns, call) => {
          if (second !== undefined && arns.includes(second)) throw throttled();
          return cloud.describe(arns, call);
        },
      },
    });

    const failed = await worker.deliver([keys(disks)]);

    expect(first).toBeDefined();
    expect(failed).toEqual([0]);
    expect(arnsIn(worker.putOff)).toEqual([[second]]);
  });

  it('keep what their message says of them', async () => {
    const worker = openWorker(world, failingFor(disks, throttled));

    await worker.deliver([
      bodyOf({ kind: 'keys', arns: disks, isNamed: true, isGone: true, reach: [instance] }),
    ]);

    expect(worker.putOff.map(({ body }) => parseMessage(body))).toMatchObject([
      { isNamed: true, isGone: true, reach: [instance] },
    ]);
  });

  it('are not even looked at while there are no calls for them, and come again together', async () => {
    const asked: Arn[] = [];
    const worker = openWorker(
      world,
      {
        cloud: {
          ...world.cloud,
          describe: async (arns, call) => {
            asked.push(...arns);
            return world.cloud.describe(arns, call);
          },
        },
      },
      {
        door: {
          enter: (_, count, urgency) => (urgency === 'live' ? count : 1),
          apartSeconds: () => 7,
        },
      },
    );
    const since = world.now() - 100_000;

    await worker.deliver([keys(disks)], 1, ['m'], {
      sentAt: 0,
      receivedAt: 0,
      putOff: { since, brokenSince: undefined },
    });

    expect(asked).not.toContain(disks[1]);
    expect(asked).not.toContain(disks[2]);
    expect(arnsIn(worker.putOff)).toEqual([disks.slice(1)]);
    // All that is kept out comes at the same times by the clock.
    const [delaySeconds = Number.NaN] = worker.putOff.map((each) => each.delaySeconds);
    expect((world.now() / 1000 + delaySeconds) % 7).toBe(0);
  });

  it('come in messages of no more than there will be calls for, so that others may take some', async () => {
    const worker = openWorker(world, {}, { door: { enter: () => 0, roomAfterPause: () => 2 } });

    await worker.deliver([keys(disks)]);

    expect(arnsIn(worker.putOff)).toEqual([disks.slice(0, 2), disks.slice(2)]);
  });

  it('tell the door that there were no calls for them', async () => {
    const left: (readonly [number, number | undefined])[] = [];
    const [one] = disks;
    const worker = openWorker(world, failingFor(one === undefined ? [] : [one], throttled), {
      door: {
        leave: (_, count, done) => {
          left.push([count, done]);
        },
      },
    });

    await worker.deliver([keys(disks)]);

    expect(left).toEqual([[disks.length, disks.length - 1]]);
  });
});

describe('a message of what is broken', () => {
  const deliverAfter = async (hours: number, kind: 'event' | 'keys') => {
    const worker = openWorker(world, {
      cloud: { ...failingFor(disks, resting).cloud, heirs: withoutListing(resting).cloud.heirs },
    });
    const brokenSince = world.now() - hours * 3_600_000;
    const body = kind === 'keys' ? keys(disks) : tagEvent('instance', [idOf(instance)]);
    const putOff = { since: brokenSince, brokenSince };
    await worker.deliver([body], 3, ['m'], { sentAt: 0, receivedAt: world.now(), putOff });
    return { worker, brokenSince };
  };

  it.each(['event', 'keys'] as const)('waits until calls are tried again: %s', async (kind) => {
    const { worker, brokenSince } = await deliverAfter(5.9, kind);

    expect(worker.putOff).toMatchObject([{ delaySeconds: 30, since: brokenSince, brokenSince }]);
    expect(worker.delays).toEqual([]);
  });

  it.each(['event', 'keys'] as const)(
    'counts as failed when nobody mended it for hours: %s',
    async (kind) => {
      const { worker } = await deliverAfter(6, kind);

      expect(worker.putOff).toEqual([]);
      expect(worker.delays).toHaveLength(1);
    },
  );
});

describe('the urgency of a message', () => {
  const urgencyOf = async (
    body: string,
    {
      receives = 1,
      age = 0,
      isPutOff = false,
    }: { receives?: number; age?: number; isPutOff?: boolean } = {},
  ): Promise<Urgency | undefined> => {
    let seen: Urgency | undefined;
    const worker = openWorker(
      world,
      {},
      {
        door: {
          enter: (_, count, urgency) => {
            seen = urgency;
            return count;
          },
        },
      },
    );
    const sentAt = world.now() - age * 1000;
    const putOff = isPutOff ? { putOff: { since: sentAt, brokenSince: undefined } } : {};
    await worker.deliver([body], receives, ['m'], { sentAt, receivedAt: world.now(), ...putOff });
    return seen;
  };

  it('is live for an event that has just come', async () => {
    expect(await urgencyOf(tagEvent('instance', [idOf(instance)]))).toBe('live');
  });

  it.each([
    ['an event that comes again', { receives: 2 }],
    ['an event that was put off', { isPutOff: true }],
    ['an event that waited longer than others should', { age: 5 }],
  ])('is not for %s', async (_, how) => {
    expect(await urgencyOf(tagEvent('instance', [idOf(instance)]), how)).toBe('later');
  });

  it('is not for heirs of a change of many', async () => {
    expect(await urgencyOf(keys(disks))).toBe('later');
  });
});

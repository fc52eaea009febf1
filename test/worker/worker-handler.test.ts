import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { InvalidInputError, RetryableError } from '../../src/model/errors.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { interceptAll, openQueue, portsOf } from './job-fixture.ts';
import { bodyOf, openWorker, tagEvent } from './worker-fixture.ts';

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
  disk = await attachedDisk();
});

const attachedDisk = async (): Promise<Arn> => {
  const made = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  return world.make('Ecs-Disk', 'Ecs/AttachDisk', {
    InstanceId: idOf(instance),
    DiskId: idOf(made),
  });
};

/** A cloud that cannot be asked about one resource. */
const failingFor = (broken: Arn): Partial<{ cloud: ReconcileWorld['cloud'] }> => ({
  cloud: {
    ...world.cloud,
    describe: async (arns, call) => {
      if (arns.includes(broken)) {
        throw new RetryableError({ code: 'InternalError', message: 'too many requests' });
      }
      return world.cloud.describe(arns, call);
    },
  },
});

describe('an event', () => {
  it('makes the heirs of what it names right', async () => {
    const worker = openWorker(world);
    await world.tag(instance, { cost: 'shanghai' });

    const failed = await worker.deliver([tagEvent('instance', [idOf(instance)])]);

    expect(failed).toEqual([]);
    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(worker.counted.get('TagsSet')).toBe(2);
    expect(worker.counted.get('MessagesDone')).toBe(1);
  });

  it('that touches nothing is done, counted and logged with the reason', async () => {
    const worker = openWorker(world);

    const failed = await worker.deliver([
      tagEvent('instance', [idOf(instance)], { errorCode: 'Throttling' }),
    ]);

    expect(failed).toEqual([]);
    expect(worker.counted.get('MessagesIgnored')).toBe(1);
    expect(worker.counted.get('EventsTouchingNothing')).toBe(1);
    expect(worker.logged).toMatchObject([
      { level: 'warn', fields: { messageId: '0', reason: 'the call failed: Throttling' } },
    ]);
  });
});

describe('an event of our own tag call', () => {
  it('that no pattern kept out is counted, and asks neither ledger nor cloud', async () => {
    const asked: string[] = [];
    const ports = interceptAll(portsOf(world, openQueue()), (work, name) => {
      asked.push(name);
      return work();
    });
    const worker = openWorker(world, ports);
    const own = { userIdentity: JSON.stringify({ userName: 'AliyunServiceRoleForTag' }) };

    const failed = await worker.deliver([tagEvent('instance', [idOf(instance)], own)]);

    expect(failed).toEqual([]);
    expect(asked).toEqual([]);
    expect(worker.counted.get('EventsTouchingNothing')).toBe(1);
    expect(worker.logged.map(({ level }) => level)).toEqual(['debug']);
  });
});

describe('a batch', () => {
  it('reconciles a resource once that several of its messages name', async () => {
    const worker = openWorker(world);
    const body = bodyOf({ kind: 'keys', arns: [disk] });

    await worker.deliver([body, body, tagEvent('disk', [idOf(disk)])]);

    const reconciled = worker.logged.filter(({ message }) => message === 'reconciled');
    expect(reconciled.map(({ fields }) => fields.resource)).toEqual([disk]);
    expect(worker.counted.get('MessagesDone')).toBe(3);
  });

  it('tells of a look that found all right only those who debug', async () => {
    const worker = openWorker(world);
    await world.tag(instance, { cost: 'shanghai' });
    const body = bodyOf({ kind: 'keys', arns: [disk] });

    await worker.deliver([body]);
    await worker.deliver([body]);

    const reconciled = worker.logged.filter(({ message }) => message === 'reconciled');
    expect(reconciled.map(({ level, fields }) => [level, fields.outcome])).toEqual([
      ['info', 'changed'],
      ['debug', 'converged'],
    ]);
  });

  it('drops what is malformed, with the reason, and does the rest', async () => {
    const worker = openWorker(world);
    await world.tag(instance, { cost: 'shanghai' });

    const failed = await worker.deliver([
      '{',
      '{"heirtag":1,"kind":"keys","arns":["no arn"]}',
      '{"no":"event"}',
      bodyOf({ kind: 'keys', arns: [disk] }),
    ]);

    expect(failed).toEqual([]);
    expect(worker.counted.get('MessagesMalformed')).toBe(3);
    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    for (const { fields } of worker.logged.filter(({ level }) => level === 'error')) {
      expect(fields.reason).not.toBe('');
    }
  });

  it('names only the messages that failed, puts them off, and finishes the others', async () => {
    const other = await attachedDisk();
    const worker = openWorker(world, failingFor(disk));
    await world.tag(instance, { cost: 'shanghai' });

    const failed = await worker.deliver(
      [bodyOf({ kind: 'keys', arns: [disk, other] }), bodyOf({ kind: 'keys', arns: [other] })],
      2,
    );

    expect(failed).toEqual([0]);
    expect(worker.delays).toEqual([{ receiptHandle: 'receipt-0', delaySeconds: 3 }]);
    expect(await world.tagsOf(other)).toEqual({ cost: 'shanghai' });
    expect(worker.logged).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        fields: expect.objectContaining({ code: 'InternalError', receives: 2, isLast: false }),
      }),
    );
  });

  it('takes invalid input for the fault of a message only where it is', async () => {
    const worker = openWorker(world, {
      cloud: {
        ...world.cloud,
        describe: async () => {
          throw new InvalidInputError({ code: 'InvalidParameter', message: 'asked wrongly' });
        },
      },
    });

    const failed = await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })]);

    expect(failed).toEqual([0]);
    expect(worker.counted.get('MessagesMalformed')).toBeUndefined();
  });

  it('whose messages all failed is answered, not thrown', async () => {
    const worker = openWorker(world, failingFor(disk));

    expect(await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })], 4)).toEqual([0]);
    expect(worker.counted.get('MessagesFailed')).toBe(1);
  });

  it('keeps what is not tried again, body and all, with the reason', async () => {
    const worker = openWorker(world, failingFor(disk));
    const body = bodyOf({ kind: 'keys', arns: [disk] });

    expect(await worker.deliver([body], 5)).toEqual([]);
    expect(worker.dead).toEqual([
      {
        body,
        reason: {
          code: 'InternalError',
          message: 'too many requests',
          time: expect.stringMatching(/Z$/),
        },
      },
    ]);
    expect(worker.delays).toEqual([]);
  });

  it('keeps what nobody can read, at once', async () => {
    const worker = openWorker(world);

    expect(await worker.deliver(['no JSON'])).toEqual([]);
    expect(worker.dead).toEqual([
      { body: 'no JSON', reason: expect.objectContaining({ code: 'Malformed' }) },
    ]);
    expect(worker.counted.get('MessagesMalformed')).toBe(1);
  });

  it.each([
    ['failed', () => bodyOf({ kind: 'keys', arns: [disk] }), 5],
    ['cannot be read', () => 'no JSON', 1],
  ])('loses nothing that %s when it cannot be set aside', async (_, body, receives) => {
    const worker = openWorker(world, failingFor(disk), { setAsideFails: true });

    expect(await worker.deliver([body()], receives)).toEqual([0]);
    expect(worker.delays).toHaveLength(1);
  });

  it('gives a message up that has failed for hours, not one that waited for its first try', async () => {
    const worker = openWorker(world, failingFor(disk), { maxReceives: 100 });
    const now = world.now();
    const hour = 3_600_000;
    const first = (hours: number) => ({ sentAt: now - 20 * hour, receivedAt: now - hours * hour });
    const body = bodyOf({ kind: 'keys', arns: [disk] });

    expect(await worker.deliver([body], 1, ['waited'], first(0))).toEqual([0]);
    expect(await worker.deliver([body], 10, ['young'], first(5.9))).toEqual([0]);
    expect(await worker.deliver([body], 10, ['old'], first(6))).toEqual([]);
    expect(worker.counted.get('RetryAgeMilliseconds')).toBe(11.9 * hour);
  });

  it('stays failed when its message cannot be put off', async () => {
    const worker = openWorker(world, failingFor(disk), { retryLaterFails: true });

    expect(await worker.deliver([bodyOf({ kind: 'keys', arns: [disk] })])).toEqual([0]);
  });
});

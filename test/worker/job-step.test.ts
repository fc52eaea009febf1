import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJobAdmin, type JobAdmin } from '../../src/admin/job-admin.ts';
import { ruleNamed } from '../../src/admin/rule-input.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
import { type Job, messageOf } from '../../src/jobs/job.ts';
import { shareOf } from '../../src/jobs/lane.ts';
import { RetryableError } from '../../src/model/errors.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import type { Table } from '../../src/storage/table.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { diskRule, eipRule, setting } from '../engine/fixtures.ts';
import {
  accountId,
  gate,
  idOf,
  openWorld,
  type ReconcileWorld,
} from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import {
  beginAndCount,
  changeLane,
  deliverTo,
  drainQueue,
  laneIn,
  makeInstances,
  openQueue,
  portsOf,
  type Queued,
  readJob,
  startBackfill,
  type TestQueue,
  type ToldJob,
} from './job-fixture.ts';
import { openWorker, tagEvent } from './worker-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let state: Table;
let queue: TestQueue;
let admin: JobAdmin;
let disks: readonly Arn[];
let instances: readonly Arn[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const cloud = await dynamoDb.createTable();
  state = (await dynamoDb.createTable()).table;
  world = openWorld(state, cloud.table);
  queue = openQueue();
  let ids = 0;
  admin = createJobAdmin({
    jobs: world.jobs,
    settings: world.settings,
    queue,
    clock: world.now,
    hasCloudFor: () => true,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
  await world.setRules(setting(diskRule));
  ({ instances, disks } = await makeInstances(world, 4));
  for (const instance of instances) await world.tag(instance, { cost: 'shanghai' });
});

const read = (id: string): Promise<ToldJob> => readJob(world, id);

const nextMessage = (): Queued => {
  const next = queue.waiting.shift();
  if (next === undefined) throw new Error('the queue is empty');
  return next;
};

const deliver = (message: Queued, receives = 1) =>
  deliverTo(world, portsOf(world, queue), message, receives);

const untilRunning = (job: Job): Promise<void> => beginAndCount(world, queue, job);

const inherited = async (): Promise<number> => {
  const tags = await Promise.all(disks.map(world.tagsOf));
  return tags.filter(({ cost }) => cost === 'shanghai').length;
};

describe('a backfill', () => {
  it('makes what existed before the rule right, and shows what came of it', async () => {
    const job = await startBackfill(world, queue);

    await drainQueue(world, queue);

    expect(await inherited()).toBe(8);
    expect(await read(job.id)).toMatchObject({
      status: 'done',
      found: 8,
      done: 8,
      changed: 8,
      refused: 0,
      failed: 0,
      error: null,
    });
  });

  it('looks only at what its own rule is about', async () => {
    const [instance] = instances;
    if (instance === undefined) throw new Error('no instance');
    const eip = await world.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', {
      InstanceId: idOf(instance),
      AllocationId: idOf(eip),
    });
    await world.setRules(setting(diskRule), setting(eipRule));

    await startBackfill(world, queue);
    await drainQueue(world, queue);

    expect(await world.tagsOf(eip)).toEqual({});
  });

  it('counts what is refused', async () => {
    const [disk] = disks;
    if (disk === undefined) throw new Error('no disk');
    await world.tag(disk, { cost: 'own' });
    await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
    const job = await startBackfill(world, queue);

    await drainQueue(world, queue);

    expect(await read(job.id)).toMatchObject({ done: 8, changed: 7, refused: 1 });
  });

  it('keeps its rate: the next step waits until what was done is paid for', async () => {
    await startBackfill(world, queue);

    const delays: Record<'count' | 'work', number[]> = { count: [], work: [] };
    while (queue.waiting.length > 0) {
      const next = nextMessage();
      delays[laneIn(next) === 0 ? 'work' : 'count'].push(next.delaySeconds);
      await deliver(next);
    }

    // One resource a second, and no time passes here: half of it is for counting, by listings.
    expect(delays).toEqual({ work: [0, 4, 4, 4, 4], count: [1, 4, 4, 4] });
  });

  it('never has more than one message of a lane in the queue', async () => {
    await startBackfill(world, queue);

    while (queue.waiting.length > 0) {
      expect(new Set(queue.waiting.map(laneIn)).size).toBe(queue.waiting.length);
      await deliver(nextMessage());
    }
  });
});

describe('a job that was stored as one chain', () => {
  /** Stores a job as it was stored before: all that its only lane says stood beside the rest. */
  const storeAsChain = async (job: Job, changes: Record<string, unknown>): Promise<void> => {
    const { id, turn: _, lanes, ...head } = await read(job.id);
    const [first] = lanes;
    if (first === undefined) throw new Error('no lane');
    const { task: __, isEnded: ___, ...lane } = first;
    const item = { ...lane, ...head, findings: [], pk: 'jobs', sk: id, ...changes };
    await state.put(item, { kind: 'any' });
  };

  it('goes on half way with the message that is under way', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    await deliver(nextMessage());
    const phase = { phase: 'running', found: 8 };
    await storeAsChain(job, phase);
    expect(await read(job.id)).toMatchObject({ turn: 0, found: 8, done: 6 });

    await drainQueue(world, queue, 10, { jobLanes: 4 });

    expect(await read(job.id)).toMatchObject({ status: 'done', found: 8, done: 8, changed: 8 });
    expect(await inherited()).toBe(8);
  });

  it('begins with the work, in lanes, while it was counting', async () => {
    const job = await startBackfill(world, queue);
    await storeAsChain(job, { status: 'counting', phase: 'counting', found: 4, cursor: '[]' });

    await drainQueue(world, queue, 60, { jobLanes: 2 });

    expect(await read(job.id)).toMatchObject({ status: 'done', found: 8, done: 8, changed: 8 });
    expect((await read(job.id)).lanes.length).toBe(3);
    expect(await inherited()).toBe(8);
  });

  it('is cancelled, and resumed from where it stood', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    await deliver(nextMessage());
    await storeAsChain(job, { phase: 'running', found: 8 });

    await admin.cancel(accountId, job.id);
    queue.waiting.splice(0);
    await admin.resume(accountId, job.id);
    await drainQueue(world, queue, 10);

    expect(await read(job.id)).toMatchObject({ status: 'done', found: 8, done: 8, changed: 8 });
  });
});

describe('lanes', () => {
  const inLanes = { jobLanes: 3 };

  it('do each association once, and the job is done when the last of them is', async () => {
    const more = await makeInstances(world, 8);
    for (const instance of more.instances) await world.tag(instance, { cost: 'shanghai' });
    const job = await startBackfill(world, queue);

    await drainQueue(world, queue, 200, inLanes);

    const { lanes, ...told } = await read(job.id);
    expect(told).toMatchObject({ status: 'done', found: 24, done: 24, changed: 24 });
    const working = lanes.filter(({ task }) => task === 'work');
    expect(working.length).toBe(3);
    expect(working.every(({ isEnded }) => isEnded)).toBe(true);
    expect(working.filter(({ done }) => done > 0).length).toBeGreaterThan(1);
  });

  it('share the rate, and those that are left have more of it', async () => {
    const job = await startBackfill(world, queue);
    await drainQueue(world, queue, 200, inLanes);
    const { lanes } = await read(job.id);
    const begun = lanes.map((lane) => ({ ...lane, isEnded: false }));
    const [first, second, , counting] = begun;
    if (first === undefined || second === undefined || counting === undefined) throw new Error('!');

    expect(begun.map((lane) => shareOf({ lanes: begun }, lane))).toEqual([
      1 / 6,
      1 / 6,
      1 / 6,
      0.5,
    ]);
    const counted = {
      lanes: [first, second, { ...second, isEnded: true }, { ...counting, isEnded: true }],
    };
    expect(shareOf(counted, first)).toBe(0.5);
  });

  it('all stop when an operator cancels the job, and all go on when it is resumed', async () => {
    const job = await startBackfill(world, queue);
    await deliverTo(world, portsOf(world, queue), nextMessage(), 1, inLanes);

    await admin.cancel(accountId, job.id);
    await drainQueue(world, queue, 10, inLanes);
    const stopped = await read(job.id);
    await admin.resume(accountId, job.id);
    await drainQueue(world, queue, 200, inLanes);

    expect(stopped.done).toBeLessThan(8);
    expect(await read(job.id)).toMatchObject({ status: 'done', found: 8, done: 8, changed: 8 });
    expect(await inherited()).toBe(8);
  });

  it('wait for the first of them, which begins the job', async () => {
    const job = await startBackfill(world, queue);
    const other: Queued = { id: 'm-early', message: messageOf(job, 2), delaySeconds: 0 };

    expect(await deliverTo(world, portsOf(world, queue), other, 1, inLanes)).toBe(false);

    expect(await read(job.id)).toMatchObject({ status: 'waiting', done: 0 });
  });

  it('end the job when the last of them end at once, and neither knows of the other', async () => {
    const job = await startBackfill(world, queue);
    const first = nextMessage();
    const two = { jobLanes: 2 };
    await deliverTo(world, { ...portsOf(world, queue), ...noCloud() }, first, 1, two);
    const seen = await world.jobs.read(job.id);
    const jobs = { ...world.jobs, read: async () => seen };
    const worker = openWorker(world, { jobs, queue }, { ...two, jobResourcesPerSecond: 1000 });

    for (const { id, message } of [first, ...queue.waiting.splice(0, 1)]) {
      expect(await worker.deliver([writeMessage(message)], 1, [id])).toEqual([]);
    }

    expect(await read(job.id)).toMatchObject({ status: 'done', done: 8 });
  });

  it('go on when all of them write at once: none is sent back because of another', async () => {
    const job = await startBackfill(world, queue);
    await deliverTo(world, portsOf(world, queue), nextMessage(), 1, inLanes);
    const together = queue.waiting.splice(0);

    const ends = await Promise.all(
      together.map((message) => deliverTo(world, portsOf(world, queue), message, 1, inLanes)),
    );

    expect(together.length).toBeGreaterThan(2);
    expect(ends.every((isDone) => isDone)).toBe(true);
    await drainQueue(world, queue, 200, inLanes);
    expect(await read(job.id)).toMatchObject({ status: 'done', found: 8, done: 8 });
  });
});

describe('a backfill that the setting asks for', () => {
  const asks = (job: Job) =>
    world.setRules(setting(diskRule, { existingStatus: 'Enable', backfillId: job.id }));

  it('waits for its setting while that may still be on its way', async () => {
    const job = await startBackfill(world, queue, { waitsForSetting: true });
    const first = nextMessage();

    expect(await deliver(first)).toBe(false);
    await asks(job);

    expect(await deliver(first)).toBe(true);
    await drainQueue(world, queue);
    expect(await inherited()).toBe(8);
  });

  it.each([
    ['never came', 61, 1],
    ['did not come before the last try', 0, 5],
  ])('ends when its setting %s', async (_, seconds, receives) => {
    const job = await startBackfill(world, queue, { waitsForSetting: true });
    world.wait(seconds);

    expect(await deliver(nextMessage(), receives)).toBe(true);

    expect(queue.waiting).toEqual([]);
    expect(await read(job.id)).toMatchObject({
      status: 'cancelled',
      error: expect.stringContaining(diskRule),
    });
    expect(await inherited()).toBe(0);
  });

  it('ends when the rule is turned off under way', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    await world.setRules(setting(diskRule, { status: 'Disable' }));

    await drainQueue(world, queue);

    expect(await read(job.id)).toMatchObject({
      status: 'cancelled',
      done: 0,
      error: `${diskRule} is not on`,
    });
  });

  it('takes the place of the one that is running, which was asked for before', async () => {
    const before = await startBackfill(world, queue);
    await untilRunning(before);
    const stale = queue.waiting.splice(0);
    const job = await startBackfill(world, queue, { waitsForSetting: true });
    await asks(job);

    await drainQueue(world, queue);
    for (const message of stale) await deliver(message);

    expect(await read(before.id)).toMatchObject({
      status: 'cancelled',
      done: 0,
      error: `job ${job.id} took its place`,
    });
    expect(await read(job.id)).toMatchObject({ status: 'done', done: 8 });
  });
});

describe('a resource that fails', () => {
  const failing = (broken: readonly Arn[]) => ({
    ...portsOf(world, queue),
    cloud: overTagCalls(world.cloud, async ({ arns }, next) => {
      if (!arns.some((arn) => broken.includes(arn))) return next();
      throw new RetryableError({ code: 'InternalError', message: `${arns} is out of order` });
    }),
  });

  it('goes on as a message of its own, and the others are done', async () => {
    const broken = disks.slice(0, 1);
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    const ports = failing(broken);

    await deliverTo(world, ports, nextMessage());

    expect(queue.waiting.map(({ message }) => message.kind)).toEqual(['keys', 'job']);
    expect(await read(job.id)).toMatchObject({ done: 6, changed: 5, failed: 1 });
    await drainQueue(world, queue);
    expect(await inherited()).toBe(8);
  });

  it('does not flood the queue when all fail: then the step is tried again, and the job fails', async () => {
    const more = await makeInstances(world, 3);
    const all = [...disks, ...more.disks];
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    const worker = openWorker(world, failing(all));
    const step = async (receives: number) => {
      const { id, message } = nextMessage();
      return worker.deliver([writeMessage(message)], receives, [id]);
    };
    for (const instance of more.instances) await world.tag(instance, { cost: 'shanghai' });
    const running = queue.waiting[0];

    expect(await step(1)).toEqual([0]);
    expect(queue.waiting).toEqual([]);
    expect((await read(job.id)).status).toBe('running');
    if (running === undefined) throw new Error('no message');
    queue.waiting.push(running);

    expect(await step(5)).toEqual([]);
    expect(worker.dead.map(({ reason }) => reason.message)).toEqual([
      expect.stringContaining('is out of order'),
    ]);
    expect(await read(job.id)).toMatchObject({
      status: 'failed',
      done: 0,
      error: expect.stringContaining('is out of order'),
    });
  });
});

describe('a job whose place cannot be read', () => {
  it('fails and says so', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    await deliver(nextMessage());
    await changeLane(world, await read(job.id), { cursor: '{"v":2}' });

    await deliver(nextMessage());

    expect(await read(job.id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('cursor'),
    });
  });

  it('does all of its phase again when it is resumed, and counts anew', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    await deliver(nextMessage());
    await changeLane(world, await read(job.id), { cursor: '{"v":2}' });
    await deliver(nextMessage());
    queue.waiting.splice(0);

    await admin.resume(accountId, job.id);
    await drainQueue(world, queue);

    expect(await read(job.id)).toMatchObject({ status: 'done', found: 8, done: 8, error: null });
    expect(await inherited()).toBe(8);
  });
});

describe('an operator', () => {
  it('cancels a job between two steps; nothing more of it is done', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);

    const cancelled = await admin.cancel(accountId, job.id);
    await drainQueue(world, queue);

    expect(cancelled).toMatchObject({ status: 'cancelled', error: null });
    expect(await world.jobs.read(job.id)).toEqual(cancelled);
    expect(await inherited()).toBe(0);
  });

  it('cancels a job within a step: what was done is counted, and the rest is left', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    const reached = gate();
    const cancelled = gate();
    const ports = {
      ...portsOf(world, queue),
      cloud: overTagCalls(world.cloud, async (_, next) => {
        reached.open();
        await cancelled.opened;
        return next();
      }),
    };

    const step = deliverTo(world, ports, nextMessage());
    await reached.opened;
    await admin.cancel(accountId, job.id);
    cancelled.open();
    await step;

    expect(await read(job.id)).toMatchObject({ status: 'cancelled', done: 6, changed: 6 });
    expect(queue.waiting).toEqual([]);
    expect(await inherited()).toBe(6);
  });

  it('resumes it within a step: that step writes nothing over what goes on', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    const reached = gate();
    const resumed = gate();
    const ports = {
      ...portsOf(world, queue),
      cloud: overTagCalls(world.cloud, async (_, next) => {
        reached.open();
        await resumed.opened;
        return next();
      }),
    };

    const step = deliverTo(world, ports, nextMessage());
    await reached.opened;
    await admin.cancel(accountId, job.id);
    const after = await admin.resume(accountId, job.id);
    resumed.open();

    expect(await step).toBe(false);
    expect(await world.jobs.read(job.id)).toEqual(after);
    expect(queue.waiting.length).toBe(1);
  });

  it('is not failed by a last delivery of a step that somebody else has done meanwhile', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    const ports = {
      ...portsOf(world, queue),
      cloud: {
        ...world.cloud,
        list: async () => {
          const now = await read(job.id);
          const step = (now.lanes[0]?.step ?? 0) + 1;
          await changeLane(world, now, { step, stepBy: 'another message' });
          throw new RetryableError({ code: 'Timeout', message: 'no answer' });
        },
      },
    };

    expect(await deliverTo(world, ports, nextMessage(), 5)).toBe(true);

    expect(await read(job.id)).toMatchObject({
      status: 'running',
      error: null,
      lanes: [{ stepBy: 'another message' }, { task: 'count' }],
    });
  });

  it('is not failed by a last delivery when somebody else goes on with its step', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    const goOn = async () => {
      const now = await read(job.id);
      if (now.lanes[0]?.cursor === null) {
        await changeLane(world, now, { cursor: '[[null,"x",true]]' });
      }
    };
    const ports = {
      ...portsOf(world, queue),
      cloud: overTagCalls(world.cloud, async (_, next) => {
        await goOn();
        return next();
      }),
    };

    await deliverTo(world, ports, nextMessage(), 5);

    expect(await read(job.id)).toMatchObject({ status: 'running', error: null });
  });

  it('resumes it from where it stood', async () => {
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    await deliver(nextMessage());
    await admin.cancel(accountId, job.id);
    const stale = queue.waiting.splice(0);

    await admin.resume(accountId, job.id);
    queue.waiting.push(...stale);
    await drainQueue(world, queue);

    expect(await read(job.id)).toMatchObject({
      status: 'done',
      found: 8,
      done: 8,
      changed: 8,
      error: null,
    });
    expect(await inherited()).toBe(8);
  });

  it('resumes a job that failed, and one whose message was lost', async () => {
    const failed = await startBackfill(world, queue);
    await untilRunning(failed);
    const lost = nextMessage();
    expect(await deliverTo(world, { ...portsOf(world, queue), ...noCloud() }, lost, 5)).toBe(true);
    expect((await read(failed.id)).status).toBe('failed');

    await admin.resume(accountId, failed.id);
    await deliver(nextMessage());
    queue.waiting.splice(0);
    await admin.resume(accountId, failed.id);
    await drainQueue(world, queue);

    expect(await read(failed.id)).toMatchObject({ status: 'done', found: 8, done: 8 });
  });

  it('cannot start a second one of the rule, but one of another rule', async () => {
    await world.setRules(setting(diskRule), setting(eipRule));
    const job = await startBackfill(world, queue);
    await untilRunning(job);

    await expect(start(diskRule)).rejects.toMatchObject({
      code: 'JobRunning',
      message: expect.stringContaining(job.id),
    });
    expect((await start(eipRule)).status).toBe('waiting');
  });

  it('can start one again once the one before is done, cancelled, or stuck for an hour', async () => {
    await world.setRules(setting(diskRule));
    await start(diskRule);
    await drainQueue(world, queue);
    const second = await start(diskRule);
    await admin.cancel(accountId, second.id);
    const third = await start(diskRule);
    world.wait(3601);

    const fourth = await start(diskRule);

    expect(new Set([second.id, third.id, fourth.id]).size).toBe(3);
    expect((await read(third.id)).status).toBe('cancelled');
  });

  it('gets one job of many starts at once', async () => {
    await world.setRules(setting(diskRule));

    const ends = await Promise.allSettled([1, 2, 3, 4].map(() => start(diskRule)));
    await drainQueue(world, queue);

    const started = ends.filter(({ status }) => status === 'fulfilled');
    const { items } = await world.jobs.list(10, undefined);
    expect(started.length).toBe(1);
    expect(items.filter(({ status }) => status === 'done').length).toBe(1);
    expect(items.filter(({ status }) => status === 'cancelled').length).toBe(items.length - 1);
  });
});

describe('live events', () => {
  it('are done while a step of a job in the same batch has as much under way as it may', async () => {
    await world.setRules(setting(diskRule), setting(eipRule));
    const [instance] = instances;
    if (instance === undefined) throw new Error('no instance');
    const eip = await world.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
    const ids = { InstanceId: idOf(instance), AllocationId: idOf(eip) };
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', ids);
    const job = await startBackfill(world, queue);
    await untilRunning(job);
    const [jobIsBusy, liveIsDone] = [gate(), gate()];
    let writes = 0;
    const ports = {
      ...portsOf(world, queue),
      cloud: {
        // The job's own writes stand still until the live one has happened.
        ...overTagCalls(world.cloud, async ({ arns }, next) => {
          writes += 1;
          if (writes === 4) jobIsBusy.open();
          const isLive = arns.includes(eip);
          if (!isLive) await liveIsDone.opened;
          const problems = await next();
          if (isLive) liveIsDone.open();
          return problems;
        }),
        // Only the event asks for EIPs: it comes when the job has four reconciles under way.
        heirs: async (primary: Arn, type: ResourceType, cursor: string | undefined) => {
          if (type === 'Vpc-Eip') await jobIsBusy.opened;
          return world.cloud.heirs(primary, type, cursor, patientCall);
        },
      },
    };
    const worker = openWorker(world, ports);
    const { id, message } = nextMessage();
    const event = tagEvent('instance', [idOf(instance)]);

    await worker.deliver([writeMessage(message), event], 1, [id, 'live']);

    expect(await world.tagsOf(eip)).toEqual({ cost: 'shanghai' });
  }, 120_000);
});

const start = (settingName: typeof diskRule | typeof eipRule): Promise<Job> =>
  admin.start({ accountId, rule: ruleNamed(settingName), principal: 'alice' });

const noCloud = () => ({
  cloud: {
    ...world.cloud,
    list: async () => {
      throw new RetryableError({ code: 'Throttling', message: 'the cloud is throttled' });
    },
  },
});

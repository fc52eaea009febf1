import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { seed } from '../../bench/measured/seed.ts';
import { createJobAdmin, type JobAdmin } from '../../src/admin/job-admin.ts';
import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { type JobLane, workingLanes } from '../../src/jobs/lane.ts';
import { inChunks } from '../../src/model/chunks.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { accountId, gate, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import {
  laneIn,
  openQueue,
  portsOf,
  type Queued,
  readJob,
  startBackfill,
  type TestQueue,
} from './job-fixture.ts';
import { openWorker } from './worker-fixture.ts';

// An operator pauses a job by cancelling it, and lets it go on by resuming it.

const lanes = 3;
const rate = { jobLanes: lanes, jobResourcesPerSecond: 10_000 };

/** A primary's disks are one batch, and each lane has several primaries. */
const primaries = 6;
const disksEach = 50;

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let queue: TestQueue;
let admin: JobAdmin;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const arnOf = (type: 'Ecs-Instance' | 'Ecs-Disk', id: string): Arn =>
  formatArn({ type, region: 'cn-hangzhou', accountId, id });

const seeds = Array.from({ length: primaries }, (_, n) => {
  const instance = arnOf('Ecs-Instance', `i-${n}`);
  const disks = Array.from({ length: disksEach }, (_each, disk) => ({
    arn: arnOf('Ecs-Disk', `d-${n}-${disk}`),
    parents: [instance],
  }));
  return [{ arn: instance, tags: new Map([['cost', 'shanghai']]) }, ...disks];
}).flat();

beforeEach(async () => {
  const cloud = await dynamoDb.createTable();
  world = openWorld((await dynamoDb.createTable()).table, cloud.table);
  queue = openQueue();
  await world.setRules(setting(diskRule));
  await seed(cloud.table, seeds);
  admin = createJobAdmin({
    jobs: world.jobs,
    settings: world.settings,
    queue,
    clock: world.now,
    hasCloudFor: () => true,
    newId: () => 'none is asked for',
  });
});

const deliver = async ({ id, message }: Queued, ports = portsOf(world, queue)): Promise<boolean> =>
  (await openWorker(world, ports, rate).deliver([writeMessage(message)], 1, [id])).length === 0;

/** Lets the lanes begin, each with its message in the queue. */
const begin = async (): Promise<string> => {
  const { id } = await startBackfill(world, queue);
  const [first] = queue.waiting.splice(0);
  if (first === undefined) throw new Error('a job begins with a message');
  const ports = portsOf(world, queue);
  const list = async () => {
    throw new Error('it dies after it has begun the job');
  };
  await deliver(first, { ...ports, cloud: { ...ports.cloud, list } });
  queue.waiting.push(first);
  return id;
};

/** Sets all that is in the queue going, each lane in a worker of its own, and holds them at their first tag call. */
const holdAtTagCalls = (held: number) => {
  const all = gate();
  const goOn = gate();
  let reached = 0;
  const steps = queue.waiting.splice(0).map((message) => {
    const ports = portsOf(world, queue);
    let calls = 0;
    const cloud = overTagCalls(ports.cloud, async (_, next) => {
      calls += 1;
      if (calls === 1) {
        reached += 1;
        if (reached === held) all.open();
        await goOn.opened;
      }
      return next();
    });
    return deliver(message, { ...ports, cloud });
  });
  return { allHeld: all.opened, goOn: goOn.open, steps: Promise.all(steps) };
};

const drain = async (): Promise<void> => {
  for (let next = queue.waiting.shift(); next !== undefined; next = queue.waiting.shift()) {
    if (!(await deliver(next))) queue.waiting.push(next);
  }
};

const inherited = async (): Promise<number> => {
  const disks = seeds.flatMap(({ arn }) => (arn.includes(':disk/') ? [arn] : []));
  const sights = await Promise.all(
    inChunks(disks, 100).map((some) => world.cloud.describe(some, patientCall)),
  );
  return sights
    .flatMap((each) => [...each.values()])
    .filter((sight) => sight.kind === 'present' && sight.resource.tags.get('cost') === 'shanghai')
    .length;
};

const doneBy = (job: { readonly lanes: readonly JobLane[] }): readonly number[] =>
  workingLanes(job).map(({ done }) => done);

it('holds each lane after the batch that it is at, and counts that', async () => {
  const id = await begin();
  const { allHeld, goOn, steps } = holdAtTagCalls(lanes);

  await allHeld;
  await admin.cancel(accountId, id);
  goOn();
  await steps;
  await drain();

  const job = await readJob(world, id);
  expect(job.status).toBe('cancelled');
  expect(doneBy(job)).toEqual([disksEach, disksEach, disksEach]);
  expect(await inherited()).toBe(lanes * disksEach);
});

it('goes on in each lane where that stood, and does nothing twice', async () => {
  const id = await begin();
  const { allHeld, goOn, steps } = holdAtTagCalls(lanes);
  await allHeld;
  await admin.cancel(accountId, id);
  goOn();
  await steps;

  await admin.resume(accountId, id);
  const resumed = queue.waiting.map(laneIn);
  await drain();

  const all = primaries * disksEach;
  expect(new Set(resumed).size).toBe(resumed.length);
  expect(await readJob(world, id)).toMatchObject({ status: 'done', done: all, changed: all });
  expect(await inherited()).toBe(all);
});

it('stays cancelled, however late what was under way of its lanes comes again', async () => {
  const id = await begin();
  const late = [...queue.waiting];

  await admin.cancel(accountId, id);
  queue.waiting.splice(0);
  for (const message of late) expect(await deliver(message)).toBe(true);

  expect(await readJob(world, id)).toMatchObject({ status: 'cancelled', done: 0 });
  expect([queue.waiting, await inherited()]).toEqual([[], 0]);
});

it('leaves to a lane that is at work when the job is resumed what it began, and to nobody else', async () => {
  const id = await begin();
  const { allHeld, goOn, steps } = holdAtTagCalls(lanes);
  await allHeld;

  await admin.cancel(accountId, id);
  await admin.resume(accountId, id);
  goOn();
  await steps;
  await drain();

  const all = primaries * disksEach;
  const job = await readJob(world, id);
  expect(job).toMatchObject({ status: 'done', found: all, done: all });
  expect(await inherited()).toBe(all);
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Job } from '../../src/jobs/job.ts';
import { awkwardProvider } from '../clouds/awkward-provider.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { randomFrom } from '../reliability/random.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import {
  beginAndCount,
  deliverTo,
  makeInstances,
  openQueue,
  type Ports,
  portsOf,
  readJob,
  startBackfill,
  type TestQueue,
  type ToldJob,
} from './job-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let queue: TestQueue;
let disks: readonly Arn[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  queue = openQueue();
  await world.setRules(setting(diskRule));
  const made = await makeInstances(world, 20);
  ({ disks } = made);
  for (const instance of made.instances) await world.tag(instance, { cost: 'shanghai' });
});

const drain = async (ports: Ports): Promise<void> => {
  for (let delivered = 0; delivered < 500; delivered += 1) {
    const next = queue.waiting.shift();
    if (next === undefined) return;
    if (!(await deliverTo(world, ports, next))) queue.waiting.push(next);
  }
  throw new Error('the work does not end');
};

const finished = ({ id }: Job): Promise<ToldJob> => readJob(world, id);

it.each([1, 2])(
  'comes to all 40 disks, and counts each once, where pages of two come in no order and cursors expire (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const cloud = awkwardProvider(world.cloud, { random, pageSize: 2, expiresOneIn: 3 });
    const job = await startBackfill(world, queue);

    await drain({ ...portsOf(world, queue), cloud });

    expect(await finished(job)).toMatchObject({ status: 'done', found: 40, done: 40, failed: 0 });
    const tags = await Promise.all(disks.map(world.tagsOf));
    expect(tags).toEqual(disks.map(() => ({ cost: 'shanghai' })));
  },
  120_000,
);

it('fails for a cursor that expires again and again, says so, and begins anew when it is resumed', async () => {
  const random = randomFrom(1);
  const cloud = awkwardProvider(world.cloud, { random, pageSize: 2, expiresOneIn: 1 });
  const job = await startBackfill(world, queue);
  await beginAndCount(world, queue, job);
  const [first] = queue.waiting.splice(0);
  if (first === undefined) throw new Error('a job begins with a message');

  for (let next = first, receives = 5; ; ) {
    await deliverTo(world, { ...portsOf(world, queue), cloud }, next, receives);
    const [following] = queue.waiting.splice(0);
    if (following === undefined) break;
    next = following;
  }

  expect(await finished(job)).toMatchObject({
    status: 'failed',
    lanes: [{ cursor: null }, { cursor: null }],
    error: expect.stringContaining('expired'),
  });
});

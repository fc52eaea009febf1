import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { gate, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import {
  beginAndCount,
  deliverTo,
  drainQueue,
  dyingPorts,
  laneIn,
  makeInstances,
  openQueue,
  type Ports,
  portsOf,
  readJob,
  startBackfill,
  type ToldJob,
} from './job-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instances: readonly Arn[];
let disks: readonly Arn[];
let round = 0;

/** Associations. */
const count = 6;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  ({ instances, disks } = await makeInstances(world, count / 2));
});
afterAll(() => dynamoDb.stop());

/** Gives every disk something to inherit that no round before gave. @returns the new value */
const newValue = async (): Promise<string> => {
  round += 1;
  for (const instance of instances) await world.tag(instance, { cost: `v-${round}` });
  return `v-${round}`;
};

const read = ({ id }: Job): Promise<ToldJob> => readJob(world, id);

/** How long a message stays hidden from others once a process died with it; longer than an intent holds. */
const hiddenSeconds = 120;

/**
 * Runs a backfill whose process dies at the n-th call of a port, or after the n-th write, counted over
 * all its steps.
 * @returns false when it has fewer
 */
const killAt = async (n: number, death: 'before' | 'after', jobLanes: number): Promise<boolean> => {
  const value = await newValue();
  const queue = openQueue();
  const job = await startBackfill(world, queue);
  const doomed = dyingPorts(portsOf(world, queue), n, death);
  for (let next = queue.waiting.shift(); next !== undefined; next = queue.waiting.shift()) {
    const isDone = await deliverTo(world, doomed.ports, next, 1, { jobLanes });
    if (!doomed.hasDied()) continue;
    if (!isDone) queue.waiting.unshift(next);
    world.wait(hiddenSeconds);
    await drainQueue(world, queue, 60, { jobLanes });
  }

  const ended = await read(job);
  expect(ended).toMatchObject({ status: 'done', found: count, done: count, refused: 0, failed: 0 });
  // A disk that was made right by the process that died is right already for the one that follows.
  expect(ended.changed).toBeLessThanOrEqual(count);
  if (!doomed.hasDied()) expect(ended.changed).toBe(count);
  for (const disk of disks) expect(await world.tagsOf(disk)).toEqual({ cost: value });
  return doomed.hasDied();
};

describe('a backfill', () => {
  it.each([
    ['before any of its calls', 'before', 50, 1],
    ['after any of its writes', 'after', 20, 1],
    ['before any of its calls, in three lanes', 'before', 50, 3],
    ['after any of its writes, in three lanes', 'after', 20, 3],
  ] as const)(
    'is completed, each association counted once, killed %s',
    async (_, death, least, jobLanes) => {
      let calls = 1;
      while (await killAt(calls, death, jobLanes)) calls += 1;

      expect(calls).toBeGreaterThan(least);
    },
    600_000,
  );

  it('stays one chain when each of its messages comes twice', async () => {
    const value = await newValue();
    const queue = openQueue();
    const job = await startBackfill(world, queue);
    for (let next = queue.waiting.shift(); next !== undefined; next = queue.waiting.shift()) {
      // The second one is another message: the queue doubled it.
      const twin = { ...next, id: `${next.id}-twin` };
      await deliverTo(world, portsOf(world, queue), next);
      await deliverTo(world, portsOf(world, queue), twin);
      expect(new Set(queue.waiting.map(laneIn)).size).toBe(queue.waiting.length);
    }

    expect(await read(job)).toMatchObject({
      status: 'done',
      found: count,
      done: count,
      changed: count,
    });
    for (const disk of disks) expect(await world.tagsOf(disk)).toEqual({ cost: value });
  });

  it('stays one chain when two workers have the same message at once', async () => {
    await newValue();
    const queue = openQueue();
    const job = await startBackfill(world, queue);
    for (let next = queue.waiting.shift(); next !== undefined; next = queue.waiting.shift()) {
      const twin = { ...next, id: `${next.id}-twin` };
      const ports = portsOf(world, queue);
      await Promise.all([deliverTo(world, ports, next), deliverTo(world, ports, twin)]);
      const working = queue.waiting.filter((message) => laneIn(message) === 0);
      expect(working.length).toBeLessThanOrEqual(1);
    }

    expect(await read(job)).toMatchObject({ status: 'done', found: count, done: count });
  });

  it('is completed when a message comes twice at once and one of the two workers dies', async () => {
    const value = await newValue();
    const queue = openQueue();
    const job = await startBackfill(world, queue);
    await beginAndCount(world, queue, job);
    const doubled = queue.waiting.shift();
    if (doubled === undefined) throw new Error('no message');
    const [hasWritten, isOvertaken] = [gate(), gate()];
    const replacing = (replace: JobStore['replace']): Ports => ({
      ...portsOf(world, queue),
      jobs: { ...world.jobs, replace },
    });
    const doomed = replacing(async (previous, change) => {
      await world.jobs.replace(previous, change);
      hasWritten.open();
      await isOvertaken.opened;
      throw new Error('the process died');
    });
    const slow = replacing(async (previous, change) => {
      await hasWritten.opened;
      return world.jobs.replace(previous, change);
    });

    const first = deliverTo(world, doomed, doubled);
    const isDone = await deliverTo(world, slow, doubled);
    isOvertaken.open();
    await first;
    // The queue has one message of this name: it is gone as soon as one of its deliveries ended well.
    if (!isDone) queue.waiting.push(doubled);
    await drainQueue(world, queue);

    expect(await read(job)).toMatchObject({ status: 'done', found: count, done: count });
    for (const disk of disks) expect(await world.tagsOf(disk)).toEqual({ cost: value });
  });

  it('sends its next message again when the process died before that', async () => {
    const queue = openQueue();
    const job = await startBackfill(world, queue);
    const first = queue.waiting.shift();
    if (first === undefined) throw new Error('no message');
    await deliverTo(world, portsOf(world, queue), first);
    queue.waiting.splice(0);

    await deliverTo(world, portsOf(world, queue), first);
    await drainQueue(world, queue);

    expect(await read(job)).toMatchObject({ status: 'done', done: count });
  });
});

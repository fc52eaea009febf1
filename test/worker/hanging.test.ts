import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Door } from '../../src/clouds/call.ts';
import { type CloudProvider, patientCall } from '../../src/clouds/provider.ts';
import { jobIdOf } from '../../src/jobs/job.ts';
import { inChunks } from '../../src/model/chunks.ts';
import { ownCauses } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { allPages } from '../clouds/ask.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { accountId, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { makeInstances, openQueue, startBackfill } from './job-fixture.ts';
import { openWorker } from './worker-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instances: readonly Arn[];
let disks: readonly Arn[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  ({ instances, disks } = await makeInstances(world, 4));
  for (const instance of instances) await world.tag(instance, { cost: 'shanghai' });
  await world.setRules(setting(diskRule));
});

/** The cloud as one that tells what disks hang on from their end. @param asked takes the listings that are read */
const tellingHanging = (
  { cloud }: ReconcileWorld,
  asked: string[],
  pageSize = 3,
): CloudProvider => ({
  ...cloud,
  heirs: async (primary, associated, cursor, call) => {
    asked.push('heirs');
    return cloud.heirs(primary, associated, cursor, call);
  },
  hanging:
    (account, { associated }) =>
    async (cursor) => {
      asked.push('hanging');
      const all = await allPages((page) => cloud.list(account, associated, page, patientCall));
      const sights = await cloud.describe(all, patientCall);
      const held = all.filter((arn) => {
        const sight = sights.get(arn);
        return sight?.kind === 'present' && sight.resource.parents.length > 0;
      });
      const index = Number(cursor ?? 0);
      const pages = inChunks(held, pageSize);
      return {
        items: pages[index] ?? [],
        next: index + 1 < pages.length ? String(index + 1) : undefined,
      };
    },
});

const settle = async (worker: ReturnType<typeof openWorker>, bodies: readonly string[]) => {
  let left = bodies;
  while (left.length > 0) {
    expect(await worker.deliver(left)).toEqual([]);
    left = worker.sent.splice(0).map(writeMessage);
  }
};

describe('a backfill of a cloud whose tag calls take many at once', () => {
  /** How many associations each batch of the running phase did. */
  const batches = async (
    changes: Partial<CloudProvider>,
    options: Parameters<typeof openWorker>[2],
  ): Promise<readonly number[]> => {
    await makeInstances(world, 26);
    const done: number[] = [];
    const queue = openQueue();
    await startBackfill(world, queue);
    const cloud = { ...tellingHanging(world, [], 10), ...changes };
    const door: Partial<Door> = {
      enter: (_at, count) => {
        done.push(count);
        return count;
      },
      ...options?.door,
    };
    const worker = openWorker(world, { cloud }, { parallelReconciles: 100, ...options, door });
    const bodies = queue.waiting.map(({ message }) => writeMessage(message));
    await settle(worker, bodies);
    return done;
  };

  it.each([
    ['as many as fit', { jobBatch: 500 }, {}, [60]],
    ['as many as a small call takes', {}, {}, [50, 10]],
    [
      'fewer where memory is given for fewer',
      { jobBatch: 500 },
      { parallelReconciles: 2 },
      [50, 10],
    ],
    ['fewer where calls are used up', { jobBatch: 500 }, { door: { room: () => 0 } }, [50, 10]],
  ])('does %s together', async (_, changes, options, expected) => {
    expect(await batches(changes, options)).toEqual(expected);
  });
});

describe('where a cloud tells associations from the associated end', () => {
  it('a backfill asks for all at once, and for the heirs of no single primary', async () => {
    const asked: string[] = [];
    const queue = openQueue();
    const job = await startBackfill(world, queue);
    const worker = openWorker(world, { cloud: tellingHanging(world, asked) });

    await settle(
      worker,
      queue.waiting.map(({ message }) => writeMessage(message)),
    );

    expect(await Promise.all(disks.map(world.tagsOf))).toEqual(
      disks.map(() => ({ cost: 'shanghai' })),
    );
    expect((await world.jobs.read(job.id))?.status).toBe('done');
    expect(new Set(asked)).toEqual(new Set(['hanging']));
  });

  it('a sweep counts under its rule what it looked at, what was wrong, and what is inherited', async () => {
    await world.setRules(setting(diskRule, { existingStatus: 'Enable', backfillId: 'b-1' }));
    const worker = openWorker(world, { cloud: tellingHanging(world, []) });
    const cause = {
      eventId: 's-1',
      eventName: ownCauses.sweep,
      eventTime: '2026-03-01T08:00:00.000Z',
      principal: 'schedule',
    };

    await settle(worker, [writeMessage({ kind: 'sweep', cause })]);

    const seen = await world.jobs.coverage(jobIdOf(cause.eventTime, cause.eventId), accountId);
    expect(seen.map(({ rules }) => rules)).toEqual([
      new Map([[diskRule, { looked: 8, wrong: 8, tags: 8 }]]),
    ]);
  });
});

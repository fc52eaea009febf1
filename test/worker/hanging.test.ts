import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
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

const pageSize = 3;

/** The cloud as one that tells what disks hang on from their end. @param asked takes the listings that are read */
const tellingHanging = ({ cloud }: ReconcileWorld, asked: string[]): CloudProvider => ({
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
    expect(await world.jobs.read(job.id)).toMatchObject({ status: 'done', found: 8, done: 8 });
    // Three pages to count, and the same three to do.
    expect(asked).toEqual(Array.from({ length: 6 }, () => 'hanging'));
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

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { jobIdOf } from '../../src/jobs/job.ts';
import { ownCauses } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { accountId, idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { readJob } from './job-fixture.ts';
import { bodyOf, openWorker, type TestWorker, tagEvent } from './worker-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let worker: TestWorker;
let instance: Arn;
let disk: Arn;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  worker = openWorker(world);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  await world.tag(instance, { cost: 'shanghai' });
  disk = await attachedDisk();
});

const attachedDisk = async (): Promise<Arn> => {
  const made = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const ids = { InstanceId: idOf(instance), DiskId: idOf(made) };
  return world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
};

/** Delivers the event of the primary's own tag change, so that all its heirs are right. */
const inheritAll = async (): Promise<void> => {
  await worker.deliver([tagEvent('instance', [idOf(instance)])]);
};

const inherit = async (arn: Arn): Promise<void> => {
  await worker.deliver([bodyOf({ kind: 'keys', arns: [arn] })]);
  expect(await world.tagsOf(arn)).toEqual({ cost: 'shanghai' });
};

const cause = {
  eventId: 's-1',
  eventName: ownCauses.sweep,
  eventTime: '2026-03-01T08:00:00.000Z',
  principal: 'schedule',
};
const jobId = jobIdOf(cause.eventTime, cause.eventId);

const sweep = async (): Promise<void> => {
  let bodies = [writeMessage({ kind: 'sweep', cause })];
  while (bodies.length > 0) {
    expect(await worker.deliver(bodies)).toEqual([]);
    bodies = worker.sent.splice(0).map(writeMessage);
  }
};

describe('a sweep', () => {
  it('repairs what drifted, and counts it as a finding', async () => {
    await inheritAll();
    await world.tag(disk, { cost: 'drifted' });

    await sweep();

    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(worker.counted.get('SweepFindings')).toBe(1);
  });

  it('finds nothing where nothing is wrong, and writes nothing', async () => {
    await inheritAll();
    const before = await world.ledger.read(disk);

    await sweep();

    expect(worker.counted.has('SweepFindings')).toBe(false);
    expect(await world.ledger.read(disk)).toEqual(before);
  });

  it('finds the lost events of primaries that the ledger knows: changes, attaches, detaches, deletes', async () => {
    const [parted, attached] = [await attachedDisk(), await attachedDisk()];
    await inherit(disk);
    await inherit(parted);
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(parted),
    });
    await world.tag(instance, { cost: 'beijing' });

    await sweep();

    expect(await world.tagsOf(disk)).toEqual({ cost: 'beijing' });
    expect(await world.tagsOf(attached)).toEqual({ cost: 'beijing' });
    expect(await world.tagsOf(parted)).toEqual({});
  });

  it('closes the records of what is gone', async () => {
    await inherit(disk);
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(disk),
    });
    await world.make('Ecs-Disk', 'Ecs/DeleteDisk', { DiskId: idOf(disk) });

    await sweep();

    expect(await world.entriesOf(disk)).toEqual([]);
  });

  it('finds what the ledger does not know under rules that apply to existing resources', async () => {
    await world.setRules(setting(diskRule, { existingStatus: 'Enable', backfillId: 'b-1' }));

    await sweep();

    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });

  it('leaves alone what no event named under a rule that does not', async () => {
    await sweep();

    expect(await world.tagsOf(disk)).toEqual({});
  });

  it('does nothing while the feature is off', async () => {
    await world.setRules(setting(diskRule, { existingStatus: 'Enable', backfillId: 'b-1' }));
    await world.setFeature('Disable');

    await sweep();

    expect(await world.tagsOf(disk)).toEqual({});
  });

  it('looks at each association once, however many ways lead to it', async () => {
    // The system disk, the disk, and the one that was detached.

    const parted = await attachedDisk();
    await inherit(disk);
    await inherit(parted);
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(parted),
    });
    await world.setRules(setting(diskRule, { existingStatus: 'Enable', backfillId: 'b-1' }));

    await sweep();

    expect(await readJob(world, jobId)).toMatchObject({ status: 'done', found: 3, done: 3 });
  });

  it('shows what it found and repaired by rule', async () => {
    await inheritAll();
    await world.tag(disk, { cost: 'drifted' });

    await sweep();

    const job = await readJob(world, jobId);
    expect(job.findings).toEqual(new Map([[diskRule, 1]]));
    expect(job).toMatchObject({
      kind: 'sweep',
      accountId: null,
      startedBy: 'schedule',
      changed: 1,
    });
  });

  it('counts for each account and rule what it saw, what was wrong of it, and what is inherited', async () => {
    const [parted, idle] = [await attachedDisk(), await attachedDisk()];
    await inherit(disk);
    await inherit(parted);
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(parted),
    });
    await world.tag(disk, { cost: 'drifted' });

    await sweep();

    const seen = await world.jobs.coverage(jobId, accountId);
    // The system disk and the idle one, which inherits nothing yet, hang there, too.
    expect(await world.tagsOf(idle)).toEqual({ cost: 'shanghai' });
    expect(seen.map(({ rules }) => rules)).toEqual([
      new Map([[diskRule, { looked: 4, wrong: 4, tags: 3 }]]),
    ]);
    expect(await world.jobs.coverage(jobId, 'somebody else')).toEqual([]);
    expect((await readJob(world, jobId)).lanes[0]?.coverage).toEqual([]);
  });

  it('is one job however often its start comes', async () => {
    const start = writeMessage({ kind: 'sweep', cause });

    await worker.deliver([start, start], 1, ['a', 'b']);
    await worker.deliver([start], 1, ['c']);

    const { items } = await world.jobs.list(10, undefined);
    expect(items.map(({ id }) => id)).toEqual([jobId]);
  });

  it('does not start while the one before is running', async () => {
    worker = openWorker(world, {}, { jobResourcesPerSecond: 1 });
    await worker.deliver([writeMessage({ kind: 'sweep', cause })]);
    const [first] = worker.sent.splice(0);
    if (first === undefined) throw new Error('no message of the job');
    await worker.deliver([writeMessage(first)]);
    const second = { ...cause, eventId: 's-2', eventTime: '2026-03-01T09:00:00.000Z' };

    await worker.deliver([writeMessage({ kind: 'sweep', cause: second })]);

    const { items } = await world.jobs.list(10, undefined);
    expect(items.map(({ id, status }) => [id, status])).toEqual([[jobId, 'running']]);
  });

  it('counts its steps, so that sweeps that do not run are noticed', async () => {
    await sweep();

    expect(worker.counted.get('SweepSteps')).toBe(1);
  });

  it('drops a start without a time', async () => {
    await worker.deliver([writeMessage({ kind: 'sweep', cause: { ...cause, eventTime: 'soon' } })]);

    expect(worker.counted.get('MessagesMalformed')).toBe(1);
  });
});

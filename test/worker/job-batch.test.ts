import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Job } from '../../src/jobs/job.ts';
import { type HeirtagError, RetryableError, TerminalError } from '../../src/model/errors.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import {
  laneIn,
  makeInstances,
  openQueue,
  type Ports,
  portsOf,
  type Queued,
  readJob,
  startBackfill,
  type TestQueue,
  type ToldJob,
} from './job-fixture.ts';
import { openWorker } from './worker-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let queue: TestQueue;
let disks: readonly Arn[];
let instances: readonly Arn[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  queue = openQueue();
  await world.setRules(setting(diskRule));
  ({ instances, disks } = await makeInstances(world, 4));
  for (const instance of instances) await world.tag(instance, { cost: 'shanghai' });
});

const denied = (): HeirtagError => new TerminalError({ code: 'NoPermission', message: 'not you' });
const broken = (): HeirtagError => new RetryableError({ code: 'InternalError', message: '500' });
const throttled = (): HeirtagError => new RetryableError({ code: 'Throttling', message: 'slow' });

/** A cloud that cannot describe some resources, nor list the heirs of some. */
const failingFor = (bad: readonly Arn[], error: () => HeirtagError): Ports => ({
  ...portsOf(world, queue),
  cloud: {
    ...world.cloud,
    describe: async (arns, call) => {
      if (arns.some((arn) => bad.includes(arn))) throw error();
      return world.cloud.describe(arns, call);
    },
    heirs: async (primary, type, cursor, call) => {
      if (bad.includes(primary)) throw error();
      return world.cloud.heirs(primary, type, cursor, call);
    },
  },
});

const startSweep = (): Promise<Job> =>
  startBackfill(world, queue, { kind: 'sweep', accountId: null, settingName: null });

/** Runs a job to where it stands still. @returns what it sent on, and the steps that come again */
const runJob = async (ports: Ports, receives = 1) => {
  const worker = openWorker(world, ports, { jobResourcesPerSecond: 1000, maxReceives: 100 });
  const sentOn: Queued[] = [];
  const again: Queued[] = [];
  for (let next = queue.waiting.shift(); next !== undefined; next = queue.waiting.shift()) {
    if (next.message.kind !== 'job') sentOn.push(next);
    else if ((await worker.deliver([writeMessage(next.message)], receives, [next.id])).length > 0) {
      again.push(next);
    }
  }
  return { sentOn: sentOn.map(({ message }) => message), again };
};

const read = ({ id }: Job): Promise<ToldJob> => readJob(world, id);

const inherited = async (): Promise<number> => {
  const tags = await Promise.all(disks.map(world.tagsOf));
  return tags.filter(({ cost }) => cost === 'shanghai').length;
};

const at = (arns: readonly Arn[], index: number): Arn => {
  const arn = arns[index];
  if (arn === undefined) throw new Error(`there is no ${index}`);
  return arn;
};

describe('a backfill', () => {
  it.each([
    ['may not be listed', denied, 'NoPermission'],
    ['cannot be listed just now', broken, 'InternalError'],
  ])(
    'does the rest when the heirs of one primary %s, tells it, and sends it on',
    async (_, error, code) => {
      const bad = at(instances, 1);
      const job = await startBackfill(world, queue);

      const { sentOn } = await runJob(failingFor([bad], error));

      expect(await inherited()).toBe(6);
      expect(await read(job)).toMatchObject({
        status: 'done',
        found: 6,
        done: 6,
        failed: 1,
        failures: [{ resource: bad, code }],
      });
      expect(sentOn).toMatchObject([{ kind: 'heirs', primary: bad, cursor: null, reach: [bad] }]);
    },
  );

  it('waits when it is throttled: nothing is set aside', async () => {
    const job = await startBackfill(world, queue);

    const { sentOn, again } = await runJob(failingFor([at(instances, 1)], throttled));

    expect(again.map(laneIn)).toEqual([0, 1]);
    expect(sentOn).toEqual([]);
    expect(await read(job)).toMatchObject({ status: 'running', failed: 0, failures: [] });
  });

  it('waits when some resources are throttled: they are no messages before it', async () => {
    const job = await startBackfill(world, queue);
    const bad = [at(disks, 1), at(disks, 3)];

    const { sentOn, again } = await runJob(failingFor(bad, throttled));

    expect(sentOn).toEqual([]);
    expect(await read(job)).toMatchObject({ status: 'running', done: 0, failed: 0 });
    expect(await inherited()).toBe(6);

    queue.waiting.push(...again);
    await runJob(portsOf(world, queue));
    expect(await read(job)).toMatchObject({ status: 'done', done: 8, failed: 0 });
    expect(await inherited()).toBe(8);
  });

  it('waits when no listing can be read: then the cloud is at fault', async () => {
    const more = await makeInstances(world, 8);
    const job = await startBackfill(world, queue);

    const { sentOn, again } = await runJob(failingFor([...instances, ...more.instances], broken));

    expect(again.map(laneIn)).toEqual([0, 1]);
    expect(sentOn).toEqual([]);
    expect(await read(job)).toMatchObject({ status: 'running', failed: 0 });
  });

  it('ends, and floods no queue, when the cloud refuses every resource for good', async () => {
    const more = await makeInstances(world, 2);
    const job = await startBackfill(world, queue);

    const { sentOn } = await runJob(failingFor([...disks, ...more.disks], denied));

    expect(sentOn).toEqual([]);
    expect(await read(job)).toMatchObject({ status: 'done', done: 12, failed: 12 });
  });

  it('keeps some of many failures, and counts them all', async () => {
    const more = await makeInstances(world, 12);
    const bad = [...disks, ...more.disks].slice(1);
    const job = await startBackfill(world, queue);

    await runJob(failingFor(bad, denied));

    const { failed, failures } = await read(job);
    expect(failed).toBe(31);
    expect(failures.length).toBe(20);
  });
});

describe('a sweep', () => {
  beforeEach(async () => {
    const worker = openWorker(world);
    for (const disk of disks) {
      await worker.deliver([
        writeMessage({
          kind: 'keys',
          arns: [disk],
          cause: {
            eventId: 'e',
            eventName: 'Test',
            eventTime: '2026-03-01T08:00:00Z',
            principal: 'p',
          },
        }),
      ]);
      await world.untag(disk, 'cost');
    }
  });

  it('does the rest when one resource may not be described, tells it, and sends it on', async () => {
    const bad = at(disks, 1);
    const job = await startSweep();

    const { sentOn } = await runJob(failingFor([bad], denied));

    expect(await inherited()).toBe(7);
    const { status, failures } = await read(job);
    expect(status).toBe('done');
    expect(new Set(failures.map(({ resource, code }) => `${resource} ${code}`))).toEqual(
      new Set([`${bad} NoPermission`]),
    );
    expect(sentOn).toContainEqual(expect.objectContaining({ kind: 'keys', arns: [bad] }));
  });

  it('waits some tries for a listing of a rule that may be read later, and passes over it then', async () => {
    let isBroken = true;
    const ports: Ports = {
      ...portsOf(world, queue),
      cloud: {
        ...world.cloud,
        list: async (account, type, cursor, call) => {
          if (isBroken) throw broken();
          return world.cloud.list(account, type, cursor, call);
        },
      },
    };
    await world.setRules({ ...setting(diskRule), backfillId: 'j-1' });
    const job = await startSweep();
    const runAgain = async (receives: number) => {
      const { again } = await runJob(ports, receives);
      queue.waiting.push(...again);
      return { again: again.length, ...(await read(job)) };
    };

    expect(await runAgain(1)).toMatchObject({ again: 2, status: 'running', failed: 0 });
    expect(await runAgain(5)).toMatchObject({ again: 2, status: 'running', failed: 0 });
    expect(await runAgain(6)).toMatchObject({
      again: 0,
      status: 'done',
      failures: [{ code: 'InternalError' }],
    });

    isBroken = false;
    const next = await startSweep();
    await runJob(ports);
    expect(await read(next)).toMatchObject({ status: 'done', failed: 0 });
    expect(await inherited()).toBe(8);
  });

  it('does the other accounts when the settings of one cannot be read', async () => {
    const ports = failingFor([], denied);
    const other = '1000000000000002';
    const settings: Ports['settings'] = {
      ...world.settings,
      accounts: async () => ({ items: [other, '1000000000000001'], next: undefined }),
      read: async (accountId) => {
        if (accountId === other) throw denied();
        return world.settings.read(accountId);
      },
    };
    const job = await startSweep();

    await runJob({ ...ports, settings });

    expect(await inherited()).toBe(8);
    const { status, failures } = await read(job);
    expect(status).toBe('done');
    expect(failures[0]?.resource).toContain(other);
  });
});

import type { Arn } from '../../src/clouds/arn.ts';
import { type CloudProvider, patientCall } from '../../src/clouds/provider.ts';
import type { ReconcileDeps } from '../../src/engine/session.ts';
import { type Job, jobIdOf } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { isCounted, type JobLane, type JobTotal, totalOf, withLane } from '../../src/jobs/lane.ts';
import { startJob } from '../../src/jobs/start-job.ts';
import { isoTime } from '../../src/model/clock.ts';
import { RetryableError } from '../../src/model/errors.ts';
import type { ChangesQueue, InternalMessage } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { diskRule } from '../engine/fixtures.ts';
import { accountId, idOf, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { openWorker } from './worker-fixture.ts';

/** A message in the queue of these tests. */
export type Queued = {
  readonly id: string;
  readonly message: InternalMessage;
  readonly delaySeconds: number;
};

/** A queue that keeps what was sent until a test delivers it. */
export type TestQueue = ChangesQueue & { readonly waiting: Queued[] };

export const openQueue = (): TestQueue => {
  const waiting: Queued[] = [];
  let sent = 0;
  return {
    waiting,
    send: async (messages, delaySeconds = 0) => {
      for (const message of messages) {
        sent += 1;
        waiting.push({ id: `m-${sent}`, message, delaySeconds });
      }
    },
  };
};

/** Everything a worker calls that may fail or die. */
export type Ports = Pick<ReconcileDeps, 'ledger' | 'settings'> & {
  readonly cloud: CloudProvider;
  readonly jobs: JobStore;
  readonly queue: ChangesQueue;
};

type Interceptor = <T>(work: () => Promise<T>, name: string) => Promise<T>;

const isCall = (value: unknown): value is (...args: readonly unknown[]) => unknown =>
  typeof value === 'function';

/** What a cloud answers without asking anybody; `write` asks through its tag calls. */
const atOnce: ReadonlySet<string | symbol> = new Set([
  'maxTagsPerResource',
  'tagCallsFor',
  'isOurs',
  'write',
]);

/** The port with each of its calls going through `step`; calls that answer at once are left alone. */
const intercepted = <T extends object>(port: T, name: string, step: Interceptor): T =>
  new Proxy(port, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (!isCall(value) || atOnce.has(key)) return value;
      return (...args: readonly unknown[]) =>
        step(async () => value(...args), `${name}.${String(key)}`);
    },
  });

/** All ports, with each call going through `step`. */
export const interceptAll = (ports: Ports, step: Interceptor): Ports => ({
  cloud: overTagCalls(intercepted(ports.cloud, 'cloud', step), (call, next) =>
    step(next, `cloud.${call.change.kind}`),
  ),
  ledger: intercepted(ports.ledger, 'ledger', step),
  settings: intercepted(ports.settings, 'settings', step),
  jobs: intercepted(ports.jobs, 'jobs', step),
  queue: intercepted(ports.queue, 'queue', step),
});

const writes: ReadonlySet<string> = new Set([
  'cloud.set',
  'cloud.remove',
  'ledger.replace',
  'jobs.create',
  'jobs.replace',
  'jobs.takeLock',
  'queue.send',
]);

/** Ports of a process that dies at its n-th call before that takes effect, or after its n-th write. */
export const dyingPorts = (
  ports: Ports,
  n: number,
  death: 'before' | 'after',
): { readonly ports: Ports; readonly hasDied: () => boolean } => {
  let calls = 0;
  const doomed = interceptAll(ports, async (work, name) => {
    if (death === 'before' || writes.has(name)) calls += 1;
    else if (calls < n) return work();
    if (calls > n || (calls === n && death === 'before')) throw new Error('the process died');
    const answer = await work();
    if (calls >= n) throw new Error('the process died');
    return answer;
  });
  return { ports: doomed, hasDied: () => calls >= n };
};

export const portsOf = (world: ReconcileWorld, queue: ChangesQueue): Ports => ({
  cloud: world.cloud,
  ledger: world.ledger,
  settings: world.settings,
  jobs: world.jobs,
  queue,
});

/** A job with what its lanes came to. */
export type ToldJob = Job & JobTotal;

/** Reads a job that must be there. */
export const readJob = async (world: ReconcileWorld, id: string): Promise<ToldJob> => {
  const job = await world.jobs.read(id);
  if (job === undefined) throw new Error(`no job ${id}`);
  return { ...job, ...totalOf(job) };
};

/** Writes something of a lane behind the back of whoever works on it. */
export const changeLane = async (
  { jobs }: Pick<ReconcileWorld, 'jobs'>,
  job: Job,
  change: Partial<JobLane>,
): Promise<Job> => jobs.replace(job, { lanes: withLane(job, 0, change) });

/** How many lanes work unless a test says so. */
export type Lanes = { readonly jobLanes?: number };

/** Delivers a message to a worker. @returns true when it is done, false when it comes again */
export const deliverTo = async (
  world: ReconcileWorld,
  ports: Ports,
  { id, message }: Queued,
  receives = 1,
  { jobLanes = 1 }: Lanes = {},
): Promise<boolean> => {
  const worker = openWorker(world, ports, { jobResourcesPerSecond: jobLanes, jobLanes });
  const again = await worker.deliver([writeMessage(message)], receives, [id]);
  return again.length === 0;
};

/** The lane that a message goes on with. */
export const laneIn = ({ message }: Queued): number =>
  message.kind === 'job' ? (message.lane ?? 0) : Number.NaN;

/**
 * Lets a job begin with one lane and count all there is. Its first message, which has done nothing yet, is the
 * one in the queue then.
 */
export const beginAndCount = async (
  world: ReconcileWorld,
  queue: TestQueue,
  { id }: Job,
): Promise<void> => {
  const first = queue.waiting.shift();
  if (first === undefined) throw new Error('a job begins with a message');
  const ports = portsOf(world, queue);
  const list = async () => {
    throw new RetryableError({ code: 'Throttling', message: 'the cloud is throttled' });
  };
  await deliverTo(world, { ...ports, cloud: { ...ports.cloud, list } }, first);
  for (let next = queue.waiting.shift(); next !== undefined; next = queue.waiting.shift()) {
    await deliverTo(world, ports, next);
  }
  if (!isCounted(await readJob(world, id))) throw new Error(`job ${id} did not count`);
  queue.waiting.push(first);
};

/** Delivers all messages, and those they lead to, one after the other. @returns how many */
export const drainQueue = async (
  world: ReconcileWorld,
  queue: TestQueue,
  most = 1000,
  lanes: Lanes = {},
): Promise<number> => {
  let delivered = 0;
  for (let next = queue.waiting.shift(); next !== undefined; next = queue.waiting.shift()) {
    const isDone = await deliverTo(world, portsOf(world, queue), next, 1, lanes);
    if (!isDone) queue.waiting.push(next);
    delivered += 1;
    if (delivered > most) throw new Error(`more than ${most} messages: ${JSON.stringify(next)}`);
  }
  return delivered;
};

/** Instances with a system disk and one more disk each. @returns instances and all disks, as a backfill comes to them */
export const makeInstances = async (
  world: ReconcileWorld,
  count: number,
): Promise<{ readonly instances: readonly Arn[]; readonly disks: readonly Arn[] }> => {
  const instances: Arn[] = [];
  for (let index = 0; index < count; index += 1) {
    const instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
    const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
    const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
    await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
    instances.push(instance);
  }
  instances.sort();
  const heirs = await Promise.all(
    instances.map((instance) => world.cloud.heirs(instance, 'Ecs-Disk', undefined, patientCall)),
  );
  return { instances, disks: heirs.flatMap(({ items }) => items) };
};

let started = 0;

/** Starts a backfill of the rule of disks as an operator does. */
export const startBackfill = (
  world: ReconcileWorld,
  queue: ChangesQueue,
  changes: Partial<Job> = {},
): Promise<Job> => {
  started += 1;
  const startedAt = isoTime(world.now());
  return startJob(
    { jobs: world.jobs, queue },
    {
      id: jobIdOf(startedAt, `job-${started}`),
      kind: 'backfill',
      accountId,
      settingName: diskRule,
      waitsForSetting: false,
      startedAt,
      startedBy: 'alice',
      ...changes,
    },
  );
};

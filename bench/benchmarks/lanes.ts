import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import { isActive, jobIdOf } from '../../src/jobs/job.ts';
import { totalOf } from '../../src/jobs/lane.ts';
import { startJob } from '../../src/jobs/start-job.ts';
import { isoTime } from '../../src/model/clock.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import type { Services } from '../../src/runtime/services.ts';
import { workerOf } from '../../src/runtime/worker.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { diskRule } from '../../test/engine/fixtures.ts';
import { type CloudCounts, countCalls } from '../measured/counted-cloud.ts';
import { type MeasuredWorld, openMeasuredWorld, recordOf } from '../measured/world.ts';
import type { Benchmark, Row } from '../report.ts';

/** Disks in all, two to an instance; HEIRTAG_BENCH_ASSOCIATIONS says how many. */
const associations = Number(process.env.HEIRTAG_BENCH_ASSOCIATIONS ?? 2000);

/** What a call of the cloud is taken to last. Seconds. */
const callSeconds = 0.05;

const counted = [1, 2, 4, 8] as const;

const instances = Math.ceil(associations / 2);

const arnOf = (type: 'Ecs-Instance' | 'Ecs-Disk', id: string): Arn =>
  formatArn({ type, region: 'cn-hangzhou', accountId: '1000000000000001', id });

const seedAll = (world: MeasuredWorld): Promise<void> =>
  world.seed(
    Array.from({ length: instances }, (_, n) => {
      const instance = arnOf('Ecs-Instance', `i-${n}`);
      // Ten teams, so that equal changes are those of a tenth.
      const tags = new Map([['team', `team-${n % 10}`]]);
      const disks = ['a', 'b'].map((disk) => ({
        arn: arnOf('Ecs-Disk', `d-${n}-${disk}`),
        parents: [instance],
      }));
      return [{ arn: instance, tags }, ...disks];
    }).flat(),
  );

const silent = () => {};
const telemetry = {
  log: { debug: silent, info: silent, warn: silent, error: silent },
  meter: { add: silent, flush: silent },
} as const;

/** A worker that has one lane to itself, and the calls of the cloud that it makes. */
const openWorker = (services: Services) => {
  const { cloud, take } = countCalls(services.provider);
  const { gather } = services.reconcile.wave;
  const reconcile = { ...services.reconcile, cloud: gatheredCloud(cloud, gather) };
  return { handle: workerOf({ ...services, provider: cloud, reconcile }, telemetry), take };
};

const laneOf = (message: InternalMessage): number =>
  message.kind === 'job' ? (message.lane ?? 0) : 0;

/** Runs a backfill to its end. @returns the calls that each lane made, one after the other; who counts is the last */
const runJob = async (world: MeasuredWorld, lanes: number) => {
  const waiting: InternalMessage[] = [];
  const queue: Services['queue'] = {
    ...world.services.queue,
    send: async (messages) => {
      waiting.push(...messages);
    },
  };
  const services: Services = { ...world.services, queue };
  const startedAt = isoTime(Date.now());
  const { id } = await startJob(services, {
    id: jobIdOf(startedAt, 'bench'),
    kind: 'backfill',
    accountId: world.accountId,
    settingName: diskRule,
    waitsForSetting: false,
    startedAt,
    startedBy: 'bench',
  });
  const workers = Array.from({ length: lanes + 1 }, () => openWorker(services));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const record = recordOf({ body: writeMessage(next), sentAt: Date.now() }, Date.now());
    const response = await workers[laneOf(next)]?.handle({ Records: [record] });
    if (response?.batchItemFailures.length !== 0) waiting.push(next);
    const job = await services.jobs.read(id);
    if (job === undefined || !isActive(job)) break;
  }
  const job = await services.jobs.read(id);
  if (job?.status !== 'done') throw new Error(`the job is ${job?.status}: ${job?.error}`);
  return { done: totalOf(job).done, calls: workers.map(({ take }) => take()) };
};

const sumOf = (counts: CloudCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const measure = async (lanes: number): Promise<Row> => {
  const world = await openMeasuredWorld({
    HEIRTAG_JOB_RESOURCES_PER_SECOND: '10000',
    HEIRTAG_JOB_LANES: String(lanes),
  });
  try {
    await world.enable(diskRule);
    await seedAll(world);
    const { done, calls } = await runJob(world, lanes);
    if (done !== instances * 2) throw new Error(`${done} of ${instances * 2} were done`);
    const working = calls.slice(0, lanes);
    const longest = Math.max(...working.map(sumOf));
    const all = working.map(sumOf).reduce((sum, each) => sum + each, 0);
    return {
      lanes,
      associations: done,
      'calls of all lanes': all,
      'calls of the longest lane': longest,
      'tag calls': working.reduce((sum, { setTags = 0 }) => sum + setTags, 0),
      'associations a second': Math.round(done / (longest * callSeconds)),
    };
  } finally {
    await world.stop();
  }
};

/** What lanes bring a backfill, by the calls of the cloud that each of them makes one after the other. */
export const lanes: Benchmark = {
  about: `calls of the cloud that each lane of a backfill makes one after the other, and the associations a second that come of it where each takes ${callSeconds * 1000} ms and no rate is in the way; HEIRTAG_BENCH_ASSOCIATIONS says of how many`,
  run: async () => {
    const rows: Row[] = [];
    for (const each of counted) rows.push(await measure(each));
    return rows;
  },
};

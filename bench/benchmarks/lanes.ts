import { setTimeout as sleep } from 'node:timers/promises';
import { isActive, jobIdOf } from '../../src/jobs/job.ts';
import { mostJobLanes, totalOf } from '../../src/jobs/lane.ts';
import { startJob } from '../../src/jobs/start-job.ts';
import { isoTime } from '../../src/model/clock.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import type { Services } from '../../src/runtime/services.ts';
import { workerOf } from '../../src/runtime/worker.ts';
import { diskRule } from '../../test/engine/fixtures.ts';
import { type CloudCounts, countCalls } from '../measured/counted-cloud.ts';
import { estateOf } from '../measured/estate.ts';
import { slowCloud } from '../measured/slow-cloud.ts';
import { type MeasuredWorld, openMeasuredWorld, recordOf } from '../measured/world.ts';
import type { Benchmark, Row } from '../report.ts';

const wholeNumber = (name: string, text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${name}: "${text}" is no whole number from 0 to 999,999,999`);
};

const numberOf = (name: string, usual: number): number =>
  wholeNumber(name, process.env[name] ?? String(usual));

/** How long each call of the cloud takes. */
const callMs = numberOf('HEIRTAG_BENCH_CALL_MS', 50);

/** Disks of each instance: a call lists those of one. */
const disksPerInstance = numberOf('HEIRTAG_BENCH_DISKS', 2);

/** As many for each lane unless said otherwise, so that all runs take as long. */
const associationsFor = (lanes: number): number =>
  numberOf('HEIRTAG_BENCH_ASSOCIATIONS', lanes * 1000);

const counted = (process.env.HEIRTAG_BENCH_LANES ?? '1,2,4,8')
  .split(',')
  .map((text) => wholeNumber('HEIRTAG_BENCH_LANES', text));

const silent = () => {};
const telemetry = {
  log: { debug: silent, info: silent, warn: silent, error: silent },
  meter: { add: silent, flush: silent },
} as const;

/** A worker that has one lane to itself, and the calls of the cloud that it makes. */
const openWorker = (services: Services, queue: Services['queue']) => {
  const { cloud, take } = countCalls(slowCloud(services.provider, callMs));
  return { handle: workerOf({ ...services, queue, provider: cloud }, telemetry), take };
};

const laneOf = (message: InternalMessage): number =>
  message.kind === 'job' ? (message.lane ?? 0) : 0;

/** Pause of a message that comes again, and how often it may: then something is broken, and would be for ever. */
const again = { ms: 100, times: 100 } as const;

/**
 * Runs a backfill to its end, each lane's messages in a worker of its own, all at once.
 * @returns the calls that each lane made; who counts is the last
 */
const runJob = async (world: MeasuredWorld, lanes: number) => {
  const deliveries: Promise<void>[] = [];
  const failures: unknown[] = [];
  const deliver = async (message: InternalMessage): Promise<void> => {
    const worker = workers[laneOf(message)];
    for (let times = 0; worker !== undefined && times < again.times; times += 1) {
      if (times > 0) await sleep(again.ms);
      const record = recordOf({ body: writeMessage(message), sentAt: Date.now() }, Date.now());
      const { batchItemFailures } = await worker.handle({ Records: [record] });
      if (batchItemFailures.length === 0) return;
    }
    throw new Error(`after ${again.times} deliveries nobody had handled ${writeMessage(message)}`);
  };
  const send: Services['queue']['send'] = async (messages, delaySeconds = 0) => {
    const sent = messages.map(async (message) => {
      await sleep(delaySeconds * 1000);
      await deliver(message);
    });
    // Told when all ended, so that the world is left only then.
    deliveries.push(...sent.map((each) => each.catch((error) => void failures.push(error))));
  };
  const queue = { ...world.services.queue, send };
  const workers = Array.from({ length: lanes + 1 }, () => openWorker(world.oneMore(), queue));
  const startedAt = isoTime(Date.now());
  const { id } = await startJob(
    { ...world.services, queue },
    {
      id: jobIdOf(startedAt, 'bench'),
      kind: 'backfill',
      accountId: world.accountId,
      settingName: diskRule,
      waitsForSetting: false,
      startedAt,
      startedBy: 'bench',
    },
  );
  // Each adds the next one of its lane before it ends.
  for (const delivery of deliveries) await delivery;
  if (failures.length > 0) throw failures[0];
  const job = await world.services.jobs.read(id);
  if (job === undefined || isActive(job) || job.status !== 'done') {
    throw new Error(`the job is ${job?.status}: ${job?.error}`);
  }
  return { done: totalOf(job).done, calls: workers.map(({ take }) => take()) };
};

const sumOf = (counts: CloudCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const measure = async (lanes: number): Promise<Row> => {
  const world = await openMeasuredWorld({
    HEIRTAG_JOB_RESOURCES_PER_SECOND: '10000',
    HEIRTAG_JOB_LANES: String(lanes),
    HEIRTAG_WORKERS: String(mostJobLanes + 2),
  });
  try {
    await world.enable(diskRule);
    const estate = estateOf(associationsFor(lanes), disksPerInstance);
    await world.seed(estate);
    const associations = estate.filter(({ parents }) => parents !== undefined).length;
    const begin = performance.now();
    const cpuBegin = process.cpuUsage();
    const { done, calls } = await runJob(world, lanes);
    const seconds = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(cpuBegin);
    if (done !== associations) throw new Error(`${done} of ${associations} were done`);
    const working = calls.slice(0, lanes);
    const longest = Math.max(...working.map(sumOf));
    return {
      lanes,
      associations: done,
      'calls of all lanes': working.map(sumOf).reduce((sum, each) => sum + each, 0),
      'calls of the longest lane': longest,
      'tag calls': working.reduce((sum, { setTags = 0 }) => sum + setTags, 0),
      seconds: seconds.toFixed(1),
      'associations a second': Math.round(done / seconds),
      'by the calls of the longest lane':
        callMs === 0 ? '' : Math.round((1000 * done) / (longest * callMs)),
      'processor in use': `${Math.round((user + system) / seconds / 10_000)} %`,
    };
  } finally {
    await world.stop();
  }
};

/** What lanes bring a backfill, by the clock and by the calls of the cloud that each of them makes. */
export const lanes: Benchmark = {
  about: `a backfill by so many lanes at once, each with a worker of its own, where a call of the cloud takes ${callMs} ms (HEIRTAG_BENCH_CALL_MS), an instance has ${disksPerInstance} disks (HEIRTAG_BENCH_DISKS), and no rate is in the way: associations a second by the clock, and as many as follow if a lane makes its calls one after the other; HEIRTAG_BENCH_ASSOCIATIONS says of how many, HEIRTAG_BENCH_LANES by which numbers of lanes`,
  run: async () => {
    const rows: Row[] = [];
    for (const each of counted) rows.push(await measure(each));
    return rows;
  },
};

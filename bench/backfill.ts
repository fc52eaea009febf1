import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { type Client, openClient } from '../src/clouds/alibaba/demo/client.ts';
import { type Arn, parseArn } from '../src/clouds/arn.ts';
import { tellThirds } from './held.ts';
import { quantile } from './report.ts';
import { type Held, type Runner, startRunner } from './runner.ts';
import { accountId, seed } from './seed.ts';

const usage = `Applies a rule to many existing resources in the local runner, kills the runner half way, and
measures live events beside it.

  npm run bench:backfill -- [--associations N] [--rate N] [--samples N]

  --associations N   disks of seeded instances (default 100000)
  --rate N           resources the job may look at a second (default 10000: as fast as it can)
  --samples N        live events measured without the job, and at the most with it (default 200)
`;

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';

const jobSchema = z.object({
  id: z.string(),
  status: z.string(),
  found: z.number(),
  done: z.number(),
  changed: z.number(),
  failed: z.number(),
  percent: z.nullable(z.number()),
  ratePerSecond: z.nullable(z.number()),
  error: z.nullable(z.string()),
});

type Job = z.infer<typeof jobSchema>;

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      associations: { type: 'string', default: '100000' },
      rate: { type: 'string', default: '10000' },
      samples: { type: 'string', default: '200' },
      help: { type: 'boolean', default: false },
    },
  });
  const number = z.coerce.number().check(z.int(), z.positive());
  return {
    isHelp: values.help,
    associations: number.parse(values.associations),
    rate: number.check(z.maximum(10_000)).parse(values.rate),
    samples: number.parse(values.samples),
  };
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const call = async (url: string, path: string, body?: object): Promise<unknown> => {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
};

const readJob = async (url: string, id: string): Promise<Job> =>
  jobSchema.parse(await call(url, `/v1/jobs/${id}`));

const clientOf = ({ url }: Runner): Client => openClient(url, accountId, () => sleep(100));

type Live = { readonly instance: Arn; readonly disk: Arn };

const makeLive = async (client: Client): Promise<Live> => {
  const arns = await client.cloud('Ecs/CreateInstance', { RegionId: 'cn-hangzhou' });
  const find = (type: string): Arn => {
    const arn = arns.find((each) => parseArn(each).type === type);
    if (arn === undefined) throw new Error(`no ${type} was made`);
    return arn;
  };
  return { instance: find('Ecs-Instance'), disk: find('Ecs-Disk') };
};

/** Tags the instance and waits until its disk has the tag. @returns milliseconds */
const lagOf = async (client: Client, { instance, disk }: Live, value: string): Promise<number> => {
  const begin = performance.now();
  await client.tag(instance, { live: value });
  while ((await client.tagsOf(disk)).live !== value) await sleep(5);
  return performance.now() - begin;
};

const tellLags = (name: string, lags: readonly number[]): void =>
  say(
    `${name}: p50 ${quantile(lags, 0.5).toFixed(0)} ms, p99 ${quantile(lags, 0.99).toFixed(0)} ms (${lags.length} events)`,
  );

/** Measures live events until the job has come so far, and tells what the process held meanwhile. */
const measureUntil = async (
  runner: Runner,
  live: Live,
  { id, isFar, samples }: { id: string; isFar: (job: Job) => boolean; samples: number },
): Promise<readonly number[]> => {
  const client = clientOf(runner);
  const lags: number[] = [];
  const held: Held[] = [];
  for (;;) {
    if (lags.length < samples) lags.push(await lagOf(client, live, `${id}-${lags.length}`));
    else await sleep(1000);
    const now = await runner.held();
    if (now !== null) held.push(now);
    const job = await readJob(runner.url, id);
    if (!isFar(job)) continue;
    tellThirds(held).forEach(say);
    return lags;
  }
};

type Options = ReturnType<typeof readOptions>;

/** Works with a runner that is killed after it, whatever happens. */
const withRunner = async <T>(
  dataDir: string,
  rate: number,
  work: (runner: Runner) => Promise<T>,
): Promise<T> => {
  const runner = await startRunner(dataDir, rate);
  try {
    return await work(runner);
  } finally {
    await runner.kill();
  }
};

/** Begins the job, and returns when half of it is done. */
const playFirstHalf = async (runner: Runner, samples: number, tellTime: (what: string) => void) => {
  const client = clientOf(runner);
  await client.setFeature('Enable');
  await client.setRule(diskRule, { status: 'Enable' });
  const live = await makeLive(client);
  await client.settle();
  const alone: number[] = [];
  while (alone.length < samples) alone.push(await lagOf(client, live, `alone-${alone.length}`));
  say(`memory before the job: ${await runner.peakMiB()} MiB resident at the most`);

  const { id } = jobSchema.parse(
    await call(runner.url, '/v1/jobs', { kind: 'backfill', settingName: diskRule }),
  );
  const isHalf = ({ status, percent }: Job) =>
    status !== 'running' ? status !== 'waiting' : (percent ?? 0) >= 50;
  const beside = await measureUntil(runner, live, { id, isFar: isHalf, samples });
  const half = await readJob(runner.url, id);
  tellTime(`${half.done} of ${half.found} done, ${half.ratePerSecond} a second`);
  say(`memory of the first process: ${await runner.peakMiB()} MiB resident at the most`);
  return { id, live, alone, beside };
};

const run = async (dataDir: string, { associations, rate, samples }: Options): Promise<void> => {
  const begin = performance.now();
  const tellTime = (what: string): void =>
    say(`after ${((performance.now() - begin) / 1000).toFixed(0)} s: ${what}`);
  await seed(dataDir, associations);
  tellTime(`seeded ${associations} associations`);

  const { id, live, alone, beside } = await withRunner(dataDir, rate, (runner) =>
    playFirstHalf(runner, samples, tellTime),
  );
  tellTime('killed with kill -9, started again');

  const { after, end } = await withRunner(dataDir, rate, async (runner) => {
    const isFar = ({ status }: Job) => !['waiting', 'running'].includes(status);
    const lags = await measureUntil(runner, live, { id, isFar, samples });
    const job = await readJob(runner.url, id);
    tellTime(JSON.stringify(job));
    say(`memory of the second process: ${await runner.peakMiB()} MiB resident at the most`);
    await clientOf(runner).settle();
    tellTime('all events of its own writes handled');
    return { after: lags, end: job };
  });

  const withJob = [...beside, ...after];
  tellLags('live events without the job', alone);
  tellLags('live events with the job   ', withJob);
  say(`ratio of p99: ${(quantile(withJob, 0.99) / quantile(alone, 0.99)).toFixed(1)}`);
  // One more association than was seeded: the live instance's own disk.
  const isComplete =
    end.status === 'done' && end.done === end.found && end.found === associations + 1;
  say(isComplete ? 'complete: each association was counted once' : 'NOT complete');
  if (!isComplete) process.exitCode = 1;
};

const options = readOptions();
if (options.isHelp) {
  process.stdout.write(usage);
} else {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-bench-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  try {
    await run(dataDir, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { parseArn } from '../../src/clouds/arn.ts';
import { type RunnerProcess, startRunner } from './runner-process.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const instances = 12;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-job-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Slow enough for each lane to take some steps. */
const start = (): Promise<RunnerProcess> =>
  startRunner(folder, { HEIRTAG_JOB_RESOURCES_PER_SECOND: '2', HEIRTAG_JOB_LANES: '3' });

const jobSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  done: z.number(),
  lanes: z.array(z.unknown()),
});

const call = async ({ url }: RunnerProcess, path: string, body?: object) => {
  const response = await fetch(`${url}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return jobSchema.parse(await response.json());
};

const jobOnce = async (
  runner: RunnerProcess,
  id: string,
  isWanted: (job: z.infer<typeof jobSchema>) => boolean,
) => {
  for (;;) {
    const job = await call(runner, `/v1/jobs/${id}`);
    if (isWanted(job)) return job;
    await sleep(50);
  }
};

it('goes on with a backfill that kill -9 interrupted, and does each resource once', async () => {
  const first = await start();
  const client = openClient(first.url, '1000000000000001', () => sleep(20));
  await client.setFeature('Enable');
  const made = await client.cloud('Ecs/RunInstances', {
    RegionId: 'cn-hangzhou',
    Amount: instances,
    Tag: [{ Key: 'cost', Value: 'shanghai' }],
  });
  await client.setRule(diskRule, { status: 'Enable' });
  await client.settle();
  const { id } = await call(first, '/v1/jobs', { kind: 'backfill', settingName: diskRule });
  await jobOnce(first, id, ({ done }) => done > 0);
  await first.kill();

  const second = await start();
  const job = await jobOnce(second, id, ({ status }) => status === 'done');

  expect(job).toMatchObject({ found: instances, done: instances, failed: 0, error: null });
  expect(job.lanes).toHaveLength(3);
  const now = openClient(second.url, '1000000000000001', () => sleep(20));
  for (const disk of made.filter((arn) => parseArn(arn).type === 'Ecs-Disk')) {
    expect(await now.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  }
  await second.interrupt();
}, 180_000);

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, openClient } from '../../src/clouds/alibaba/demo/client.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { type RunnerProcess, startRunner } from './runner-process.ts';

const fixtures = join(import.meta.dirname, '../fixtures/data-folder');
/** Made by an earlier version; the README beside it says how. */
const packed = join(fixtures, 'of-d99bdd4.tar.gz');

const inHangzhou = (path: string): Arn => `arn:acs:ecs:cn-hangzhou:1000000000000001:${path}`;
const instance = inHangzhou('instance/i-04bbe931fed64bdaadde');
const systemDisk = inHangzhou('disk/d-09b8b52e7dc94436afbc');
const attachedDisk = inHangzhou('disk/d-a1d926c0227a42edbd6d');
const eni = inHangzhou('eni/eni-16dde6e75aaf4a23b4bf');

let folder: string;
let runner: RunnerProcess;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-old-data-'));
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  execFileSync('tar', ['-xpzf', packed, '-C', data]);
  runner = await startRunner(data, { NODE_OPTIONS: `--import=${join(fixtures, 'that-day.mjs')}` });
  client = openClient(runner.url, '1000000000000001', () => sleep(10));
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

const told = async (path: string): Promise<unknown> =>
  (await fetch(`${runner.url}/v1/accounts/1000000000000001${path}`)).json();

it('does the work that an earlier version left in its queue', async () => {
  await client.settle();

  for (const heir of [systemDisk, attachedDisk, eni]) {
    expect(await client.tagsOf(heir)).toEqual({ cost: 'beijing' });
    expect(await client.inheritedKeysOf(heir)).toEqual(['cost']);
  }
});

it('tells the rules, the jobs and the history that an earlier version kept', async () => {
  expect(await told('/rules?status=Enable')).toMatchObject({
    rules: [
      { associated: 'Ecs-Disk', tagKeys: ['cost', 'team'] },
      { associated: 'Ecs-Eni', existingStatus: 'Enable' },
    ],
  });
  expect(await told('/jobs')).toMatchObject({ jobs: [{ kind: 'backfill', status: 'done' }] });
  expect(await told(`/history?resource=${encodeURIComponent(attachedDisk)}`)).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ value: 'shanghai' })]),
  });
});

it('goes on with what an earlier version inherited', async () => {
  await client.tag(instance, { team: 'blue' });
  await client.settle();
  const after = await client.tagsOf(attachedDisk);
  await client.cloud('Ecs/DetachDisk', {
    RegionId: 'cn-hangzhou',
    InstanceId: 'i-04bbe931fed64bdaadde',
    DiskId: 'd-a1d926c0227a42edbd6d',
  });
  await client.settle();

  expect(after).toEqual({ cost: 'beijing', team: 'blue' });
  expect(await client.tagsOf(attachedDisk)).toEqual({});
});

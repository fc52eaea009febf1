import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { send } from '../clouds/alibaba/wire/wire-client.ts';
import { type RunnerProcess, startRunner } from './runner-process.ts';

let folder: string;
let runner: RunnerProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-cloud-endpoint-'));
  runner = await startRunner(folder);
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

const issuedSchema = z.object({ accessKeyId: z.string(), accessKeySecret: z.string() });

const newKey = async (rights: 'full' | 'readOnly') => {
  const response = await fetch(`${runner.url}/v1/access-keys`, {
    method: 'POST',
    body: JSON.stringify({ rights }),
  });
  return issuedSchema.parse(await response.json());
};

const ecs = async (rights: 'full' | 'readOnly', action: string) =>
  send(new URL(runner.url).host, await newKey(rights), {
    version: '2014-05-26',
    action,
    query: { RegionId: 'cn-hangzhou' },
  });

it('lets clients of the cloud make and see resources of the simulated one', async () => {
  const made = await ecs('full', 'CreateDisk');

  const { body } = await ecs('readOnly', 'DescribeDisks');

  const { DiskId } = z.object({ DiskId: z.string() }).parse(made.body);
  expect(body).toMatchObject({ Disks: { Disk: [{ DiskId }] } });
});

it('lets a key that may only read change nothing', async () => {
  const { status, body } = await ecs('readOnly', 'CreateDisk');

  expect([status, body]).toMatchObject([403, { Code: 'Forbidden.RAM' }]);
});

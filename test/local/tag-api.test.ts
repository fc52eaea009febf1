import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { diskRule } from '../engine/fixtures.ts';
import { sdk, tagClient } from '../tag-api/clients.ts';
import { type RunnerProcess, startRunner } from './runner-process.ts';

let folder: string;
let runner: RunnerProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-tag-api-'));
  runner = await startRunner(folder);
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

const account = '1000000000000001';
const issuedSchema = z.object({ accessKeyId: z.string(), accessKeySecret: z.string() });

const newKey = async () => {
  const response = await fetch(`${runner.url}/v1/access-keys`, {
    method: 'POST',
    body: JSON.stringify({ rights: 'full' }),
  });
  return issuedSchema.parse(await response.json());
};

const endpoint = () => new URL(runner.url).host;

it('inherits tags under rules and tags that @alicloud/tag20180828 set, also after a restart', async () => {
  await openClient(runner.url, account, async () => {}).setFeature('Enable');
  const key = await newKey();
  await tagClient(endpoint(), key).createAssociatedResourceRules(
    new sdk.CreateAssociatedResourceRulesRequest({
      createRulesList: [{ settingName: diskRule, status: 'Enable', tagKeys: ['cost'] }],
    }),
  );
  await runner.kill();
  runner = await startRunner(folder);
  const client = openClient(runner.url, account, async () => {});
  const arns = await client.cloud('Ecs/RunInstances', { RegionId: 'cn-hangzhou' });
  const instance = arns.find((arn) => arn.includes(':instance/')) ?? '';
  const disk = arns.find((arn) => arn.includes(':disk/'));
  if (disk === undefined) throw new Error('the instance has no disk');
  const tags = tagClient(endpoint(), key);

  const { body } = await tags.tagResources(
    new sdk.TagResourcesRequest({
      regionId: 'cn-hangzhou',
      resourceARN: [instance],
      tags: JSON.stringify({ cost: 'shanghai', other: 'x' }),
    }),
  );
  await client.settle();

  expect(body?.failedResources?.failedResource).toEqual([]);
  expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
});

it('keeps secrets in a file that its owner alone can read', async () => {
  const { accessKeySecret } = await newKey();

  const file = join(folder, 'access-key-secrets.json');

  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain(accessKeySecret);
});

it('answers a query longer than an HTTP server takes by default', async () => {
  const response = await fetch(`${runner.url}/?Action=${'x'.repeat(100_000)}`);

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ Code: 'MissingVersion' });
});

it('answers a query that is too long with a code', async () => {
  const response = await fetch(`${runner.url}/?Action=${'x'.repeat(140_000)}`);

  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ Code: 'RequestTooLarge' });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openWireClient } from '../../src/clouds/alibaba/demo/client.ts';
import { scenarios } from '../../src/clouds/alibaba/demo/scenarios.ts';
import { playStory } from '../../src/clouds/alibaba/demo/story.ts';
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

const untilNextTurn = (): Promise<void> => sleep(10);

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

it.each([
  ['application/x-www-form-urlencoded', {}],
  ['application/x-www-form-urlencoded', { 'x-acs-version': '2014-05-26' }],
])('refuses a body that is too large in the words of the cloud: %s %o', async (type, headers) => {
  const response = await fetch(runner.url, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: 'a'.repeat(1_100_000),
  });

  expect([response.status, await response.json()]).toMatchObject([
    413,
    { Code: 'RequestTooLarge', RequestId: expect.any(String) },
  ]);
});

/** One of each form: signed queries, lists in lists, JSON to paths, and tags by ARN. */
const stories = [
  'rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic',
  'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip',
  'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance',
  'rule:TagCluster:Cs-Cluster:Ess-ScalingGroup',
];

it.each(stories)('plays the story of %s over the wire', async (settingName) => {
  const scenario = scenarios.find((each) => each.settingName === settingName);
  if (scenario === undefined) throw new Error(`no story of ${settingName}`);
  const accountId = String(6_000_000_000_000_000 + stories.indexOf(settingName));
  const client = openWireClient(runner.url, accountId, untilNextTurn);

  const moments = await playStory(client, scenario);

  expect(moments.filter(({ isRight }) => !isRight)).toEqual([]);
  expect(moments).not.toEqual([]);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openWireClient } from '../../../../src/clouds/alibaba/demo/client.ts';
import { openOverWire } from '../../../../src/clouds/alibaba/demo/open-over-wire.ts';
import { scenarios } from '../../../../src/clouds/alibaba/demo/scenarios.ts';
import { playStory } from '../../../../src/clouds/alibaba/demo/story.ts';
import { type LocalRunner, startLocal } from '../../../../src/local/start-local.ts';

/** Parents from the resource itself, from an index of balancers, and from one of clusters. */
const stories = [
  'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk',
  'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip',
  'rule:TagCluster:Cs-Cluster:Ess-ScalingGroup',
  'rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance',
];
const accountOf = (story: string): string => String(6_100_000_000_000_000 + stories.indexOf(story));

let folder: string;
let runner: LocalRunner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-over-wire-'));
  let url = '';
  const openers = [openOverWire({ urlOf: () => url, accounts: stories.map(accountOf) })];
  runner = await startLocal({ dataDir: folder, port: 0, openers });
  url = runner.url;
});
afterAll(async () => {
  await runner.stop();
  await rm(folder, { recursive: true, force: true });
});

const listing = z.object({ accessKeys: z.array(z.object({ description: z.string() })) });

it.each(stories)('reads and writes over HTTP what the story of %s needs', async (story) => {
  const scenario = scenarios.find(({ settingName }) => settingName === story);
  if (scenario === undefined) throw new Error(`no story of ${story}`);
  const accountId = accountOf(story);

  const moments = await playStory(
    openWireClient(runner.url, accountId, () => sleep(10)),
    scenario,
  );

  expect(moments.filter(({ isRight }) => !isRight)).toEqual([]);
  expect(moments).not.toEqual([]);
  const keys = await fetch(`${runner.url}/v1/access-keys?accountId=${accountId}`);
  expect(listing.parse(await keys.json()).accessKeys.map(({ description }) => description)).toEqual(
    expect.arrayContaining(['demo', 'service']),
  );
});

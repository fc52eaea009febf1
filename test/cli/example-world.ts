import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { runCli } from '../../src/cli/run-cli.ts';
import { type Client, openClient } from '../../src/clouds/alibaba/demo/client.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { ownRules } from '../default-rules.ts';
import { programDeps, recordingTerminal } from './program-fixture.ts';

const region = 'cn-hangzhou';

/** Snapshots of a disk: at one a second a job over them lasts until it is looked at. */
const manySnapshots = 30;
const someSnapshots = 8;

/** An account in which there is what the examples of the help name. */
export type World = {
  readonly accountId: string;
  /** What stands in the place of each name that the examples use. */
  readonly names: () => Promise<readonly (readonly [placeholder: string, real: string])[]>;
  /** Ends what goes on still. */
  readonly close: () => Promise<void>;
};

const idOf = (arn: string): string => arn.split('/').slice(1).join('/');

const firstOf = (arns: readonly Arn[], type: string): Arn => {
  const found = arns.find((arn) => arn.includes(`:${type}/`));
  if (found === undefined) throw new Error(`there is no ${type} among ${arns}`);
  return found;
};

const jobsAnswer = z.object({ jobs: z.array(z.object({ id: z.string(), status: z.string() })) });
const jobAnswer = z.object({ id: z.string() });
const keyAnswer = z.object({ accessKeyId: z.string() });
const ruleAnswer = z.object({ version: z.number() });
const historyAnswer = z.object({
  entries: z.array(z.object({ cause: z.object({ eventId: z.string() }) })),
});

type Asking = (...args: readonly string[]) => Promise<unknown>;

/** A job as the command that is shown wants it: active, cancelled, or one that ends soon. */
const makeJob = async (
  ask: Asking,
  client: Client,
  { example, disk }: { readonly example: string; readonly disk: Arn },
): Promise<string> => {
  const isWatched = example.includes('jobs watch');
  const snapshot = { RegionId: region, DiskId: idOf(disk) };
  for (let left = isWatched ? someSnapshots : manySnapshots; left > 0; left -= 1) {
    await client.cloud('Ecs/CreateSnapshot', snapshot);
  }
  const job = jobAnswer.parse(await ask('jobs', 'start', 'backfill', 'ecs-disk/ecs-snapshot'));
  if (example.includes('jobs resume')) await ask('jobs', 'cancel', job.id);
  return job.id;
};

const makeContested = async (client: Client, disk: Arn): Promise<void> => {
  for (const cost of ['mine', 'mine again']) {
    await client.tag(disk, { cost });
    await client.settle();
  }
};

/** Makes ready what one example needs. The runner leaves a tag alone after one repair, and its jobs are slow. */
export const openWorld = async (
  url: string,
  accountId: string,
  example: string,
): Promise<World> => {
  const client = openClient(url, accountId, () => sleep(10));
  const ask: Asking = async (...args) => {
    const terminal = recordingTerminal();
    const given = ['--json', '--endpoint', url, '--account', accountId, ...args];
    const code = await runCli(given, { ...programDeps(), terminal });
    if (code === 0) return JSON.parse(terminal.lines.join(''));
    throw new Error(`heirtag ${args.join(' ')} ended with ${code}: ${terminal.lines.join('')}`);
  };
  await client.setFeature('Enable');
  for (const { settingName } of ownRules) await client.setRule(settingName, { status: 'Enable' });
  const made = await client.cloud('Ecs/RunInstances', {
    RegionId: region,
    Tag: [{ Key: 'cost', Value: 'shanghai' }],
  });
  await client.settle();
  const disk = firstOf(made, 'disk');

  const nameDisk = async (): Promise<Arn> => {
    if (example.includes('contested resume')) await makeContested(client, disk);
    return example.includes('AttachDisk')
      ? firstOf(await client.cloud('Ecs/CreateDisk', { RegionId: region }), 'disk')
      : disk;
  };

  const lastEvent = async (): Promise<string> =>
    historyAnswer.parse(await ask('history')).entries[0]?.cause.eventId ?? '';

  /** Only what the example names is made. */
  const makers: readonly (readonly [placeholder: string, make: () => Promise<string>])[] = [
    ['https://a1b2c3.execute-api.eu-west-1.amazonaws.com', async () => url],
    ['arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1', nameDisk],
    [
      'arn:acs:vpc:cn-hangzhou:1000000000000001:eip/eip-1',
      async () =>
        firstOf(await client.cloud('Vpc/AllocateEipAddress', { RegionId: region }), 'eip'),
    ],
    ['d-…', nameDisk],
    ['d-1', async () => idOf(await nameDisk())],
    ['i-1', async () => idOf(firstOf(made, 'instance'))],
    [
      'HTAKexample',
      async () =>
        keyAnswer.parse(await ask('access-keys', 'create', '--rights', 'full')).accessKeyId,
    ],
    ['j1kjm6jm', () => makeJob(ask, client, { example, disk })],
    ['5B1C…-RunInstances', lastEvent],
    ['8A8E2F21-RunInstances', lastEvent],
    [
      '--if-version 7',
      async () => {
        const rule = /(?:modify|delete) (\S+)/.exec(example)?.[1] ?? '';
        return `--if-version ${ruleAnswer.parse(await ask('rules', 'show', rule)).version}`;
      },
    ],
  ];

  return {
    accountId,
    close: async () => {
      const { jobs } = jobsAnswer.parse(await ask('jobs', 'list'));
      for (const { id, status } of jobs) {
        if (status !== 'done' && status !== 'cancelled') await ask('jobs', 'cancel', id);
      }
    },
    names: async () => {
      // Without a name it is the one that is active.
      if (/jobs watch *$/.test(example)) await makeJob(ask, client, { example, disk });
      const names: (readonly [string, string])[] = [];
      let left = example;
      for (const [placeholder, make] of makers) {
        if (!left.includes(placeholder)) continue;
        left = left.replaceAll(placeholder, '');
        names.push([placeholder, await make()]);
      }
      return names;
    },
  };
};

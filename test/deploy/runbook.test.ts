import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateArchiveCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { emulatedAccount, emulatedRegion } from '../emulators/ministack.ts';
import { emulatorProgram } from '../emulators/python.ts';
import { type DeployedStage, deployStage } from './deployed-stage.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const runbook = await readFile(join(root, 'docs/runbook.md'), 'utf8');
const blocks = [...runbook.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
const [prelude = '', ...commands] = blocks;

/** What does not run here, with the reason. */
const notRun: readonly (readonly [RegExp, string])[] = [
  [/^git checkout/, 'it would change the files that are being tested'],
];

const isRun = (text: string): boolean => !notRun.some(([pattern]) => pattern.test(text));

let stage: DeployedStage;
/** A tag that somebody keeps changing back, as the runbook's commands name it. */
let contested: { readonly resource?: string; readonly key?: string } = {};

/** Runs commands as an operator would, after those of the chapter "Tools". */
const shell = async (text: string): Promise<string> => {
  const script = [
    'set -euo pipefail',
    // For SQS, this command line asks nobody but AWS unless it is told so by an option.
    'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }',
    prelude.replace('stage=production', 'stage=runbook'),
    // The emulator's address is no API Gateway's, so that calls are signed only when told to be.
    `export HEIRTAG_ENDPOINT=${stage.api.endpoint}`,
    `heirtag() { bin/heirtag-cli.js "$@" --sign --region ${emulatedRegion}; }`,
    text,
  ].join('\n');
  const { stdout } = await run('bash', ['-c', script], {
    cwd: root,
    env: {
      ...stage.aws.environment,
      PATH: [dirname(emulatorProgram('aws')), stage.aws.environment.PATH].join(delimiter),
      CDK_APP: stage.assembly.folder,
      ...contested,
    },
  });
  return stdout;
};

/** Turns a rule on, and changes an inherited tag until it is contested. */
const contestTag = async () => {
  await shell('heirtag feature enable; heirtag rules enable ecs-instance/ecs-disk');
  const made = await shell(
    'heirtag simulate Ecs RunInstances --RegionId cn-hangzhou --Tag.1.Key cost --Tag.1.Value ours',
  );
  const resource = made.split('\n').find((line) => line.includes(':disk/')) ?? '';
  const id = resource.slice(resource.lastIndexOf('/') + 1);
  await vi.waitFor(
    async () => {
      await shell(
        `heirtag simulate Ecs TagResources --RegionId cn-hangzhou --ResourceType disk --ResourceId.1 ${id} --Tag.1.Key cost --Tag.1.Value "theirs-$RANDOM"`,
      );
      expect(await shell('heirtag contested list')).toContain(id);
    },
    { timeout: 120_000, interval: 500 },
  );
  return { resource, key: 'cost' };
};

beforeAll(async () => {
  stage = await deployStage('runbook', {
    production: false,
    simulator: true,
    tagApi: true,
    contestRepairs: 1,
  });
  // MiniStack's stacks have no archives: this one is made by the call that they would make.
  const events = new EventBridgeClient({
    endpoint: stage.aws.endpoint,
    region: emulatedRegion,
    credentials: { accessKeyId: emulatedAccount, secretAccessKey: 'any' },
  });
  const { Arn } = await events.send(new DescribeEventBusCommand({ Name: stage.busName }));
  const { Arn: defaultBus } = await events.send(new DescribeEventBusCommand({ Name: 'default' }));
  for (const [ArchiveName, EventSourceArn] of [
    ['heirtag-runbook', Arn],
    ['heirtag-runbook.default', defaultBus],
    ['heirtag-runbook-of-others', Arn],
  ] as const) {
    await events.send(new CreateArchiveCommand({ ArchiveName, EventSourceArn }));
  }
  contested = await contestTag();
});
afterAll(() => stage?.stop());

describe('the runbook', () => {
  it('shows every command in a block of its own, which is run here', () => {
    const inline = [...runbook.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`]+)`/g)].map(
      ([, text = '']) => text,
    );

    expect(inline.filter((text) => /^(aws|npx|cdk|git|curl|heirtag|api) /.test(text))).toEqual([]);
    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((text) => !isRun(text))).toHaveLength(notRun.length);
  });

  it('replays what the stage kept of both buses, and nothing of others', async () => {
    const replay = commands.find((text) => text.includes('start-replay')) ?? '';

    const started = (await shell(replay)).match(/replay\/[\w.-]+/g) ?? [];

    expect(started.map((name) => name.replace(/-\d+$/, '')).sort()).toEqual([
      'replay/heirtag-runbook',
      'replay/heirtag-runbook.default',
    ]);
  });

  it.each(commands.filter((text) => isRun(text) && !text.includes('start-replay')))(
    'tells to run what runs:\n%s',
    async (text) => {
      await shell(text);
    },
  );
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { ownRules } from '../default-rules.ts';
import { type RunnerProcess, startRunner } from '../local/runner-process.ts';
import { heirtag } from './cli-process.ts';
import { openWorld } from './example-world.ts';
import { programDeps, recordingTerminal } from './program-fixture.ts';

const root = join(import.meta.dirname, '..', '..');

const withDescendants = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] => [
  command,
  ...command.commands.filter((each) => each.name() !== 'complete').flatMap(withDescendants),
];

/** Every line that the help of any command tells people to type. */
const examples = (): readonly string[] => {
  const terminal = recordingTerminal();
  withDescendants(createProgram({ ...programDeps(), terminal })).forEach((each) => {
    each.outputHelp();
  });
  const lines = terminal.lines.join('\n').matchAll(/^ {2}\$ (heirtag .*)$/gm);
  return [...new Set([...lines].map(([, line = '']) => line))];
};

/** Every command line of a document's shell blocks. */
const linesOf = (document: string): readonly string[] =>
  [...readFileSync(join(root, document), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter((line) => line.startsWith('heirtag '));

/** The event that the README shows, as one of an account. */
const documentedEvent = (accountId: string): string => {
  const [, event = ''] =
    /^```json\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  return event.replace('1000000000000001', accountId);
};

/** Plays for a quarter of a minute: the test of the package does. */
const isDemo = (example: string): boolean => /^heirtag demo\b/.test(example);

const isRunner = (example: string): boolean => /^heirtag start\b/.test(example);

let folder: string;
let runner: RunnerProcess;
let account = 5_000_000_000_000_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-examples-'));
  runner = await startRunner(join(folder, 'data'), {
    HEIRTAG_CONTEST_REPAIRS: '1',
    HEIRTAG_JOB_RESOURCES_PER_SECOND: '1',
  });
  await mkdir(join(folder, '.config/fish/completions'), { recursive: true });
  await writeFile(join(folder, 'events.json'), JSON.stringify([event]));
  await writeFile(join(folder, 'trail.gz'), gzipSync(JSON.stringify([event])));
  await mkdir(join(folder, 'trail'));
  await writeFile(join(folder, 'trail', '1.gz'), gzipSync(JSON.stringify([event])));
  await writeFile(join(folder, 'trail.ndjson'), `${JSON.stringify(event)}\n`);
  await writeFile(
    join(folder, 'heirtag'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/cli.ts')}' "$@"\n`,
    { mode: 0o755 },
  );
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

const event = {
  eventId: 'e-1',
  eventName: 'TagResources',
  eventType: 'ApiCall',
  serviceName: 'Ecs',
  eventTime: '2026-11-24T00:00:00Z',
  acsRegion: 'cn-hangzhou',
  requestParameters: { RegionId: 'cn-hangzhou', ResourceType: 'instance', 'ResourceId.1': 'i-1' },
};

/** Rules as they are in the world of each example: all on. */
const rulesFileFor = (accountId: string): string =>
  JSON.stringify({
    accounts: {
      [accountId]: {
        rules: Object.fromEntries(
          ownRules.map(({ settingName }) => [settingName, { status: 'enabled' }]),
        ),
      },
    },
  });

/** Carries out a line that needs no shell, in this process. */
const carryOut = async (line: string, accountId: string) => {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  const terminal = recordingTerminal();
  const pause = async (milliseconds: number): Promise<void> => {
    await sleep(milliseconds);
  };
  const given = ['--endpoint', runner.url, '--account', accountId, ...words.slice(1)];
  const code = await runCli(given, {
    ...programDeps(),
    terminal,
    pause,
    serveConsole: async () => {},
  });
  return { code, told: terminal.lines };
};

/** Types a line into a shell, in a folder where the files of the examples are. */
const type = async (line: string, accountId: string) => {
  const child = spawn('sh', ['-c', line], {
    cwd: folder,
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      HOME: folder,
      HEIRTAG_ENDPOINT: runner.url,
      HEIRTAG_ACCOUNT: accountId,
    },
  });
  child.stdin.end('[]');
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
};

describe('an example of the help, of the README and of the documents works as it stands there', () => {
  it.each([
    ...examples().filter((each) => !isRunner(each) && !isDemo(each)),
    ...linesOf('README.md'),
    ...linesOf('docs/tag-api.md'),
    ...linesOf('docs/rules-as-code.md'),
  ])('%s', async (example) => {
    account += 1;
    const accountId = String(account);
    await writeFile(join(folder, 'event.json'), documentedEvent(accountId));
    await writeFile(join(folder, 'rules.yaml'), rulesFileFor(accountId));
    const world = await openWorld(runner.url, accountId, example);
    const line = (await world.names()).reduce(
      (text, [placeholder, real]) => text.replaceAll(placeholder, real),
      example,
    );

    const [typed = ''] = line.split(' #');
    const ran = await (/[<>&]|events send| -f /.test(typed) ? type : carryOut)(typed, accountId);
    await world.close();

    expect(ran, `${line}: ${JSON.stringify(ran)}`).toMatchObject({ code: 0 });
  });

  it.each(examples().filter(isRunner))('%s', async (example) => {
    const [, , ...args] = (example.split('#')[0] ?? '').trim().split(' ');

    const ran = await heirtag([...args, '--help'], { script: 'bin/local.ts' });

    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });
});

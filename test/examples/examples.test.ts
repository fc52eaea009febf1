import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { type LocalRunner, startLocal } from '../../src/local/start-local.ts';
import { rpcCaller } from '../tag-api/clients.ts';
import { terraformProvider } from '../tag-api/terraform-provider.ts';
import { readTerraformFile } from './terraform-file.ts';

const root = join(import.meta.dirname, '../..');
const examples = join(root, 'examples');
const account = '1000000000000001';

let folder: string;
let runner: LocalRunner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-examples-'));
  runner = await startLocal({ dataDir: join(folder, 'data'), port: 0 });
  await mkdir(join(folder, 'bin'));
  await program('npx', `shift; exec '${process.execPath}' '${join(root, 'bin/cli.ts')}' "$@"`);
});
afterAll(async () => {
  await runner.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Puts a program on the path of the examples. */
const program = (name: string, script: string): Promise<void> =>
  writeFile(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

/** Runs a script of an example, in a folder of its own. */
const run = async (
  script: string,
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
) => {
  const PATH = `${join(folder, 'bin')}:/usr/bin:/bin`;
  const child = spawn('bash', ['-e', '-c', script], {
    cwd,
    env: { PATH, HOME: folder, HEIRTAG_ENDPOINT: runner.url, ...env },
  });
  child.stdin.end();
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
};

const settings = async (of = account): Promise<unknown> =>
  (await fetch(`${runner.url}/v1/accounts/${of}/settings`)).json();

describe('examples/rules-in-git', () => {
  const workflowSchema = z.looseObject({
    permissions: z.looseObject({ 'id-token': z.literal('write') }),
    jobs: z.looseObject({
      rules: z.looseObject({
        steps: z.array(
          z.looseObject({ name: z.optional(z.string()), run: z.optional(z.string()) }),
        ),
      }),
    }),
  });

  const stepNamed = async (name: string): Promise<string> => {
    const file = join(examples, 'rules-in-git/.github/workflows/rules.yml');
    const { jobs } = workflowSchema.parse(parse(await readFile(file, 'utf8')));
    return jobs.rules.steps.find((step) => step.name === name)?.run ?? 'exit 99';
  };

  it('comments what would change on a pull request, and applies it when it is merged', async () => {
    const cwd = join(folder, 'rules');
    await cp(join(examples, 'rules-in-git'), cwd, { recursive: true });
    await program('gh', `echo "$@" >> '${join(folder, 'gh.txt')}'`);
    const comment = async () => {
      const ran = await run(await stepNamed('Say what would change'), {
        cwd,
        env: { PULL_REQUEST: '7' },
      });
      return { code: ran.code, told: await readFile(join(cwd, 'comment.md'), 'utf8') };
    };

    const before = await comment();
    const applied = await run(await stepNamed('Apply'), { cwd });
    const after = await comment();
    await writeFile(join(cwd, 'rules.yaml'), 'accounts: [');
    const broken = await comment();

    expect(before).toMatchObject({
      code: 0,
      told: expect.stringContaining('+ ecs-instance/ecs-eni'),
    });
    expect([applied.code, applied.stdout]).toEqual([
      0,
      expect.stringContaining(`account ${account}: applied`),
    ]);
    expect(await settings()).toMatchObject({ feature: 'Enable', rules: [{}, {}] });
    expect(after).toMatchObject({
      code: 0,
      told: expect.stringMatching(/^Nothing would change\./),
    });
    expect(broken).toMatchObject({ code: 1, told: expect.stringContaining('rules.yaml:1:') });
    expect(await readFile(join(folder, 'gh.txt'), 'utf8')).toMatch(/^pr comment 7 --edit-last /);
  });

  it('comments the beginning of a long difference, in whole lines, and logs all of it', async () => {
    const cwd = join(folder, 'long');
    await mkdir(cwd);
    const line = `+ ecs-instance/ecs-eni keys ${'ключ'.repeat(20)}`;
    await writeFile(join(cwd, 'answer.txt'), `${line}\n`.repeat(2_000));
    await writeFile(join(cwd, 'npx'), '#!/bin/sh\ncat answer.txt\nexit 1\n', { mode: 0o755 });
    await program('gh', 'exit 0');

    const { code, stdout } = await run(await stepNamed('Say what would change'), {
      cwd,
      env: { PULL_REQUEST: '7', PATH: `${cwd}:${join(folder, 'bin')}:/usr/bin:/bin` },
    });

    const comment = await readFile(join(cwd, 'comment.md'), 'utf8');
    const told = comment.split('\n').filter((each) => each.startsWith('+'));
    expect([code, stdout]).toEqual([0, `${line}\n`.repeat(2_000)]);
    expect(Buffer.byteLength(comment)).toBeLessThan(65_536);
    expect(told.length).toBeGreaterThan(100);
    expect(new Set(told)).toEqual(new Set([line]));
    expect(comment).toMatch(
      /\n```\nThis is the beginning; the log of this job has all 2000 lines\.\n$/,
    );
  });

  it('asks nothing by default that needs the right to write', async () => {
    expect(await stepNamed('Say what would change')).not.toContain('--tags');
  });
});

describe('examples/trail-events', () => {
  it('sends each file of a trail once, and a broken one again', async () => {
    const bucket = join(folder, 'bucket');
    const STATE = join(folder, 'state');
    await mkdir(join(bucket, '2026/01'), { recursive: true });
    await program('ossutil', `[ "$1" = sync ] && cp -Rp '${bucket}/.' "$3"`);
    const event = {
      eventId: 'e-1',
      eventName: 'AttachDisk',
      eventTime: '2026-01-15T08:00:00Z',
      serviceName: 'Ecs',
      acsRegion: 'cn-hangzhou',
      recipientAccountId: account,
      requestParameters: { InstanceId: 'i-1', DiskId: 'd-1' },
    };
    const send = async () => {
      const env = { TRAIL: 'oss://trail/prefix', STATE };
      const script = join(examples, 'trail-events/send-new-files.sh');
      const { code, stdout } = await run(`exec '${script}'`, { cwd: folder, env });
      return [code, stdout.match(/^1 accepted, 0 rejected/gm)?.length ?? 0];
    };
    await writeFile(join(bucket, '2026/01/a.gz'), gzipSync(JSON.stringify([event])));

    const first = await send();
    await writeFile(
      join(bucket, '2026/01/b.gz'),
      gzipSync(JSON.stringify([event])).subarray(0, 40),
    );
    const broken = await send();
    await writeFile(join(bucket, '2026/01/b.gz'), gzipSync(JSON.stringify([event])));

    expect([first, broken, await send(), await send()]).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
  });
});

describe('examples/terraform', () => {
  const other = '1000000000000002';
  const keySchema = z.object({ accessKeyId: z.string(), accessKeySecret: z.string() });

  it('is a file that Terraform reads, whose rules its provider sets, finds as it set them, and takes away', async () => {
    const heirtag = (command: string) =>
      run(`npx heirtag --account ${other} ${command}`, { cwd: folder });
    await heirtag('feature enable');
    const key = keySchema.parse(
      JSON.parse((await heirtag('access-keys create --rights full --json')).stdout),
    );
    const text = await readFile(join(examples, 'terraform/main.tf'), 'utf8');
    const file = await readTerraformFile('main.tf', text, {
      tag_api_endpoint: new URL(runner.url).host,
    });
    const provider = terraformProvider(rpcCaller(file.tagEndpoint, key));
    const found = () =>
      Promise.all(file.rules.map(({ settingName }) => provider.read(settingName)));

    for (const { settingName, ...state } of file.rules) await provider.create(settingName, state);
    const created = await found();
    const atStage = await settings(other);
    for (const { settingName } of file.rules) await provider.delete(settingName);

    expect(file.version).toBe('>= 1.244.0');
    expect(created).toEqual(file.rules.map(({ settingName: _, ...state }) => state));
    expect(atStage).toMatchObject({
      rules: file.rules.map(({ settingName, status, tagKeys }) => ({
        settingName,
        status,
        tagKeys,
      })),
    });
    expect(await found()).toEqual([undefined, undefined]);
  });

  it.each([
    ['what is no HCL', 'resource "a" {{'],
    ['a resource that the provider does not have', 'resource "alicloud_tag_rule" "a" {}'],
  ])('would be refused with %s', async (_, more) => {
    const text = await readFile(join(examples, 'terraform/main.tf'), 'utf8');

    await expect(
      readTerraformFile('main.tf', `${text}\n${more}`, { tag_api_endpoint: 'host' }),
    ).rejects.toThrow();
  });
});

import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { listOf, readTemplate, refOf, resourcesOf } from '../lib/template.ts';
import { type Consumer, startConsoleOf, startRunnerOf } from './consumer.ts';
import { type Packed, pack } from './packed.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

let packed: Packed;
let consumer: Consumer;

beforeAll(async () => {
  packed = await pack();
  consumer = await packed.installInto('operator');
});

afterAll(() => packed?.remove());

/** Files whose names change with their content, or of which there may be more, are told by their kind. */
const kindOf = (path: string): string =>
  path
    .replace(/^(dist\/chunks)\/[^/]+?(\.js(?:\.map)?)$/, '$1/*$2')
    .replace(/^docs\/.*\.md$/, 'docs/**/*.md')
    .replace(/^docs\/images\/.*\.png$/, 'docs/images/*.png')
    .replace(/^examples\/.*$/, 'examples/**')
    .replace(/^console\/dist\/.*$/, 'console/dist/**');

/** What a browser gets of the console. */
const pageAt = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
  const page = await fetch(url, { headers });
  return [page.status, page.headers.get('content-type'), await page.text()];
};

const consolePage = [
  200,
  expect.stringContaining('text/html'),
  expect.stringMatching(/<script type="module"[^>]* src=/),
];

/** Programs of a document. */
const programsIn = async (page: string): Promise<readonly string[]> =>
  [...(await readFile(join(root, 'docs', page), 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, program = '']) => program,
  );

/** The program of docs/package.md, and the lines of docs/events-out.md with what they name. */
const writeDocumented = async (folder: string): Promise<readonly string[]> => {
  const [program = ''] = await programsIn('package.md');
  const [lines = ''] = await programsIn('events-out.md');
  const around = [
    "import type { Stack } from 'aws-cdk-lib';",
    "import { Rule } from 'aws-cdk-lib/aws-events';",
    "import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';",
    "import type { ITopic } from 'aws-cdk-lib/aws-sns';",
    "import type { Heirtag } from 'heirtag/cdk';",
    'export function alert(this: Stack, tags: Heirtag, topic: ITopic) {',
    lines,
    '}',
  ];
  await writeFile(join(folder, 'documented.ts'), program);
  await writeFile(join(folder, 'documented-alert.ts'), around.join('\n'));
  return ['documented.ts', 'documented-alert.ts'];
};

describe('what npm pack packs', () => {
  it('is built as it is built here', async () => {
    const { scripts } = z
      .looseObject({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));

    // The script that packed.ts runs; no other of npm's may change what is packed.
    expect([scripts.prepack, scripts.build]).toEqual(['npm run build', 'node bin/build.ts']);
    expect(scripts).not.toHaveProperty('prepare');
    expect(scripts).not.toHaveProperty('postpack');
  });

  it('is what users need, and no source or test', () => {
    expect([...new Set(packed.files.map(({ path }) => kindOf(path)))]).toMatchSnapshot();
  });

  it('is small', () => {
    expect(packed.size).toBeLessThan(11_000_000);
    expect(packed.unpackedSize).toBeLessThan(46_000_000);
  });

  it('is as publint wants it', async () => {
    const tarball = new Uint8Array(await readFile(packed.tarball)).buffer;

    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });

    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has types where its modules are, as attw wants it', async () => {
    const attw = join(root, 'node_modules/.bin/attw');
    const arguments_ = [packed.tarball, '--profile', 'esm-only', '--format', 'json'];

    const { stdout } = await run(process.execPath, [attw, ...arguments_], { maxBuffer: 2 ** 24 });

    expect(stdout).toContain('"kind": "included"');
  });
});

describe('the package, installed in an empty folder', () => {
  it('brings no Node of its own, no compiler and no CDK', async () => {
    const names = await readdir(join(consumer.folder, 'node_modules'));

    const unwanted = names.filter((name) =>
      /^(node-linux|esbuild|typescript|aws-cdk|constructs|vite)/.test(name),
    );

    expect(unwanted).toEqual([]);
  });

  it('has the command, which tells its help and version', async () => {
    const help = await consumer.call('heirtag', '--help');
    const version = await consumer.call('heirtag', '--version');

    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/^Usage: heirtag /);
    expect(version).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });

  it('tells programs the schemas of its events by name', async () => {
    const name = 'heirtag/schemas/events/job-ended.schema.json';
    const script = `process.stdout.write(require('${name}').title)`;

    expect(await consumer.call('node', '--input-type=commonjs', '--eval', script)).toMatchObject({
      code: 0,
      stdout: 'Detail of "Job Ended" of Heirtag',
    });
  });

  it('plays the demo', async () => {
    const { code, stdout } = await consumer.call('heirtag', 'demo');

    expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      expect.stringMatching(/^\d+ rules, \d+ moments, all right$/),
    ]);
  });

  it('starts the service with its console, and the command lets a disk inherit there', async () => {
    const runner = await startRunnerOf(consumer);
    const ask = async (...args: readonly string[]): Promise<string> => {
      const ran = await consumer.call('heirtag', '--endpoint', runner.url, ...args);
      if (ran.code !== 0) throw new Error(`heirtag ${args.join(' ')}: ${ran.stderr}`);
      return ran.stdout;
    };

    await ask('feature', 'enable');
    await ask('rules', 'enable', 'ecs-instance/ecs-disk', '--keys', 'cost');
    const tag = ['--Tag.1.Key', 'cost', '--Tag.1.Value', 'shanghai'];
    const made = await ask('simulate', 'Ecs', 'RunInstances', '--RegionId', 'cn-hangzhou', ...tag);
    const disk = /\bd-\w+/.exec(made)?.[0] ?? '';
    await expect
      .poll(() => ask('resources', disk), { timeout: 60_000 })
      .toMatch(/cost +shanghai +inherited +ecs-instance\/ecs-disk/);

    expect(await pageAt(`${runner.url}/console/`)).toEqual(consolePage);

    expect(await runner.interrupt()).toBe(0);
  });
});

describe('the console of the package, for a stage', () => {
  it('lets in the browser with its address, shows its page, and makes calls of the stage', async () => {
    const runner = await startRunnerOf(consumer);
    const server = await startConsoleOf(consumer, runner.url);
    const { origin } = new URL(server.url);

    const welcome = await fetch(server.url);
    const [cookie = ''] = (welcome.headers.get('set-cookie') ?? '').split(';');
    const page = await pageAt(`${origin}/console/`, { cookie });
    const rules = await fetch(`${origin}/v1/rules`, { headers: { cookie } });
    const stranger = await fetch(`${origin}/console/`);

    expect(welcome.status).toBe(200);
    expect(page).toEqual(consolePage);
    expect(await rules.json()).toEqual(await (await fetch(`${runner.url}/v1/rules`)).json());
    expect(stranger.status).toBe(401);
    expect([await server.interrupt(), await runner.interrupt()]).toEqual([0, 0]);
  });
});

describe('the construct, in an app of somebody else', () => {
  let app: Consumer;
  let documented: readonly string[];

  beforeAll(async () => {
    app = await packed.installInto('team', 'aws-cdk-lib', 'constructs', '@types/node');
    for (const example of ['own-app', 'alerts-to-slack']) {
      await copyFile(join(root, 'examples', example, 'app.ts'), join(app.folder, `${example}.ts`));
    }
    documented = await writeDocumented(app.folder);
  });

  /** Runs a program of the app, into a folder of its name or of another. */
  const synthesize = (program: string, outdir = program) =>
    app.call('env', `CDK_OUTDIR=${outdir}`, 'node', `${program}.ts`);

  const templateOf = async (outdir: string, stack: string) => {
    const file = join(app.folder, outdir, `${stack}.template.json`);
    return readTemplate(JSON.parse(await readFile(file, 'utf8')));
  };

  it('has types that the app is checked with', async () => {
    const tsc = join(root, 'node_modules/.bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024'];
    const libraries = ['--skipLibCheck', '--types', 'node'];

    const checked = await app.call(
      tsc,
      ...options,
      ...libraries,
      'own-app.ts',
      'alerts-to-slack.ts',
      ...documented,
    );

    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });

  it.each([
    { example: 'own-app', stack: 'Operations', slackChannels: 0 },
    { example: 'alerts-to-slack', stack: 'Tags', slackChannels: 1 },
  ])('is synthesised without bundler, lock file or Docker: $example', async (told) => {
    const { example, stack, slackChannels } = told;

    const { code, stderr } = await synthesize(example);

    const template = await templateOf(example, stack);
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    const topicsOf = (type: string, property: string) =>
      resourcesOf(template, type).map(({ Properties }) => refOf(listOf(Properties[property])[0]));
    const alarmTopics = new Set(topicsOf('AWS::CloudWatch::Alarm', 'AlarmActions'));
    const inSlack = topicsOf('AWS::Chatbot::SlackChannelConfiguration', 'SnsTopicArns');
    const assets = await readdir(join(app.folder, example));
    expect([code, stderr]).toEqual([0, '']);
    expect(types.filter((type) => type === 'AWS::Lambda::Function').length).toBe(2);
    expect(assets.filter((name) => name.startsWith('asset.')).length).toBe(2);
    expect(alarmTopics.size).toBe(1);
    expect(inSlack).toEqual([...alarmTopics].slice(0, slackChannels));
  });

  it('lets CloudWatch publish to the topic of the team, whose policy would refuse it', async () => {
    await synthesize('own-app', 'with-topic');

    const template = await templateOf('with-topic', 'Operations');
    const [policy] = resourcesOf(template, 'AWS::SNS::TopicPolicy');
    expect(listOf(policy?.Properties.Topics).map(refOf)).toEqual([
      expect.stringMatching(/^Alarms/),
    ]);
    expect(policy?.Properties.PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Resource: listOf(policy?.Properties.Topics)[0],
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    });
  });

  it('does as documented: a service that touches AWS, and the template for its other accounts', async () => {
    const { code, stderr } = await synthesize('documented');

    const service = await templateOf('documented', 'Operations');
    const member = await templateOf('documented', 'TagsMember');
    const rolesOf = (template: typeof member) =>
      resourcesOf(template, 'AWS::IAM::Role').map(({ Properties }) => Properties.RoleName);
    expect([code, stderr]).toEqual([0, '']);
    expect(rolesOf(service)).toContain('heirtag-production-worker');
    expect(rolesOf(member)).toContain('heirtag-production-tagger');
    expect(JSON.stringify(service)).toContain(':iam::444455556666:role/heirtag-production-tagger');
    expect(resourcesOf(member, 'AWS::Events::Rule').length).toBeGreaterThan(0);
    expect(resourcesOf(member, 'AWS::Lambda::Function')).toEqual([]);
  });

  it('can be required by an app that is no module', async () => {
    const script = "process.stdout.write(typeof require('heirtag/cdk').Heirtag)";

    expect(await app.call('node', '--input-type=commonjs', '--eval', script)).toMatchObject({
      stdout: 'function',
    });
  });
});

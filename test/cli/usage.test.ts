import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type RunnerProcess, startRunner } from '../local/runner-process.ts';
import { heirtag, heirtagJson } from './cli-process.ts';

/** `script` of util-linux runs a command on a terminal. */
const hasTerminals = spawnSync('script', ['--version']).status === 0;

const nowhere = { HEIRTAG_ENDPOINT: 'http://127.0.0.1:1' };
const escapeCodes = '\u001b[';

describe('wrong usage ends with 2, and says what would be right', () => {
  it.each([
    [['rulez'], "unknown command 'rulez' (Did you mean rules?)"],
    [['rules', 'list', '--stats', 'x'], "unknown option '--stats' (Did you mean --status?)"],
    [['rules', 'list', '--status', 'on'], 'Allowed choices are enabled, disabled'],
    [['rules', 'show'], "missing required argument 'rule'"],
    [['rules', 'show', 'ecs-instance/ecs-dsk'], 'Closest: ecs-instance/ecs-disk, '],
    [['rules', 'show', 'ecs-instance'], 'could be ecs-instance/ecs-disk, ecs-instance/ecs-eni, '],
    [['rules', 'enable'], 'name at least one rule, or say --all'],
    [['rules', 'disable', 'ecs-i/ecs-d', '--all'], 'not both'],
    [['rules', 'enable', '--all', '--keys', 'cost'], '--all takes no settings'],
    [['plan', 'enable', 'ecs-i/ecs-d', 'ecs-i/ecs-e', '--existing'], 'one rule at a time'],
    [['rules', 'modify', 'ecs-i/ecs-d', '--if-version', 'x'], 'expected a version'],
    [['rules', 'modify', 'ecs-i/ecs-d', '--keys', '["a"'], 'expected keys such as'],
    [['rules', 'enable', 'ecs-i/ecs-d', '--keys', ''], 'names no key'],
    [['rules', 'modify', 'ecs-i/ecs-d', '--exclude', ','], 'names no key'],
    [
      ['rules', 'modify', 'ecs-i/ecs-d', '--keys', 'a', '--all-keys'],
      "cannot be used with option '--keys",
    ],
    [['rules', 'modify', 'ecs-i/ecs-d'], 'say what to change'],
    [['plan', 'modify', 'ecs-i/ecs-d'], 'say what to change'],
    [['access-keys', 'revoke', '..'], '".." cannot be part of a path'],
    [['jobs', 'show', ''], '"" cannot be part of a path'],
    [['history', '--from', 'yesterday'], 'expected a time such as'],
    [['history', '--limit', '0'], 'expected a whole number, 1 or more'],
    [
      ['history', '--resource', 'arn:d-1'],
      '"arn:d-1" is not the ARN of a known resource; expected arn:acs:',
    ],
    [['explain', 'arn:d-1'], '"arn:d-1" is not the ARN of a known resource; expected arn:acs:'],
    [['resources', ''], '"" is not the ARN of a known resource; expected arn:acs:'],
    [['contested', 'resume', 'arn:aws:x', 'cost'], '"arn:aws:x" is not the ARN of a known'],
    [['jobs', 'start', 'backfill'], 'name the rule to apply'],
    [['events', 'send', '/nowhere/events.json'], '/nowhere/events.json: there is no such file'],
    [['simulate', 'Ecs', 'RunInstances', 'x'], '"x" is no parameter'],
    [['--endpoint', 'localhost', 'queue'], '--endpoint: "localhost" is no URL'],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await heirtag(args, { env: nowhere });

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^heirtag: /);
    expect(stderr).toContain(message);
  });

  it('with no command, shows them all', async () => {
    const { code, stderr } = await heirtag([]);

    expect(code).toBe(2);
    expect(stderr).toContain('Commands:');
  });

  it('is told to programs as JSON', async () => {
    const { code, stderr } = await heirtag(['rules', 'show', 'nix', '--json']);

    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'InvalidParameter.SettingName' });
  });
});

it('ends with 1, and says how to start a runner, when nothing answers', async () => {
  const { code, stderr } = await heirtag(['queue'], { env: nowhere });

  expect(code).toBe(1);
  expect(stderr).toContain('nothing answers at http://127.0.0.1:1 (');
  expect(stderr).toContain('heirtag start');
});

describe('with a runner', () => {
  let folder: string;
  let runner: RunnerProcess;
  const env = () => ({ HEIRTAG_ENDPOINT: runner.url });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirtag-usage-'));
    runner = await startRunner(folder);
    await heirtag(['feature', 'enable'], { env: env() });
  });
  afterAll(async () => {
    await runner.interrupt();
    await rm(folder, { recursive: true, force: true });
  });

  it('calls no other path than the one it means, whatever an id holds', async () => {
    await heirtag(['rules', 'enable', 'ecs-disk/ecs-snapshot'], { env: env() });
    const { settingName } = z
      .object({ settingName: z.string() })
      .parse(await heirtagJson(['rules', 'show', 'ecs-disk/ecs-snapshot'], { env: env() }));

    const { code, stderr } = await heirtag(['access-keys', 'revoke', `../rules/${settingName}`], {
      env: env(),
    });

    expect(code).toBe(1);
    expect(stderr).toContain('(AccessKeyNotFound, ');
    expect(await heirtagJson(['rules', 'show', settingName], { env: env() })).toMatchObject({
      isSet: true,
    });
  });

  it('shows no colours where there is no terminal', async () => {
    const { stdout, stderr } = await heirtag(['rules', 'list'], { env: env() });

    expect(stdout).toMatch(/^RULE +STATUS/);
    expect(stdout + stderr).not.toContain(escapeCodes);
  });

  /** Runs a command on a terminal. @returns what is seen there */
  const seenOn = (
    columns: number,
    line: string,
    more: Readonly<Record<string, string>> = {},
    input = '',
  ) =>
    spawnSync(
      'script',
      ['-qec', `stty cols ${columns}; ${process.execPath} bin/cli.ts ${line}`, '/dev/null'],
      {
        env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...env(), ...more },
        encoding: 'utf8',
        input,
      },
    ).stdout;

  it.each(['enable', 'apply-to-existing'])(
    'does not %s all rules unasked where there is nobody to ask',
    async (action) => {
      const before = await heirtagJson(['rules', 'list'], { env: env() });

      const { code, stderr } = await heirtag(['rules', action, '--all'], { env: env() });

      expect(code).toBe(2);
      expect(stderr).toContain('add --yes to do it');
      expect(stderr).toContain(`heirtag plan ${action} --all tells what it would do`);
      expect(await heirtagJson(['rules', 'list'], { env: env() })).toEqual(before);
    },
  );

  it.skipIf(!hasTerminals).each([
    ['n\n', 'nothing was changed', []],
    ['\n', 'nothing was changed', []],
    ['yes\n', 'slb-instance/vpc-eip', expect.arrayContaining([expect.anything()])],
  ])('asks on a terminal before it enables all rules: %j', async (typed, told, enabled) => {
    await heirtag(['rules', 'disable', '--all'], { env: env() });

    const seen = seenOn(80, 'rules enable --all', { NO_COLOR: '1' }, typed);

    expect(seen).toContain('Turn all rules on?');
    expect(seen).toContain(told);
    expect(await heirtagJson(['rules', 'list', '--status', 'enabled'], { env: env() })).toEqual({
      rules: enabled,
      next: null,
    });
  });

  it.skipIf(!hasTerminals)(
    'fits tables to a terminal, unless they are asked for wide',
    async () => {
      await heirtag(['rules', 'enable', 'ecs-disk/ecs-snapshot'], { env: env() });
      const plain = { NO_COLOR: '1' };
      const widthOf = (text: string): number =>
        Math.max(...text.split(/\r?\n/).map((line) => line.length));

      for (const line of ['audit', 'rules list', 'history', 'plan sweep', 'contested list']) {
        expect(widthOf(seenOn(80, line, plain)), line).toBeLessThanOrEqual(80);
      }
      const wide = seenOn(80, 'audit -o wide', plain);
      const whole = await heirtag(['audit'], { env: env() });

      expect(seenOn(80, 'audit', plain)).toContain('-o wide shows all');
      expect(wide.replaceAll('\r', '')).toBe(whole.stdout);
      expect(widthOf(wide)).toBeGreaterThan(80);
    },
  );

  it.skipIf(!hasTerminals)('shows colours on a terminal, unless NO_COLOR is set', () => {
    const onTerminal = (more: Readonly<Record<string, string>>): string =>
      seenOn(0, 'rules list', more);

    expect(onTerminal({})).toContain(`${escapeCodes}2mRULE`);
    expect(onTerminal({ NO_COLOR: '1' })).toMatch(/^RULE +STATUS/);
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain(escapeCodes);
  });

  it('lets no tag steer the terminal, not even one that is refused', async () => {
    const { code, stderr } = await heirtag(
      ['simulate', 'Ecs', 'CreateDisk', '--RegionId', 'cn-hangzhou', '--Tag.1.Key', 'a\u001b[2J'],
      { env: env() },
    );

    expect(code).toBe(1);
    expect(stderr).toContain('a\\u001b[2J');
    expect(stderr).not.toContain(escapeCodes);
  });

  it('sends events of a file, and fails when one is none, naming which', async () => {
    const event = { eventId: 'e-1', eventName: 'TagResources', eventTime: '2026-11-24T00:00:00Z' };
    const file = join(folder, 'events.ndjson');
    await writeFile(file, `${JSON.stringify(event)}\n{"no": "event"}\n`);

    const { code, stdout, stderr } = await heirtag(['events', 'send', file], { env: env() });
    const piped = await heirtag(['events', 'send', '-', '--json'], {
      env: env(),
      input: JSON.stringify([event]),
    });

    expect(code).toBe(1);
    expect(stdout).toBe(
      '0 accepted, 2 rejected; resources touched: 0, events that touch nothing: 0\n',
    );
    expect(stderr).toContain(`event 2 (${file}, line 2): rejected: `);
    expect(JSON.parse(piped.stdout)).toMatchObject({ accepted: 0, touching: 0 });
  });

  it('sends what stands beside an event that is too large, and tells what each touches', async () => {
    const record = {
      eventId: 'e-1',
      eventName: 'TagResources',
      serviceName: 'Ecs',
      eventTime: '2026-01-15T08:00:00Z',
      acsRegion: 'cn-hangzhou',
      recipientAccountId: '1000000000000001',
      referencedResources: { 'ACS::ECS::Instance': ['i-none'] },
    };
    const events = [
      { ...record, eventName: 'StopInstance' },
      { ...record, additionalEventData: { x: 'y'.repeat(1_100_000) } },
      record,
    ];
    const file = join(folder, 'large.ndjson');
    await writeFile(file, events.map((event) => JSON.stringify(event)).join('\n'));

    const { code, stdout, stderr } = await heirtag(['events', 'send', file], { env: env() });

    expect(code).toBe(1);
    expect(stdout).toBe(
      '2 accepted, 1 rejected; resources touched: 1, events that touch nothing: 1\n',
    );
    expect(stderr.replaceAll(file, 'FILE')).toMatch(
      /event 1 \(FILE, line 1\): touches nothing: no rule watches Ecs StopInstance\nevent 2 \(FILE, line 2\): rejected: the event has 1100\d+ bytes, and was not sent; at most 1000000 are taken\nevent 3 \(FILE, line 3\): touches 1 resource\n/,
    );
  });

  it('plans as a table, as lines and as a spreadsheet, and writes nothing', async () => {
    await heirtag(['rules', 'disable', '--all'], { env: env() });
    await heirtag(
      [
        ...['simulate', 'Ecs', 'RunInstances', '--RegionId', 'cn-hangzhou'],
        ...['--Tag.1.Key', 'cost', '--Tag.1.Value', 'shanghai'],
      ],
      { env: env() },
    );
    const plan = ['plan', 'enable', 'ecs-instance/ecs-disk', '--existing'];

    const table = await heirtag(plan, { env: env() });
    const csv = await heirtag([...plan, '--format', 'csv'], { env: env() });
    const ndjson = await heirtag([...plan, '--format', 'ndjson'], { env: env() });
    const json = await heirtagJson(plan, { env: env() });
    const rule = await heirtagJson(['rules', 'show', 'ecs-instance/ecs-disk'], { env: env() });

    expect(table.stdout).toMatch(/^set +cost +shanghai +inherited +ecs-instance\/ecs-disk /m);
    expect(csv.stdout).toMatch(/^arn,key,action,.*\r\narn:.*,cost,set,/);
    expect(JSON.parse(ndjson.stdout)).toMatchObject({ key: 'cost', action: 'set' });
    expect(json).toMatchObject({ counts: { set: 1 }, next: null });
    expect(rule).toMatchObject({ status: 'Disable', existingStatus: 'Disable' });
  });

  it('watches a job to its end', async () => {
    await heirtag(['rules', 'enable', 'ecs-instance/ecs-disk'], { env: env() });

    const { code, stdout } = await heirtag(
      ['jobs', 'start', 'backfill', 'ecs-instance/ecs-disk', '--watch'],
      { env: env() },
    );
    const jobs = await heirtagJson(['jobs', 'list', '--rule', 'ecs-i/ecs-d'], { env: env() });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^status +done$/m);
    expect(jobs).toMatchObject({ jobs: [{ status: 'done', kind: 'backfill' }], next: null });
  });

  it('explains a tag and tells its history', async () => {
    const history = await heirtagJson(['history', '--limit', '1'], { env: env() });
    const { stdout } = await heirtag(['history', '--limit', '1'], { env: env() });
    const arn = stdout.trim().split(' ').at(-1) ?? '';

    const explained = await heirtag(['explain', arn, 'cost'], { env: env() });

    expect(history).toMatchObject({ entries: [{ key: 'cost', action: 'set', resource: arn }] });
    expect(explained.stdout).toMatch(/^cost "shanghai": inherited, in place$/m);
    expect(explained.stdout).toMatch(/^ {4}by ecs-instance\/ecs-disk since /m);
  });

  it('makes, lists and revokes access keys', async () => {
    const made = await heirtag(['access-keys', 'create', '--rights', 'readOnly'], { env: env() });
    const [, id = ''] = /^access key id +(\S+)$/m.exec(made.stdout) ?? [];

    const revoked = await heirtag(['access-keys', 'revoke', id], { env: env() });

    expect(made.stdout).toMatch(/^access key secret +\S+$/m);
    expect(revoked.stdout).toBe(`${id} is revoked\n`);
    expect(await heirtagJson(['access-keys', 'list'], { env: env() })).toMatchObject({
      accessKeys: [{ accessKeyId: id, status: 'revoked' }],
    });
  });

  it('tells who changed what, and tries dead letters again', async () => {
    const audit = await heirtagJson(['audit', '--from', '1h', '--limit', '1'], { env: env() });
    const redriven = await heirtagJson(['dead-letters', 'redrive'], { env: env() });

    expect(audit).toMatchObject({ entries: [{ principal: 'local' }], next: expect.anything() });
    expect(redriven).toEqual({ moved: 0, left: 0 });
  });
});

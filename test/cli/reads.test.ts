import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type RunnerProcess, startRunner } from '../local/runner-process.ts';
import { heirtag, heirtagJson } from './cli-process.ts';

let folder: string;
let runner: RunnerProcess;
let disk: string;

const run = (...args: readonly string[]) =>
  heirtag(args, { env: { HEIRTAG_ENDPOINT: runner.url } });
const ask = (...args: readonly string[]) =>
  heirtagJson(args, { env: { HEIRTAG_ENDPOINT: runner.url } });

const simulate = async (...args: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await run('simulate', ...args, '--RegionId', 'cn-hangzhou');
  await run('queue', '--wait');
  return stdout.trim().split('\n');
};

const idOf = (arn: string): string => arn.split('/').slice(1).join('/');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-reads-'));
  runner = await startRunner(folder);
  await run('feature', 'enable');
  await run('rules', 'enable', 'ecs-i/ecs-d', '--exclude', 'tmp-*', '--restore-displaced');
  const tags = ['--Tag.1.Key', 'cost', '--Tag.1.Value', 'a', '--Tag.2.Key', 'team'];
  const arns = await simulate('Ecs', 'RunInstances', ...tags, '--Tag.2.Value', 'b');
  disk = arns.find((arn) => arn.includes(':disk/')) ?? '';
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

describe('a rule', () => {
  it('is listed with what it excludes and puts back', async () => {
    const { stdout } = await run('rules', 'list', '--status', 'enabled');

    expect(stdout).toMatch(
      /^ecs-instance\/ecs-disk +enabled +all but tmp-\* +no +overwrite, restore$/m,
    );
  });

  it('that was never set is shown as it would be, with its calls', async () => {
    const { code, stdout, stderr } = await run('rules', 'show', 'slb-i/vpc-eip');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^status +never set$/m);
    expect(stdout).toMatch(/^keys +all$/m);
    expect(stdout).toMatch(/^calls +vpc:AssociateEipAddress, .*tag calls on either end$/m);
    expect(stderr).toContain('heirtag rules enable slb-instance/vpc-eip turns it on');
    expect(await ask('rules', 'show', 'slb-i/vpc-eip')).toMatchObject({ isSet: false });
  });

  it('that nobody turned on is said to be missing in those words', async () => {
    const { code, stderr } = await run('rules', 'list', '--status', 'enabled', '--type', 'vpc-eip');

    expect([code, stderr]).toEqual([0, 'No rule from or to vpc-eip is enabled.\n']);
  });
});

describe('coverage', () => {
  it('is told by rule once a sweep has come to its end', async () => {
    const before = await run('coverage');
    expect([before.code, before.stderr]).toEqual([
      0,
      'No sweep has come to its end yet. heirtag jobs start sweep starts one.\n',
    ]);

    await run('jobs', 'start', 'sweep', '--watch');

    const { stdout, stderr } = await run('coverage');
    expect(stdout).toMatch(/^ecs-instance\/ecs-disk +100% +1 +0 +2$/m);
    expect(stdout).toMatch(/^all +100% +1 +0 +2$/m);
    expect(stderr).toContain('looked at 1 association');
    expect(await ask('coverage')).toMatchObject({ total: { looked: 1, tags: 2, percent: 100 } });
  });
});

describe('a narrow list', () => {
  it('has the jobs of a kind and of whoever started them', async () => {
    const mine = await run('jobs', 'list', '--kind', 'sweep', '--by', 'LOC');
    const none = await run('jobs', 'list', '--kind', 'sweep', '--by', 'alice');
    const others = await run('jobs', 'list', '--kind', 'backfill');

    expect(mine.stdout).toMatch(/ sweep +done /);
    expect([none.stderr, others.stderr]).toEqual(Array(2).fill('There are no such jobs.\n'));
  });

  it('has the audited calls of a caller, of a path, and of a request', async () => {
    const audited = z.object({ entries: z.array(z.object({ requestId: z.string() })) });
    const of = async (...args: readonly string[]) =>
      audited.parse(await ask('audit', ...args)).entries.length;
    const [first] = audited.parse(await ask('audit')).entries;

    expect(await of('--who', 'local', '--call', 'put /V1/feature')).toBe(1);
    expect(await of('--who', 'alice')).toBe(0);
    expect(await of('--request', first?.requestId ?? '')).toBe(1);
  });
});

describe('a resource', () => {
  it('is named by its id wherever its ARN is taken', async () => {
    const id = idOf(disk);

    expect(await ask('resources', id)).toMatchObject({ arn: disk });
    expect(await ask('resources', `disk/${id}`)).toMatchObject({ arn: disk });
    expect(await ask('explain', id, 'cost')).toMatchObject({ resource: disk });
    expect(await ask('history', '--resource', id)).toMatchObject({
      entries: [{ resource: disk }, { resource: disk }],
    });
    const resumed = await run('contested', 'resume', id, 'cost');
    expect(resumed.stderr).toContain(disk);
    expect(resumed.stderr).toContain('(NotContested, ');
  });

  it('that nobody knows is said to be unknown', async () => {
    const { code, stderr } = await run('explain', 'd-nowhere');

    expect(code).toBe(1);
    expect(stderr).toContain('the account has no resource with the id "d-nowhere"');
  });

  it('that is gone still has a history under its id', async () => {
    const [gone = ''] = await simulate('Ecs', 'CreateSnapshot', '--DiskId', idOf(disk));
    await run('rules', 'enable', 'ecs-disk/ecs-snapshot');
    await simulate(
      ...['Ecs', 'TagResources', '--ResourceType', 'disk', '--ResourceId.1', idOf(disk)],
      ...['--Tag.1.Key', 'own', '--Tag.1.Value', '1'],
    );
    await simulate('Ecs', 'DeleteSnapshot', '--SnapshotId', idOf(gone));

    const history = await ask('history', '--resource', idOf(gone), '--key', 'own');

    expect(history).toMatchObject({
      entries: [
        { resource: gone, key: 'own', action: 'closed' },
        { resource: gone, key: 'own', action: 'set' },
      ],
    });
  });
});

describe('the history', () => {
  it('is told of one key', async () => {
    const { stdout } = await run('history', '--resource', disk, '--key', 'team');

    const [heading, ...lines] = stdout.trim().split('\n');
    expect(heading).toMatch(/^TIME +ACTION +KEY .* EVENT +RESOURCE$/);
    expect(lines).toEqual([expect.stringMatching(/ set +team +b /)]);
  });
});

describe('an event', () => {
  const entries = z.object({
    entries: z.array(z.object({ cause: z.object({ eventId: z.string() }) })),
  });

  it('that does not say when it happened is told so', async () => {
    const [instance = ''] = (await simulate('Ecs', 'RunInstances')).filter((arn) =>
      arn.includes(':instance/'),
    );
    await run('rules', 'disable', 'ecs-i/ecs-e');
    await simulate(
      ...['Ecs', 'TagResources', '--ResourceType', 'instance', '--ResourceId.1', idOf(instance)],
      ...['--Tag.1.Key', 'late', '--Tag.1.Value', '1'],
    );
    await run('rules', 'enable', 'ecs-i/ecs-e');
    const event = {
      eventId: 'e-timeless',
      eventName: 'TagResources',
      serviceName: 'Ecs',
      eventType: 'ApiCall',
      acsRegion: 'cn-hangzhou',
      requestParameters: { ResourceType: 'instance', 'ResourceId.1': idOf(instance) },
    };
    await heirtag(['events', 'send', '-'], {
      env: { HEIRTAG_ENDPOINT: runner.url },
      input: JSON.stringify(event),
    });
    await run('queue', '--wait');

    const { stdout } = await run('events', 'explain', 'e-timeless');

    expect(stdout).toContain(' at an unknown time: 1 tag changed on 1 resource');
  });

  it('is explained by what was changed on it, and by nothing else', async () => {
    const history = entries.parse(await ask('history', '--resource', disk, '--key', 'cost'));
    const eventId = history.entries.at(-1)?.cause.eventId ?? '';

    const { code, stdout, stderr } = await run('events', 'explain', eventId);
    const told = entries.parse(await ask('events', 'explain', eventId));

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^RunInstances of .* \(claimed\) at .*: 2 tags changed on 1 resource, 0 refused$/m,
    );
    expect(stdout).toMatch(/ set +cost +a +inherited +ecs-instance\/ecs-disk +arn:.*disk/);
    expect(stderr).toContain('Only changes and refusals are recorded.');
    expect(new Set(told.entries.map(({ cause }) => cause.eventId))).toEqual(new Set([eventId]));
  });

  it('on which nothing was changed is said to be so, with what may be why', async () => {
    const { code, stdout, stderr } = await run('events', 'explain', 'nobody-saw-it');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^no tag was changed or refused on event nobody-saw-it since 20\d\d-/);
    expect(stderr).toContain('never came');
  });
});

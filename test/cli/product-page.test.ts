import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openClient, type RuleChoice } from '../../src/clouds/alibaba/demo/client.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { ownRules } from '../default-rules.ts';
import { type RunnerProcess, startRunner } from '../local/runner-process.ts';
import { heirtag, heirtagJson, type Ran } from './cli-process.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const eniRule = 'rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni';

let folder: string;
let runner: RunnerProcess;
let account = 3_000_000_000_000_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-cli-'));
  runner = await startRunner(folder);
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  account += 1;
});

const env = () => ({ HEIRTAG_ENDPOINT: runner.url, HEIRTAG_ACCOUNT: String(account) });
const run = (...args: readonly string[]): Promise<Ran> => heirtag(args, { env: env() });
const ask = (...args: readonly string[]): Promise<unknown> => heirtagJson(args, { env: env() });

const rule = (settingName: string, facts: object) =>
  expect.objectContaining({ settingName, ...facts });
const done = (settingName: string, facts: object) => ({
  settingName,
  status: 'done',
  jobId: null,
  rule: rule(settingName, facts),
});

/** What a test only needs, and does not look at, is done without the command line. */
const client = () => openClient(runner.url, String(account), () => sleep(20));

/** Makes an instance with two tags. @returns the ARN of its system disk */
const makeDisk = async (): Promise<Arn> => {
  const arns = await client().cloud('Ecs/RunInstances', {
    RegionId: 'cn-hangzhou',
    Tag: [
      { Key: 'cost', Value: 'shanghai' },
      { Key: 'stage', Value: 'prod' },
    ],
  });
  const disk = arns.find((arn) => arn.includes(':disk/'));
  if (disk === undefined) throw new Error(`no disk among ${arns}`);
  await client().settle();
  return disk;
};

const tagsOf = (arn: Arn) => client().tagsOf(arn);
const enableFeature = () => client().setFeature('Enable');
const enableDiskRule = (choice: Partial<RuleChoice> = {}) =>
  client().setRule(diskRule, { status: 'Enable', ...choice });

describe('every action of the product page, on the command line', () => {
  it('enables the feature, and says what it manages and that rules start disabled', async () => {
    const { code, stdout, stderr } = await run('feature', 'enable');

    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(ownRules.length + 4);
    expect(stdout).toMatch(/^inheritance is on$/m);
    expect(stdout).toMatch(/^ecs-instance\/ecs-disk +disabled$/m);
    expect(stderr).toContain('Rules start disabled');
  });

  it('enables a rule for some keys, which inherits those and no others', async () => {
    await enableFeature();

    const enabled = await ask('rules', 'enable', 'ecs-instance/ecs-disk', '--keys', 'cost,team');
    const disk = await makeDisk();

    expect(enabled).toEqual({
      results: [done(diskRule, { status: 'Enable', tagKeys: ['cost', 'team'] })],
    });
    expect(await tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });

  it('applies a rule to the resources there are', async () => {
    await enableFeature();
    const disk = await makeDisk();
    await enableDiskRule({ tagKeys: ['cost'] });

    const { code, stdout } = await run('rules', 'apply-to-existing', 'ecs-instance/ecs-disk');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^ecs-instance\/ecs-disk +done +j/m);
    await expect.poll(() => tagsOf(disk), { timeout: 50_000 }).toEqual({ cost: 'shanghai' });
  });

  it('modifies a rule: what is named changes, the rest stays', async () => {
    await enableFeature();
    await run('rules', 'enable', 'ecs-i/ecs-d', '--keys', 'cost', '--policy', 'keep');

    const modified = await ask(
      ...['rules', 'modify', 'ecs-i/ecs-d', '--keys', 'cost,stage', '--exclude', 'tmp-*'],
    );

    expect(modified).toEqual(
      rule(diskRule, {
        status: 'Enable',
        tagKeys: ['cost', 'stage'],
        excludedKeys: ['tmp-*'],
        conflictPolicy: 'keep',
      }),
    );
  });

  it('refuses to modify a rule that was changed meanwhile', async () => {
    await enableFeature();
    await enableDiskRule();

    const { code, stderr } = await run(
      ...['rules', 'modify', 'ecs-i/ecs-d', '--policy', 'keep', '--if-version', '999'],
    );

    expect(code).toBe(1);
    expect(stderr).toContain('(PreconditionFailed, request ');
    expect(await ask('rules', 'show', 'ecs-i/ecs-d')).toMatchObject({
      conflictPolicy: 'overwrite',
    });
  });

  it('disables a rule: its tags stay, and nothing is inherited any more', async () => {
    await enableFeature();
    await enableDiskRule({ tagKeys: ['cost'] });
    const before = await makeDisk();

    const { code } = await run('rules', 'disable', 'ecs-i/ecs-d');
    const after = await makeDisk();

    expect(code).toBe(0);
    expect(await tagsOf(before)).toEqual({ cost: 'shanghai' });
    expect(await tagsOf(after)).toEqual({});
    expect(await ask('rules', 'show', 'ecs-i/ecs-d')).toMatchObject({ status: 'Disable' });
  });

  it('deletes a rule', async () => {
    await enableFeature();
    await enableDiskRule();

    const deleted = await ask('rules', 'delete', 'ecs-i/ecs-d');
    const { code, stdout } = await run('rules', 'show', 'ecs-i/ecs-d');

    expect(deleted).toEqual({ settingName: diskRule });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^status +never set$/m);
  });

  it('enables, applies and disables several rules by name', async () => {
    await enableFeature();
    const both = ['ecs-instance/ecs-disk', 'ecs-instance/ecs-eni'];

    const enabled = await ask('rules', 'enable', ...both);
    const applied = await ask('rules', 'apply-to-existing', ...both);
    const disabled = await ask('rules', 'disable', ...both);

    expect(enabled).toEqual({
      results: [done(diskRule, { status: 'Enable' }), done(eniRule, { status: 'Enable' })],
    });
    expect(applied).toMatchObject({
      results: [{ rule: { existingStatus: 'Enable' } }, { rule: { existingStatus: 'Enable' } }],
    });
    expect(disabled).toMatchObject({
      results: [{ rule: { status: 'Disable' } }, { rule: { status: 'Disable' } }],
    });
  });

  it('enables, applies and disables all rules', async () => {
    await enableFeature();

    const enabled = await ask('rules', 'enable', '--all', '--yes');
    const listed = await ask('rules', 'list', '--status', 'enabled');
    const applied = await run('rules', 'apply-to-existing', '--all', '--yes');
    const disabled = await run('rules', 'disable', '--all');

    expect(enabled).toMatchObject({ results: ownRules.map(() => ({ status: 'done' })) });
    expect(listed).toMatchObject({
      next: null,
      rules: ownRules.map(() => ({ status: 'Enable' })),
    });
    expect(applied).toMatchObject({ code: 0 });
    expect(disabled).toMatchObject({ code: 0 });
    expect(await ask('rules', 'list', '--status', 'enabled')).toEqual({ rules: [], next: null });
  });

  it('does the good ones of several rules, and fails for the one that is not', async () => {
    await enableFeature();
    await enableDiskRule();

    const { code, stdout, stderr } = await run(
      ...['rules', 'apply-to-existing', 'ecs-i/ecs-d', 'cs-cluster/vpc-eip'],
    );

    expect(code).toBe(1);
    expect(stdout).toMatch(/^ecs-instance\/ecs-disk +done +j/m);
    expect(stdout).toMatch(/^cs-cluster\/vpc-eip +failed +.*was never set/m);
    expect(stderr).toContain('1 of 2 rules failed');
  });

  it('disables the feature: tags stay, rule calls say what to do', async () => {
    await enableFeature();
    await enableDiskRule({ tagKeys: ['cost'] });
    const disk = await makeDisk();

    const { code } = await run('feature', 'disable');
    const refused = await run('rules', 'enable', 'ecs-i/ecs-d', '--keys', 'team');
    const listed = await run('rules', 'list');

    expect(code).toBe(0);
    expect(await ask('feature', 'show')).toEqual({ status: 'Disable' });
    expect(await tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('InvalidOperation.NotActivated');
    expect(listed.stderr).toContain('heirtag feature enable turns it on');
  });
});

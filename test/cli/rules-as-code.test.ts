import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { type LocalRunner, startLocal } from '../../src/local/start-local.ts';
import { writeRulesFile } from '../../src/rules-file/write-rules-file.ts';
import { diskRule } from '../engine/fixtures.ts';
import { fc } from '../properties.ts';
import { chosenOf } from '../rules-file/chosen-accounts.ts';
import { programDeps, recordingTerminal } from './program-fixture.ts';

let dataDir: string;
let runner: LocalRunner;
let account = 5_000_000_000_000_000;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'heirtag-rules-'));
  runner = await startLocal({ dataDir, port: 0 });
});
afterAll(async () => {
  await runner.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  account += 10;
});

/** How a person answers, where there is one. */
type Person = (question: string) => Promise<boolean>;

/** Carries out a command line; what it reads is the file. */
const run = async (
  words: readonly string[],
  { file = '', person }: { readonly file?: string; readonly person?: Person } = {},
) => {
  const terminal = recordingTerminal();
  const code = await runCli(['--endpoint', runner.url, ...words], {
    ...programDeps(),
    terminal,
    confirm: person,
    readBytes: async () => new TextEncoder().encode(file),
  });
  return { code, told: terminal.lines.join('\n') };
};

const settingsOf = async (accountId: string | number, init?: RequestInit): Promise<unknown> => {
  const response = await fetch(`${runner.url}/v1/accounts/${accountId}/settings`, init);
  return response.json();
};
const settings = () => settingsOf(account);
const patch = (body: object) =>
  settingsOf(account, { method: 'PATCH', body: JSON.stringify(body) });

const fileWith = (rules: object, feature = 'enabled') =>
  JSON.stringify({ accounts: { [account]: { feature, rules } } });

const disks = { 'ecs-instance/ecs-disk': { status: 'enabled', keys: ['cost'] } };
const enis = { 'ecs-instance/ecs-eni': { status: 'enabled' } };

/** Of the settings that are drawn. */
const seed = 20_261_126;

const yes: Person = async () => true;

describe('heirtag export', () => {
  it('writes a file that changes nothing when it is applied', async () => {
    await run(['apply', '-f', '-', '--yes'], { file: fileWith({ ...disks, ...enis }) });
    const before = await settings();

    const { told: file } = await run(['export', String(account)]);
    const differs = await run(['diff', '-f', '-', '--prune'], { file });
    const applied = await run(['apply', '-f', '-', '--prune'], { file });

    expect(file).toMatch(/^# yaml-language-server: \$schema=\S+rules\.schema\.json\naccounts:/);
    expect([differs.code, applied.code]).toEqual([0, 0]);
    expect(applied.told).toBe(`account ${account}: nothing to change`);
    expect(await settings()).toEqual(before);
  });

  it('writes of several accounts, whatever they chose, a file that changes no version', async () => {
    const ids = [account + 1, account + 2].map(String);
    const [drawn = []] = fc.sample(fc.tuple(...ids.map(chosenOf)), { seed, numRuns: 1 });
    // Rules are set while the feature is on.
    const chosen = drawn.map((each) => ({ ...each, feature: 'Enable' as const }));
    const made = await run(['apply', '-f', '-', '--yes'], { file: writeRulesFile(chosen) });
    const before = await Promise.all(ids.map((id) => settingsOf(id)));

    const { told: file } = await run(['export', ...ids]);
    const applied = await run(['apply', '-f', '-', '--prune'], { file });

    expect([made.code, applied.code]).toEqual([0, 0]);
    expect(before).toMatchObject(
      chosen.map(({ rules }) => ({
        rules: expect.arrayContaining(
          rules.map(({ settingName, status, tagKeys, excludedKeys, conflictPolicy }) =>
            expect.objectContaining({
              settingName,
              status,
              tagKeys,
              excludedKeys,
              conflictPolicy,
            }),
          ),
        ),
      })),
    );
    expect(applied.told.split('\n')).toEqual(ids.map((id) => `account ${id}: nothing to change`));
    expect(await Promise.all(ids.map((id) => settingsOf(id)))).toEqual(before);
  });

  it('has all accounts that ever chose something', async () => {
    await run(['apply', '-f', '-', '--yes'], { file: fileWith(disks) });

    const { told } = await run(['export']);

    expect(told).toContain(`"${account}":\n    feature: enabled\n`);
  });
});

describe('heirtag diff', () => {
  it('ends with 0 when all is as the file says, with 1 when not, with 2 when it fails', async () => {
    await run(['apply', '-f', '-', '--yes'], { file: fileWith(disks) });
    const codeFor = async (file: string) => (await run(['diff', '-f', '-'], { file })).code;

    expect(await codeFor(fileWith(disks))).toBe(0);
    expect(await codeFor(fileWith(enis))).toBe(1);
    expect(await codeFor('accounts: [')).toBe(2);
    const down = ['--endpoint', 'http://127.0.0.1:1', 'diff', '-f', '-'];
    expect((await run(down, { file: fileWith(disks) })).code).toBe(2);
  });

  it('says field by field what would change, and what stays on', async () => {
    await run(['apply', '-f', '-', '--yes'], { file: fileWith({ ...disks, ...enis }) });
    const changed = { 'ecs-instance/ecs-disk': { status: 'enabled', keys: ['cost', 'team'] } };

    const { told } = await run(['diff', '-f', '-'], { file: fileWith(changed) });

    expect(told.split('\n')).toEqual([
      `account ${account}`,
      '  ~ ecs-instance/ecs-disk',
      '      keys: cost → cost,team',
      `account ${account}: not in the file, and left on: ecs-instance/ecs-eni (--prune turns off)`,
    ]);
  });

  it('tells what would become of tags, too', async () => {
    await fetch(`${runner.url}/v1/simulator/Ecs/RunInstances?accountId=${account}`, {
      method: 'POST',
      body: JSON.stringify({ RegionId: 'cn-hangzhou', Tag: [{ Key: 'cost', Value: 'blue' }] }),
    });
    const existing = { 'ecs-instance/ecs-disk': { status: 'enabled', existing: true } };

    const { code, told } = await run(['diff', '-f', '-', '--tags'], { file: fileWith(existing) });

    expect(code).toBe(1);
    expect(told).toMatch(/set +cost +blue/);
    expect(await settings()).toMatchObject({ version: 0 });
  });

  it('answers programs with what applying it would send', async () => {
    const { told } = await run(['--json', 'diff', '-f', '-'], { file: fileWith(disks) });

    expect(JSON.parse(told)).toMatchObject({
      differs: true,
      accounts: [
        {
          accountId: String(account),
          version: 0,
          rules: [{ settingName: diskRule, kind: 'set', input: { tagKeys: ['cost'] } }],
        },
      ],
    });
  });
});

describe('heirtag apply', () => {
  it('asks before it writes, and writes nothing when the answer is no', async () => {
    const questions: string[] = [];
    const no: Person = async (question) => {
      questions.push(question);
      return false;
    };

    const { code } = await run(['apply', '-f', 'rules.yaml'], {
      file: fileWith(disks),
      person: no,
    });

    expect([code, await settings()]).toMatchObject([1, { version: 0 }]);
    expect(questions[0]).toContain('Change 1 rule and 1 feature switch of 1 account?');
  });

  it('writes nothing where nobody can be asked', async () => {
    const { code, told } = await run(['apply', '-f', '-'], { file: fileWith(disks) });

    expect([code, await settings()]).toMatchObject([2, { version: 0 }]);
    expect(told).toContain('add --yes');
  });

  it('turns nothing off that the file does not name, unless it is told to prune', async () => {
    await run(['apply', '-f', '-', '--yes'], { file: fileWith({ ...disks, ...enis }) });
    const onAfter = async (...options: readonly string[]) => {
      await run(['apply', '-f', '-', '--yes', ...options], { file: fileWith(disks) });
      return settings();
    };

    expect(await onAfter()).toMatchObject({ rules: [{ status: 'Enable' }, { status: 'Enable' }] });
    expect(await onAfter('--prune')).toMatchObject({
      rules: [{ status: 'Enable' }, { status: 'Disable' }],
    });
  });

  it('does of an account all or nothing, and goes on with the next', async () => {
    const broken = String(account + 1);
    const file = JSON.stringify({
      accounts: {
        [broken]: { rules: disks },
        [account]: { feature: 'enabled', rules: disks },
      },
    });

    const { code, told } = await run(['apply', '-f', '-', '--yes'], { file });

    expect(code).toBe(1);
    expect(told).toMatch(new RegExp(`account ${broken}: nothing was changed: .*NotActivated`));
    expect(told).toContain(`account ${account}: applied`);
    expect(await settings()).toMatchObject({ feature: 'Enable', rules: [{ tagKeys: ['cost'] }] });
  });

  it('overwrites nothing that somebody changed while it asked', async () => {
    await run(['apply', '-f', '-', '--yes'], { file: fileWith(disks) });
    const meanwhile: Person = async () => {
      await patch({ rules: [{ settingName: diskRule, status: 'Enable', tagKeys: ['theirs'] }] });
      return true;
    };
    const ours = { 'ecs-instance/ecs-disk': { status: 'enabled', keys: ['ours'] } };

    const { code, told } = await run(['apply', '-f', 'rules.yaml'], {
      file: fileWith(ours),
      person: meanwhile,
    });

    expect([code, told]).toEqual([1, expect.stringContaining('somebody changed them meanwhile')]);
    expect(await settings()).toMatchObject({ rules: [{ tagKeys: ['theirs'] }] });
  });

  it('lets one of two appliers through', async () => {
    await run(['apply', '-f', '-', '--yes'], { file: fileWith(disks) });
    const keys = ['one', 'two'];
    const [ask, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first: Person = async () => {
      ask.resolve();
      await answer.promise;
      return true;
    };
    const apply = (key: string, person: Person) => {
      const rules = { 'ecs-instance/ecs-disk': { status: 'enabled', keys: [key] } };
      return run(['apply', '-f', 'rules.yaml'], { file: fileWith(rules), person });
    };

    const slow = apply('one', first);
    await ask.promise;
    const fast = await apply('two', yes);
    answer.resolve();

    expect([(await slow).code, fast.code]).toEqual([1, 0]);
    expect(await settings()).toMatchObject({ rules: [{ tagKeys: [keys[1]] }] });
  });
});

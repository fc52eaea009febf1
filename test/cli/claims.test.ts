import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ruleAnswer } from '../../src/admin/rule-answer.ts';
import { shownRule } from '../../src/cli/rule-name.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { type Client, openClient } from '../../src/clouds/alibaba/demo/client.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { type RunnerProcess, startRunner } from '../local/runner-process.ts';
import { programDeps, recordingTerminal } from './program-fixture.ts';

const diskRule = 'ecs-instance/ecs-disk';
const snapshotRule = 'ecs-disk/ecs-snapshot';
const eniRule = 'ecs-instance/ecs-eni';

const jobState = z.object({
  id: z.string(),
  settingName: z.nullable(z.string()),
  status: z.string(),
  found: z.number(),
  done: z.number(),
  changed: z.number(),
});
const states = {
  feature: z.object({ status: z.string() }),
  rules: z.object({ rules: z.array(ruleAnswer) }),
  jobs: z.object({ jobs: z.array(jobState) }),
};

let folder: string;
let runner: RunnerProcess;
let account = 6_000_000_000_000_000;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-claims-'));
  runner = await startRunner(folder, { HEIRTAG_JOB_RESOURCES_PER_SECOND: '1' });
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  account += 1;
  client = openClient(runner.url, String(account), () => sleep(10));
});

/** Carries out a command line. @returns the exit code, and all that was said */
const say = async (...args: readonly string[]) => {
  const terminal = recordingTerminal();
  const given = ['--endpoint', runner.url, '--account', String(account), ...args];
  const pause = () => sleep(10);
  const code = await runCli(given, { ...programDeps(), pause, terminal });
  return { code, text: terminal.lines.join('\n') };
};

const read = async (path: string): Promise<unknown> =>
  (await fetch(`${runner.url}/v1/accounts/${account}/${path}`)).json();

/** What is so. */
const stateNow = async () => {
  const { status } = states.feature.parse(await read('feature'));
  const { rules } = states.rules.parse(await read('rules?limit=100'));
  const { jobs } = states.jobs.parse(await read('jobs'));
  return {
    feature: status,
    rules: new Map(rules.map((rule) => [shownRule(rule.settingName), rule])),
    jobs: new Map(jobs.map((job) => [job.id, job])),
  };
};

type State = Awaited<ReturnType<typeof stateNow>>;

const reasons: Readonly<Record<string, (rule: z.infer<typeof ruleAnswer>) => boolean>> = {
  '': () => true,
  'is on already': ({ status }) => status === 'Enable',
  'is off already': ({ isSet, status }) => isSet && status === 'Disable',
  'was never set, so it is off': ({ isSet }) => !isSet,
  'is not on, so it applies to nothing': ({ status }) => status === 'Disable',
};

const rowForm = /^([a-z-]+\/[a-z-]+) +(done|unchanged|failed)(?: +(j[0-9a-z]{15}))? *(.*)$/gm;

/** Compares what a command said of each rule with what it did to it. @returns what it said, by rule */
const checkRows = (text: string, before: State, after: State) => {
  const rows = [...text.matchAll(rowForm)].map(
    ([, rule = '', result = '', jobId = '', reason = '']) => ({ rule, result, jobId, reason }),
  );
  for (const { rule, result, jobId, reason } of rows) {
    const was = before.rules.get(rule);
    const is = after.rules.get(rule);
    if (is === undefined) throw new Error(`${rule} is no rule`);
    const isChanged = JSON.stringify(was) !== JSON.stringify(is);
    const isNew = jobId !== '' && !before.jobs.has(jobId);
    expect(isChanged || isNew, `${rule} ${result}`).toBe(result === 'done');
    if (jobId !== '') expect(after.jobs.get(jobId)?.settingName, rule).toBe(is.settingName);
    const isSo = /^job (\S+) is applying it already$/.test(reason)
      ? before.jobs.has(jobId)
      : reasons[reason]?.(is);
    expect(isSo, `${rule}: ${reason}`).toBe(true);
  }
  const begun = [...after.jobs.keys()].filter((id) => !before.jobs.has(id));
  expect(rows.flatMap(({ jobId }) => (before.jobs.has(jobId) ? [] : jobId || [])).sort()).toEqual(
    begun.sort(),
  );
  return Object.fromEntries(rows.map(({ rule, result }) => [rule, result]));
};

/** Carries out a change of rules, and checks each row of what it says. */
const change = async (...args: readonly string[]) => {
  const before = await stateNow();
  const { code, text } = await say('rules', ...args);
  const after = await stateNow();
  return { code, text, after, told: checkRows(text, before, after) };
};

const region = { RegionId: 'cn-hangzhou' };

/** An instance with a tag, and its disk. */
const makeInstance = async (): Promise<Arn> => {
  const arns = await client.cloud('Ecs/RunInstances', {
    ...region,
    Tag: [{ Key: 'cost', Value: 'shanghai' }],
  });
  await client.settle();
  const disk = arns.find((arn) => arn.includes(':disk/'));
  if (disk === undefined) throw new Error('the instance has no disk');
  return disk;
};

const makeSnapshots = async (disk: Arn, count: number): Promise<void> => {
  for (let left = count; left > 0; left -= 1) {
    await client.cloud('Ecs/CreateSnapshot', { ...region, DiskId: disk.split('/')[1] });
  }
};

const idIn = (text: string): string => /^id +(\S+)$/m.exec(text)?.[1] ?? '';
const statusIn = (text: string): string => /^status +(\S+)$/m.exec(text)?.[1] ?? '';

describe('what a command says is so', () => {
  it('of the feature: on, off, and that it was so already', async () => {
    for (const [verb, status, words] of [
      ['enable', 'Enable', /^inheritance is on\n/],
      ['enable', 'Enable', /^inheritance is on already\n/],
      ['disable', 'Disable', /^inheritance is off; tags stay/],
      ['disable', 'Disable', /^inheritance is off already; tags stay/],
    ] as const) {
      const { text } = await say('feature', verb);

      expect(text).toMatch(words);
      expect((await stateNow()).feature).toBe(status);
      expect((await say('feature', 'show')).text).toContain(
        status === 'Enable' ? 'inheritance is on' : 'inheritance is off;',
      );
      for (const looks of [['list'], ['show', diskRule]]) {
        const seen = (await say('rules', ...looks)).text;
        expect(seen.includes('Inheritance is off, so no rule does anything')).toBe(
          status === 'Disable',
        );
      }
    }
  });

  it('of rules that are turned on and off: one, several, all, and once more', async () => {
    await client.setFeature('Enable');

    const steps = [
      [['enable', diskRule], { [diskRule]: 'done' }],
      [['enable', diskRule], { [diskRule]: 'unchanged' }],
      [['enable', diskRule, eniRule], { [diskRule]: 'unchanged', [eniRule]: 'done' }],
      [['disable', diskRule], { [diskRule]: 'done' }],
      [['disable', diskRule], { [diskRule]: 'unchanged' }],
      [['disable', snapshotRule], undefined],
      [['enable', '--all', '--yes'], undefined],
      [['enable', '--all', '--yes'], undefined],
      [['disable', '--all'], undefined],
      [['apply-to-existing', '--all', '--yes'], undefined],
      [['disable', '--all'], undefined],
    ] as const;
    for (const [args, expected] of steps) {
      const { told, after } = await change(...args);

      if (expected !== undefined) expect(told, args.join(' ')).toEqual(expected);
      const isForAll = args.some((arg) => arg === '--all');
      if (!isForAll || args[0] === 'apply-to-existing') continue;
      const wanted = args[0] === 'enable' ? 'Enable' : 'Disable';
      expect(Object.keys(told).length).toBe(after.rules.size);
      for (const rule of after.rules.values()) expect(rule.status).toBe(wanted);
    }
  });

  it('of applying to what there is: each says which job does it', async () => {
    await client.setFeature('Enable');

    const first = await change('enable', diskRule, '--existing');
    await client.settle();
    const again = await change('apply-to-existing', diskRule);
    await client.settle();
    const modified = await say('rules', 'modify', diskRule, '--no-existing');

    for (const { text, after } of [first, again]) {
      const id = /^job (\S+) applies it to what there is/m.exec(text)?.[1] ?? '';
      expect(after.jobs.has(id)).toBe(true);
    }
    expect(again.told).toEqual({ [diskRule]: 'done' });
    expect(modified.text).toMatch(/^existing resources +no$/m);
    expect((await stateNow()).rules.get(diskRule)?.existingStatus).toBe('Disable');
  });

  it('of jobs: how they stand, by whatever their ids are called', async () => {
    await client.setFeature('Enable');
    const disk = await makeInstance();
    await makeSnapshots(disk, 5);
    const statusOf = async (id: string) => (await stateNow()).jobs.get(id)?.status;

    const started = await change('enable', snapshotRule, '--existing');
    const id = /^job (\S+) applies it/m.exec(started.text)?.[1] ?? '';
    const again = await change('apply-to-existing', snapshotRule);
    const cancelled = await say('jobs', 'cancel', id.slice(0, 12));
    const statusThen = await statusOf(id);
    const resumed = await say('jobs', 'resume', id);
    const watched = await say('jobs', 'watch');
    const listed = await say('jobs', 'list', '--status', 'done');
    const none = await say('jobs', 'list', '--status', 'running');
    const newest = await say('jobs', 'watch');

    expect(again.text).toContain(`job ${id} is applying it already`);
    expect([statusIn(cancelled.text), statusThen]).toEqual(['cancelled', 'cancelled']);
    expect(statusIn(resumed.text)).toBe('waiting');
    expect([watched.code, idIn(watched.text), await statusOf(id)]).toEqual([0, id, 'done']);
    expect(watched.text).toMatch(/^associations +5 done of 5 found 100%$/m);
    expect(listed.text).toContain(id);
    expect(none.text).toBe('There are no such jobs.');
    expect([newest.code, idIn(newest.text)]).toEqual([0, id]);
  });

  it('of a job whose feature is turned off right after: it is cancelled, and nothing breaks', async () => {
    await client.setFeature('Enable');
    const disk = await makeInstance();
    await makeSnapshots(disk, 3);

    const { text } = await change('enable', snapshotRule, '--existing');
    const off = await say('feature', 'disable');
    await client.settle();

    const id = /^job (\S+) applies it/m.exec(text)?.[1] ?? '';
    const watched = await say('jobs', 'watch', id);
    expect(off.text).toMatch(/^inheritance is off;/);
    expect((await stateNow()).jobs.get(id)?.status).toBe('cancelled');
    expect([watched.code, statusIn(watched.text)]).toEqual([1, 'cancelled']);
    expect(runner.output()).not.toMatch(/^\s+at |"level":"error"|\\n +at /im);
  });

  it('of a plan, and of a tag that was inherited', async () => {
    await client.setFeature('Enable');
    const disk = await makeInstance();
    const planned = await say('plan', 'enable', diskRule, '--existing');
    const before = await stateNow();

    const { code } = await change('enable', diskRule, '--existing');
    await say('jobs', 'watch');
    const explained = await say('explain', disk, 'cost');

    const steps = planned.text.match(/^set +cost +shanghai .*$/gm) ?? [];
    expect(before.rules.get(diskRule)?.isSet).toBe(false);
    expect(code).toBe(0);
    expect(steps.length).toBe(1);
    expect(await client.tagsOf(disk)).toMatchObject({ cost: 'shanghai' });
    expect([...(await stateNow()).jobs.values()].map(({ changed }) => changed)).toEqual([1]);
    expect(explained.text).toMatch(/^cost "shanghai": inherited, in place$/m);

    const replanned = await say('plan', 'backfill', diskRule);
    expect(replanned.text).not.toMatch(/^set /m);

    await change('disable', diskRule);
    await client.tag(disk, { cost: 'mine' });
    await client.settle();
    const own = await say('explain', disk, 'cost');
    expect(await client.tagsOf(disk)).toMatchObject({ cost: 'mine' });
    expect(own.text).toMatch(/^cost "mine": /m);
    expect(own.text).not.toContain('inherited, in place');
  });
});

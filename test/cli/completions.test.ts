import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript, shells } from '../../src/cli/completion-scripts.ts';
import { completionsFor } from '../../src/cli/completions.ts';
import { catalogue } from '../../src/clouds/catalogue.ts';
import { shortNameOf } from '../../src/clouds/short-name.ts';
import { bareProgram } from './program-fixture.ts';

const complete = (...words: readonly string[]): readonly string[] =>
  completionsFor(bareProgram(), words);

describe('what may come next', () => {
  it.each([
    [['fea'], ['feature']],
    [
      ['feature', ''],
      ['show', 'enable', 'disable', 'help'],
    ],
    [
      ['rules', 'd'],
      ['disable', 'delete'],
    ],
    [
      ['rules', 'enable', 'ecs-instance/'],
      ['ecs-instance/ecs-disk', 'ecs-instance/ecs-eni', 'ecs-instance/vpc-eip'],
    ],
    [
      ['rules', 'enable', 'ecs-instance/ecs-eni', 'kafka-instance/kafka-t'],
      ['kafka-instance/kafka-topic'],
    ],
    [['rules', 'show', 'ecs-instance/ecs-eni', ''], []],
    [['rules', 'modify', '--pol'], ['--policy']],
    [
      ['rules', 'modify', '--policy', ''],
      ['overwrite', 'keep'],
    ],
    [['rules', 'modify', '--policy', 'keep', 'ecs-d'], ['ecs-disk/ecs-snapshot']],
    [['--endpoint', 'x', 'jobs', 'start', 'b'], ['backfill']],
    [['jobs', 'start', 'backfill', 'nlb'], ['nlb-loadbalancer/vpc-eip']],
    [['history', '--rule', 'alb'], ['alb-loadbalancer/vpc-eip']],
    [['completion', ''], [...shells, 'help'].filter((each) => each !== 'help')],
    [['rules', 'list', '--js'], ['--json']],
    [['resources', ''], []],
  ])('%j', (words, candidates) => {
    expect(complete(...words)).toEqual(candidates);
  });

  it('is every rule where a rule is wanted', () => {
    expect(complete('plan', 'delete', '')).toEqual(catalogue.map(shortNameOf));
  });

  it('never is what completes itself', () => {
    expect(complete('')).toContain('completion');
    expect(complete('')).not.toContain('complete');
  });
});

const hasShell = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe.each(shells)('the script for %s', (shell) => {
  it.skipIf(!hasShell(shell))('is valid', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heirtag-completion-'));
    const file = join(folder, 'script');
    writeFileSync(file, completionScript(shell));

    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

it.skipIf(!hasShell('bash'))('makes bash complete, with spaces in words before it', () => {
  const script = [
    'heirtag() { "$NODE" bin/cli.ts "$@"; }',
    completionScript('bash'),
    'COMP_WORDS=(heirtag events send "a file" --js); COMP_CWORD=4; _heirtag',
    'echo "$COMPREPLY"',
  ].join('\n');

  const { stdout } = spawnSync('bash', ['-c', script], {
    env: { ...process.env, NODE: process.execPath },
    encoding: 'utf8',
  });

  expect(stdout).toBe('--json\n');
});

import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { recordingTerminal } from './program-fixture.ts';

const deps = () => ({
  terminal: recordingTerminal(),
  pause: async () => {},
  readText: async () => '',
  startLocal: async () => {},
});

const pathsBelow = (command: CommandUnknownOpts, path: readonly string[]): readonly string[] => [
  path.join(' '),
  ...command.commands
    .filter((each) => each.name() !== 'complete')
    .flatMap((each) => pathsBelow(each, [...path, each.name()])),
];

const paths = pathsBelow(createProgram(deps()), []);

describe('help', () => {
  it.each(paths)('says how it is used, with examples: heirtag %s', async (path) => {
    const used = deps();
    const words = path === '' ? [] : path.split(' ');

    const code = await runCli([...words, '--help'], used);
    const text = used.terminal.lines.join('\n');

    expect(code).toBe(0);
    expect(text).toMatch(new RegExp(`^Usage: heirtag ${path}`));
    expect(text).toContain(`Examples:\n  $ heirtag ${words[0] ?? ''}`);
    expect(text).toContain('--endpoint <url>');
  });

  it('names only commands that there are in its examples', async () => {
    for (const path of paths) {
      const used = deps();
      await runCli([...path.split(' ').filter(Boolean), '--help'], used);
      const examples = [...used.terminal.lines.join('\n').matchAll(/^ {2}\$ heirtag (.*)$/gm)];
      for (const [, example = ''] of examples) {
        const words = example.replace(/^--endpoint \S+ /, '').split(' ');
        expect(paths, example).toContain(words[0]);
        const isGroup = paths.some((each) => each.startsWith(`${words[0]} `));
        if (isGroup) expect(paths, example).toContain(`${words[0]} ${words[1]}`);
      }
    }
  });
});

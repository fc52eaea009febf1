import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { recordingTerminal } from './program-fixture.ts';

const deps = () => ({
  version: '1.2.3',
  confirm: undefined,
  terminal: recordingTerminal(),
  pause: async () => {},
  readBytes: async () => new Uint8Array(),
  stdin: async function* () {
    yield* [];
  },
  startLocal: async () => {},
  playDemo: async () => true,
  serveConsole: async () => {},
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

  const told = async (...words: readonly string[]) => {
    const used = deps();
    const code = await runCli(words, used);
    return { code, text: used.terminal.lines.join('\n') };
  };

  it.each([
    [['help', 'rules', 'enable'], 'Usage: heirtag rules enable '],
    [['rules', 'help', 'enable'], 'Usage: heirtag rules enable '],
    [['help', 'rules'], 'Usage: heirtag rules '],
    [['rules', 'help'], 'Usage: heirtag rules '],
    [['help'], 'Usage: heirtag [options]'],
  ])('is found by its words: %j', async (words, start) => {
    const { code, text } = await told(...words);

    expect(code).toBe(0);
    expect(text.startsWith(start)).toBe(true);
  });

  it.each([
    [['help', 'rulez'], 'there is no command "heirtag rulez". Closest: rules, '],
    [['help', 'rules', 'lst'], 'there is no command "heirtag rules lst". Closest: list, '],
    [['rules', 'help', 'lst'], 'there is no command "heirtag rules lst". Closest: list, '],
    [['rulez', '--help'], 'there is no command "heirtag rulez". Closest: rules, '],
    [['rules', 'lst', '--help'], 'there is no command "heirtag rules lst". Closest: list, '],
    [['rules', 'lst', '-h'], 'there is no command "heirtag rules lst". Closest: list, '],
    [['help', 'queue', 'x'], 'heirtag queue has no commands below it'],
  ])('of no command says which are closest: %j', async (words, message) => {
    const { code, text } = await told(...words);

    expect(code).toBe(2);
    expect(text).toContain(message);
  });

  it('keeps to the width of the terminal, but for examples', async () => {
    for (const path of paths) {
      const used = deps();
      const terminal = { ...used.terminal, width: 80 };
      await runCli([...path.split(' ').filter(Boolean), '--help'], { ...used, terminal });
      const lines = terminal.lines.join('\n').split('\n');
      const wide = lines.filter((line) => line.length > 80 && !line.startsWith('  $ '));
      expect(wide, path).toEqual([]);
    }
  });

  it('tells the version', async () => {
    expect(await told('--version')).toEqual({ code: 0, text: '1.2.3\n' });
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

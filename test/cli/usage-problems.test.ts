import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { heirtag } from './cli-process.ts';

const nowhere = { HEIRTAG_ENDPOINT: 'http://127.0.0.1:1' };

const told = z.object({ code: z.string(), problems: z.optional(z.array(z.string())) });

describe('a command line with several things wrong', () => {
  it('has all of them told at once, each on its line', async () => {
    const { code, stderr } = await heirtag(
      ['rules', 'enable', 'foo', 'bar', '--keys', ',', '--policy', 'x', '--if-version', 'q'],
      { env: nowhere },
    );

    expect(code).toBe(2);
    expect(stderr.split('\n').slice(0, 6)).toEqual([
      'heirtag: 5 things are wrong (WrongUsage):',
      expect.stringMatching(/^ {2}--keys ",": it names no key/),
      expect.stringMatching(/^ {2}--policy "x": Allowed choices are overwrite, keep/),
      expect.stringMatching(/^ {2}--if-version "q": expected a version/),
      expect.stringMatching(/^ {2}rules: "foo" is none of the \d+ rules/),
      expect.stringMatching(/^ {2}rules: "bar" is none of the \d+ rules/),
    ]);
  });

  it('has an unknown option, a missing one and a conflict told beside wrong values', async () => {
    const run = (...args: readonly string[]) => heirtag(args, { env: nowhere });

    const unknown = await run('rules', 'list', '--status', 'on', '--nope');
    const missing = await run('access-keys', 'create', '--hours', '0');
    const conflict = await run(
      'rules',
      'modify',
      'x',
      '--policy',
      'x',
      '--keys',
      'a',
      '--all-keys',
    );

    expect(unknown.stderr).toMatch(/2 things .*--status "on".*unknown option '--nope'/s);
    expect(missing.stderr).toMatch(/2 things .*--hours "0".*--rights <rights>' not specified/s);
    expect(conflict.stderr).toMatch(/2 things .*--policy "x".*cannot be used with/s);
  });

  it('is told to programs with each problem by itself', async () => {
    const { stderr } = await heirtag(['history', '--limit', '0', '--from', 'y', '-o', 'json'], {
      env: nowhere,
    });

    expect(told.parse(JSON.parse(stderr))).toEqual({
      code: 'WrongUsage',
      problems: [
        '--limit "0": expected a whole number, 1 or more',
        expect.stringMatching(/^--from "y": expected a time/),
      ],
    });
  });
});

it('names what was wrong once, with what it was for', async () => {
  const { stderr } = await heirtag(['explain', 'arn:d-1'], { env: nowhere });

  expect(stderr.split('arn:d-1')).toHaveLength(2);
});

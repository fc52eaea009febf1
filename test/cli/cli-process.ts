import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(import.meta.dirname, '..', '..');

/** How a command line ended. */
export type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Invocation = {
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed or piped in. */
  readonly input?: string;
  /** What runs it, unless the Node of the tests, and what it runs, unless `bin/cli.ts`. */
  readonly node?: string;
  readonly script?: string;
};

/** What the tests' own environment says must not decide how a command ends. */
const isForeign = (name: string): boolean => /^(HEIRTAG_|AWS_|NO_COLOR$|FORCE_COLOR$)/.test(name);

const cleanEnv = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForeign(name)));

/** Runs `heirtag` in a process of its own, with nobody at a terminal. */
export const heirtag = async (
  args: readonly string[],
  { env = {}, input = '', node = process.execPath, script = 'bin/cli.ts' }: Invocation = {},
): Promise<Ran> => {
  const child = spawn(node, [script, ...args], { cwd: root, env: { ...cleanEnv(), ...env } });
  const ended = once(child, 'close');
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
};

/** Runs a command that must be fine, and reads its answer for programs. */
export const heirtagJson = async (args: readonly string[], how?: Invocation): Promise<unknown> => {
  const { code, stdout, stderr } = await heirtag([...args, '--json'], how);
  if (code === 0) return JSON.parse(stdout);
  throw new Error(`heirtag ${args.join(' ')} ended with ${code}: ${stderr}`);
};

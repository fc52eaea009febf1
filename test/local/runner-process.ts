import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The local runner in a process of its own, as `npm start` starts it. */
export type RunnerProcess = {
  readonly url: string;
  readonly processId: number;
  /** Everything it printed. */
  readonly output: () => string;
  /** As `kill -9` does. */
  readonly kill: () => Promise<void>;
  /** As Ctrl-C does. @returns the exit code */
  readonly interrupt: () => Promise<number | null>;
};

/** What a process that ended at once printed, and its exit code. */
export type Ended = { readonly code: number | null; readonly output: string };

type Variables = Readonly<Record<string, string>>;

const launch = (
  args: readonly string[],
  variables: Variables = {},
): { child: ChildProcess; output: () => string } => {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, ['bin/local.ts', ...args], { cwd: root, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
};

/** Runs the runner until it ends by itself; without the console, whose first build would be told, too. */
export const runToEnd = async (...args: readonly string[]): Promise<Ended> => {
  const { child, output } = launch(['--no-console', ...args]);
  await once(child, 'close');
  return { code: child.exitCode, output: output() };
};

/** Starts the runner and resolves when it listens. @param variables added to its environment */
export const startRunner = async (
  dataDir: string,
  variables?: Variables,
): Promise<RunnerProcess> => {
  const { child, output } = launch(['--data', dataDir, '--port', '0', '--no-console'], variables);
  const ended = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /listens on (http:\S+)\n/.exec(output())?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error(`the runner ended: ${output()}`)));
  });
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<number | null> => {
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    url,
    processId: child.pid ?? 0,
    output,
    kill: async () => {
      await end('SIGKILL');
    },
    interrupt: () => end('SIGINT'),
  };
};

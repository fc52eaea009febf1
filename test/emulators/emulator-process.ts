import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorProgram } from './python.ts';

/** An emulator at work, a process of its own. */
export type EmulatorProcess = {
  readonly processId: number;
  /** Its own folder, which goes when it is stopped. */
  readonly home: string;
  /** What the line that tells it is ready says of it. */
  readonly ready: string;
  /** What it has printed so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
};

export type EmulatorStart = {
  /** A program of the emulators' virtual environment. */
  readonly program: string;
  readonly args: readonly string[];
  /** All of it: nothing of the own environment is passed on. @param home its own folder */
  readonly env: (home: string) => Readonly<Record<string, string>>;
  /** Finds in its output that it is ready; its first group is what it says. */
  readonly readyPattern: RegExp;
};

/** Starts an emulator, and waits until it is ready. @throws Error with what it printed when it ends before */
export const startEmulatorProcess = async ({
  program,
  args,
  env,
  readyPattern,
}: EmulatorStart): Promise<EmulatorProcess> => {
  const home = await mkdtemp(join(tmpdir(), `heirtag-${program}-`));
  const child = spawn(emulatorProgram(program), args, {
    cwd: home,
    env: env(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'close');
  const clear = () => rm(home, { recursive: true, force: true });
  const becomesReady = new Promise<string>((resolve, reject) => {
    const read = (data: Buffer): void => {
      output += String(data);
      const said = readyPattern.exec(output)?.[1];
      if (said !== undefined) resolve(said);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    ended.then(
      ([code]) => reject(new Error(`${program} ended with ${code}: ${output}`)),
      // There is no such program.
      reject,
    );
  });
  const ready = await becomesReady.catch(async (failure: unknown) => {
    await clear();
    throw failure;
  });
  return {
    processId: child.pid ?? 0,
    home,
    ready,
    output: () => output,
    stop: async () => {
      child.kill();
      await ended;
      await clear();
    },
  };
};

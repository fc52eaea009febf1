import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The local runner in a process of its own. */
export type Runner = {
  readonly url: string;
  /** Largest resident size so far. MiB; null where the system does not tell. */
  readonly peakMiB: () => Promise<number | null>;
  /** As `kill -9` does. */
  readonly kill: () => Promise<void>;
};

/** Starts the runner as `npm start` does, and resolves when it listens. */
export const startRunner = async (dataDir: string, resourcesPerSecond: number): Promise<Runner> => {
  const child = spawn(process.execPath, ['bin/local.ts', '--data', dataDir, '--port', '0'], {
    cwd: root,
    env: { ...process.env, HEIRTAG_JOB_RESOURCES_PER_SECOND: String(resourcesPerSecond) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /listens on (http:\S+)\n/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error(`the runner ended: ${output}`)));
  });
  return {
    url,
    peakMiB: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      const kibibytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
      return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

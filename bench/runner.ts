import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** What a process holds at a moment; null where the system does not tell. */
export type Held = { readonly residentMiB: number; readonly handles: number };

/** The local runner in a process of its own. */
export type Runner = {
  readonly url: string;
  /** Largest resident size so far. MiB; null where the system does not tell. */
  readonly peakMiB: () => Promise<number | null>;
  readonly held: () => Promise<Held | null>;
  /** As Ctrl-C does: what is in flight ends first. */
  readonly stop: () => Promise<void>;
  /** As `kill -9` does. */
  readonly kill: () => Promise<void>;
};

/** What is kept of what a runner says of itself. Characters. */
const mostWords = 2000;

const mebibytes = (status: string, name: 'VmHWM' | 'VmRSS'): number | null => {
  const kibibytes = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1];
  return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024);
};

/** Starts the runner as `npm start` does, and resolves when it listens. */
export const startRunner = async (
  dataDir: string,
  resourcesPerSecond: number,
  variables: Readonly<Record<string, string>> = {},
): Promise<Runner> => {
  const child = spawn(process.execPath, ['bin/local.ts', '--data', dataDir, '--port', '0'], {
    cwd: root,
    env: {
      ...process.env,
      HEIRTAG_JOB_RESOURCES_PER_SECOND: String(resourcesPerSecond),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = `${lastWords}${text}`.slice(-mostWords);
  });
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /listens on (http:\S+)\n/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error(`the runner ended: ${output}${lastWords}`)));
  });
  const readStatus = (): Promise<string> =>
    readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  return {
    url,
    peakMiB: async () => mebibytes(await readStatus(), 'VmHWM'),
    held: async () => {
      const residentMiB = mebibytes(await readStatus(), 'VmRSS');
      const handles = await readdir(`/proc/${child.pid}/fd`).catch(() => undefined);
      return residentMiB === null || handles === undefined
        ? null
        : { residentMiB, handles: handles.length };
    },
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { consumerLock } from './consumer-lock.ts';

const run = promisify(execFile);

/** Node that consumers run on: that of the tests, or another to try. */
const node = process.env.HEIRTAG_CONSUMER_NODE ?? process.execPath;

/** How a command of a consumer ended. */
export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A folder that has the package as npm installs it, and nothing of the repository. */
export type Consumer = {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs a program of `node_modules/.bin`. */
  readonly call: (program: string, ...args: readonly string[]) => Promise<Ran>;
};

const endOf = (error: unknown): Ran => {
  if (!(error instanceof Error) || !('stderr' in error) || !('stdout' in error)) throw error;
  if (!('code' in error) || typeof error.code !== 'number') throw error;
  return { code: error.code, stdout: String(error.stdout), stderr: String(error.stderr) };
};

/** Installs a packed package into an empty folder, without what only development needs. */
export const installConsumer = async (
  folder: string,
  tarball: string,
  extra: readonly string[],
): Promise<Consumer> => {
  const { manifest, lock } = consumerLock(tarball, extra);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const options = ['--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['ci', ...options], { cwd: folder });
  const environment = {
    PATH: `${join(folder, 'node_modules/.bin')}:${dirname(node)}:/usr/bin:/bin`,
    HOME: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return {
    folder,
    environment,
    call: async (program, ...args) => {
      const options = { cwd: folder, env: environment, maxBuffer: 2 ** 24 };
      try {
        return { code: 0, ...(await run(program, [...args], options)) };
      } catch (error) {
        return endOf(error);
      }
    },
  };
};

/** Starts a command that goes on until it is ended. @param said what it prints once it is ready, with its address */
const startServer = async (
  { folder, environment }: Consumer,
  said: RegExp,
  args: readonly string[],
) => {
  const program = join(folder, 'node_modules/.bin/heirtag');
  const child = spawn(program, args, { cwd: folder, env: environment });
  const ended = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const found = said.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    child.on('close', () => reject(new Error(`heirtag ${args.join(' ')} ended: ${text}`)));
  });
  return {
    url,
    /** As Ctrl-C does. @returns the exit code */
    interrupt: async (): Promise<number | null> => {
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
  };
};

/** Starts the local runner that a consumer has. */
export const startRunnerOf = (consumer: Consumer) =>
  startServer(consumer, /listens on (http:\S+)\n/, ['start', '--port', '0']);

/** Starts the console for a stage; its address lets one browser in. */
export const startConsoleOf = (consumer: Consumer, endpoint: string) =>
  startServer(consumer, /console of \S+ at (http:\S+)\n/, [
    'console',
    '--endpoint',
    endpoint,
    '--no-open',
    '--port',
    '0',
  ]);

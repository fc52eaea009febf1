import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A virtual environment of Python, in a folder of the repository that git ignores. */
export type PythonEnvironment = {
  /** A program of it. */
  readonly program: (name: string) => string;
  /** Makes it unless it is there. @throws Error that says what is missing on this machine */
  readonly make: () => void;
};

const needs = [
  'The emulators, and nothing else, need Python 3.10 or later with venv, and a package index for pip.',
  'Debian, Ubuntu: apt install python3 python3-venv. macOS: brew install python. Windows: in WSL.',
  'Then run the same command again.',
].join('\n');

/** True where there is no such program. */
const isAbsent = (failure: unknown): boolean =>
  failure instanceof Error && 'code' in failure && failure.code === 'ENOENT';

const run = (program: string, args: readonly string[]): void => {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (cause) {
    const command = `${program} ${args.join(' ')}`;
    throw new Error(
      `${isAbsent(cause) ? `there is no ${program} in the PATH` : `${command} failed`}. ${needs}`,
      {
        cause,
      },
    );
  }
};

/**
 * A virtual environment whose packages are all pinned by version and hash.
 * @param name of its folder in the repository
 * @param requirements the file that pins them
 */
export const pythonEnvironment = (name: string, requirements: string): PythonEnvironment => {
  const folder = join(root, name);
  const program = (of: string): string => join(folder, 'bin', of);
  /** Says which requirements the environment holds; written last, so that a half made one is made anew. */
  const marker = join(folder, 'requirements.sha256');
  return {
    program,
    make: () => {
      const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
      if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
      rmSync(folder, { recursive: true, force: true });
      run('python3', ['-m', 'venv', folder]);
      run(program('python'), [
        ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
        ...['--require-hashes', '--only-binary', ':all:', '-r', requirements],
      ]);
      writeFileSync(marker, wanted);
    },
  };
};

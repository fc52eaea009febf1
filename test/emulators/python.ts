import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const requirements = join(import.meta.dirname, 'requirements.txt');
const folder = join(root, '.emulators');
/** Says which requirements the environment holds; written last, so that a half made one is made anew. */
const marker = join(folder, 'requirements.sha256');

const wanted = (): string => createHash('sha256').update(readFileSync(requirements)).digest('hex');

/** A program of the emulators' virtual environment. */
export const emulatorProgram = (name: string): string => join(folder, 'bin', name);

const run = (program: string, args: readonly string[]): void => {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (cause) {
    throw new Error(
      `${program} ${args.join(' ')} failed. The emulators need Python 3.10 or later with venv (Debian: python3-venv) and a package index; the product itself needs neither.`,
      { cause },
    );
  }
};

/**
 * Makes the virtual environment of the emulators, `.emulators`, unless it is there: every package
 * pinned by version and hash in `requirements.txt`.
 */
export const makeEmulators = (): void => {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted()) return;
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder]);
  run(emulatorProgram('python'), [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
    ...['--require-hashes', '--only-binary', ':all:', '-r', requirements],
  ]);
  writeFileSync(marker, wanted());
};

if (process.argv[1] === import.meta.filename) makeEmulators();

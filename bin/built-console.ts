import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, glob, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../lib/package-folder.ts';
import { type ConsoleFiles, openConsoleFiles } from '../src/console/console-files.ts';

const folder = join(packageFolder, 'console');
const built = join(folder, 'dist');

/** Holds the hash of what it was built from. */
const stampFile = '.sources';

/** Hash of what the console is made of; undefined where it came built, in the package. */
const hashOfSources = async (): Promise<string | undefined> => {
  const names: string[] = [];
  const patterns = ['*.ts', '*.json', 'build/**/*.ts', 'src/**/*.*'];
  for await (const name of glob(patterns, { cwd: folder })) names.push(name);
  if (!names.includes('build.ts')) return undefined;
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex');
};

const build = async (sources: string): Promise<void> => {
  const work = await mkdtemp(join(tmpdir(), 'heirtag-console-'));
  const made = `${built}-${process.pid}`;
  try {
    const script = join(folder, 'build-into.ts');
    const child = spawn(process.execPath, [script, join(work, 'dist')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`the build of the console ended with ${code}`);
    await writeFile(join(work, 'dist', stampFile), sources);
    // Beside the place, so that another start sees all of the old one or all of the new one.
    await cp(join(work, 'dist'), made, { recursive: true });
    await rm(built, { recursive: true, force: true });
    await rename(made, built).catch((error: NodeJS.ErrnoException) => {
      // Another start was faster, with the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
    await rm(work, { recursive: true, force: true });
  }
};

/**
 * Opens the console, built anew where it is older than its sources.
 * @param tell hears that it is built, and why it cannot be
 */
export const builtConsole = async (
  tell: (line: string) => void,
): Promise<ConsoleFiles | undefined> => {
  try {
    const sources = await hashOfSources();
    const stamp = await readFile(join(built, stampFile), 'utf8').catch(() => undefined);
    if (sources !== undefined && sources !== stamp) {
      tell('building the console, once');
      await build(sources);
    }
  } catch (error) {
    tell(`the console cannot be built: ${error instanceof Error ? error.message : error}`);
  }
  return openConsoleFiles(built);
};

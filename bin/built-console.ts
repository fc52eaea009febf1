import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, glob, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../lib/package-folder.ts';
import { type ConsoleFiles, openConsoleFiles } from '../src/console/console-files.ts';
import { thrownMessage } from '../src/model/thrown-message.ts';

const ownFolder = join(packageFolder, 'console');

const builtIn = (folder: string): string => join(folder, 'dist');

/** Holds the hash of what it was built from. */
const stampFile = '.sources';

/** Hash of what the console is made of; undefined where it came built, in the package. */
const hashOfSources = async (folder: string): Promise<string | undefined> => {
  const names: string[] = [];
  const patterns = ['*.ts', '*.json', 'build/**/*.ts', 'src/**/*.*'];
  for await (const name of glob(patterns, { cwd: folder })) names.push(name);
  if (!names.includes('build.ts')) return undefined;
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex');
};

const run = async (script: string, outDir: string): Promise<void> => {
  const child = spawn(process.execPath, [script, outDir], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the build of the console ended with ${code}`);
};

/** Puts what was built where the next start looks for it: all of it, or nothing. */
const keep = async (made: string, built: string): Promise<void> => {
  const beside = await mkdtemp(`${built}-`);
  try {
    await cp(made, beside, { recursive: true });
    await rm(built, { recursive: true, force: true });
    await rename(beside, built).catch((error: NodeJS.ErrnoException) => {
      // Another start was faster, with the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
};

/** Builds it, and opens what was built itself: another start may replace what is kept at any moment. */
const build = async (folder: string, sources: string): Promise<ConsoleFiles | undefined> => {
  const work = await mkdtemp(join(tmpdir(), 'heirtag-console-'));
  const made = join(work, 'dist');
  try {
    await run(join(folder, 'build-into.ts'), made);
    await writeFile(join(made, stampFile), sources);
    const files = await openConsoleFiles(made);
    await keep(made, builtIn(folder));
    return files;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/**
 * Opens the console, built anew where it is older than its sources.
 * @param tell hears that it is built, and why it cannot be
 * @param folder of the console's sources, or of what the package has of it
 */
export const builtConsole = async (
  tell: (line: string) => void,
  folder = ownFolder,
): Promise<ConsoleFiles | undefined> => {
  const built = builtIn(folder);
  try {
    const sources = await hashOfSources(folder);
    const stamp = await readFile(join(built, stampFile), 'utf8').catch(() => undefined);
    if (sources !== undefined && sources !== stamp) {
      tell('building the console, once');
      return await build(folder, sources);
    }
  } catch (error) {
    tell(`the console cannot be built: ${thrownMessage(error)}`);
  }
  return openConsoleFiles(built);
};

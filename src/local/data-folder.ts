import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InvalidInputError } from '../model/errors.ts';
import { schemaVersion } from '../storage/schema.ts';

const unusable = (dataDir: string, problem: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({
    code: 'DataDirectoryUnusable',
    message: `the data in ${dataDir} ${problem}`,
    cause,
  });

/**
 * Takes the folder for this process. The lock is the operating system's on an open SQLite file: it
 * goes with the process, however that ends.
 */
const lock = (dataDir: string): DatabaseSync => {
  const database = new DatabaseSync(join(dataDir, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database.close();
    throw unusable(
      dataDir,
      'is in use by another runner; stop it, or choose another --data',
      cause,
    );
  }
};

/** Makes sure that what is in the folder is ours and of this version. */
const checkVersion = async (dataDir: string): Promise<void> => {
  const versionFile = join(dataDir, 'version');
  const found = await readFile(versionFile, 'utf8').catch(() => undefined);
  if (found === undefined) await writeFile(versionFile, `${schemaVersion}\n`);
  else if (found.trim() !== String(schemaVersion)) {
    throw unusable(
      dataDir,
      `is of version ${found.trim()}; this runner reads version ${schemaVersion}`,
    );
  }
};

/**
 * Opens the folder that keeps everything; made when missing.
 * @returns what gives it back
 * @throws InvalidInputError `DataDirectoryUnusable`
 */
export const openDataFolder = async (dataDir: string): Promise<() => Promise<void>> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((cause: Error) => {
    throw unusable(dataDir, `cannot be opened: ${cause.message}`, cause);
  });
  const database = lock(dataDir);
  await checkVersion(dataDir).catch((error: unknown) => {
    database.close();
    throw error;
  });
  return async () => database.close();
};

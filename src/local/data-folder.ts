import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import { schemaVersion } from '../storage/schema.ts';

const unusable = (dataDir: string, problem: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({
    code: 'DataDirectoryUnusable',
    message: `the data in ${dataDir} ${problem}`,
    cause,
  });

/** What somebody does whose disk, editor or copy damaged a file. */
const restore = 'stop the runner, and put a copy of the whole data folder in its place (README.md)';

/** The database says why behind a general word: "Database failed to open". */
const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error && thrown.cause instanceof Error
    ? thrown.cause.message
    : thrownMessage(thrown);

const unreadable = (path: string, cause: unknown): InvalidInputError =>
  unusable(path, `cannot be read (${cutText(reasonOf(cause), 200)}): ${restore}`, cause);

/**
 * Opens a part of the data folder.
 * @throws InvalidInputError `DataDirectoryUnusable` that names the part when it cannot be read
 */
export const openPart = async <Part>(path: string, open: () => Promise<Part>): Promise<Part> => {
  try {
    return await open();
  } catch (cause) {
    throw unreadable(path, cause);
  }
};

/** What to tell of what nobody caught, when it is a file of the folder that turned out to be damaged. */
export const damageIn = (dataDir: string, thrown: unknown): InvalidInputError | undefined =>
  thrown instanceof Error &&
  'code' in thrown &&
  /^LEVEL_(IO_ERROR|CORRUPTION)$/.test(`${thrown.code}`)
    ? unreadable(dataDir, thrown)
    : undefined;

/** SQLite's SQLITE_BUSY. */
const busy = 5;

const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Error && 'errcode' in thrown && thrown.errcode === busy;

/** Says which process has the folder: it may have outlived the `npm start` that began it. */
const holderOf = async (dataDir: string): Promise<string> => {
  const processId = await readFile(join(dataDir, 'pid'), 'utf8').catch(() => '');
  return processId === '' ? 'another runner' : `another runner (process ${processId.trim()})`;
};

/**
 * Takes the folder for this process. The lock is the operating system's on an open SQLite file: it
 * goes with the process, however that ends.
 */
const lock = async (dataDir: string): Promise<DatabaseSync> => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(dataDir, 'lock'));
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database?.close();
    const problem = isBusy(cause)
      ? `is in use by ${await holderOf(dataDir)}; stop it, or choose another --data`
      : `cannot be locked: ${thrownMessage(cause)}; the file "lock" in it holds no data: if it is damaged, delete it`;
    throw unusable(dataDir, problem, cause);
  }
};

/** Makes sure that what is in the folder is ours and of this version. */
const checkVersion = async (dataDir: string): Promise<void> => {
  const versionFile = join(dataDir, 'version');
  const found = await readFile(versionFile, 'utf8').catch(() => undefined);
  if (found === undefined) await writeFile(versionFile, `${schemaVersion}\n`);
  else if (!/^\d{1,6}$/.test(found.trim())) {
    throw unusable(versionFile, `cannot be read, it holds no version: ${restore}`);
  } else if (found.trim() !== String(schemaVersion)) {
    throw unusable(
      dataDir,
      `is of version ${found.trim()}; this runner reads version ${schemaVersion}`,
    );
  }
};

/**
 * Lets nobody else read what is in the folder, whatever the umask was when it was made.
 * @throws InvalidInputError when it holds a link: what is written there would be written elsewhere
 */
const keepPrivate = async (dataDir: string): Promise<void> => {
  await chmod(dataDir, 0o700);
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) {
      throw unusable(dataDir, `holds a link, ${path}, and links are not followed: move it away`);
    }
    await chmod(path, entry.isDirectory() ? 0o700 : 0o600);
  }
};

/**
 * Opens the folder that keeps everything; made when missing.
 * @returns what gives it back
 * @throws InvalidInputError `DataDirectoryUnusable`
 */
export const openDataFolder = async (dataDir: string): Promise<() => Promise<void>> => {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await keepPrivate(dataDir);
  } catch (cause) {
    if (cause instanceof InvalidInputError) throw cause;
    const reason = thrownMessage(cause);
    throw unusable(dataDir, `cannot be opened: ${reason}`, cause);
  }
  const database = await lock(dataDir);
  try {
    await writeFile(join(dataDir, 'pid'), `${process.pid}\n`);
    await checkVersion(dataDir);
  } catch (error) {
    database.close();
    throw error;
  }
  return async () => database.close();
};

import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thrownMessage } from '../model/thrown-message.ts';
import { holeIn } from './leveldb-log.ts';
import { liveTables } from './leveldb-manifest.ts';

// LevelDB opens a log with a hole in it without a word, leaves out what it cannot read, and deletes the log. That a
// table is damaged it says when somebody first reads that place of it.

/** What a whole table ends with: https://github.com/google/leveldb/blob/main/doc/table_format.md */
const tableEnd = Buffer.from('57fb808b247547db', 'hex');

const hasEnd = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const end = Buffer.alloc(tableEnd.length);
    await file.read(end, 0, end.length, Math.max(0, size - end.length));
    return end.equals(tableEnd);
  } finally {
    await file.close();
  }
};

const damageOf = async (path: string): Promise<string | undefined> => {
  if (path.endsWith('.ldb')) return (await hasEnd(path)) ? undefined : 'it has no whole end';
  const hole = holeIn(await readFile(path));
  return hole === undefined ? undefined : `nothing can be read at byte ${hole}, and more follows`;
};

const damaged = (name: string, damage: string): Error => new Error(`${name} is damaged: ${damage}`);

/** The tables that the database in a folder consists of. */
const tablesIn = async (folder: string, names: readonly string[]): Promise<ReadonlySet<number>> => {
  // Without it LevelDB begins a new database, and deletes what is there.
  if (!names.includes('CURRENT')) throw damaged('CURRENT', 'it is missing');
  const [, manifest] =
    /^(MANIFEST-\d+)\n$/.exec(await readFile(join(folder, 'CURRENT'), 'utf8')) ?? [];
  if (manifest === undefined) throw damaged('CURRENT', 'it names no manifest');
  if (!names.includes(manifest)) throw damaged(manifest, 'it is missing');
  const bytes = await readFile(join(folder, manifest));
  try {
    return liveTables(bytes);
  } catch (error) {
    throw damaged(manifest, thrownMessage(error));
  }
};

/**
 * Looks whether the files of an embedded database are whole, before it is opened.
 * @param folder the database's; there may be none
 * @throws Error that names the file
 */
export const checkTableFiles = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.filter((each) => /^\d+\.(log|ldb)$/.test(each));
  if (files.length === 0) return;
  const live = await tablesIn(folder, names);
  for (const name of files) {
    if (name.endsWith('.ldb') && !live.has(Number.parseInt(name, 10))) continue;
    const damage = await damageOf(join(folder, name));
    if (damage !== undefined) throw damaged(name, damage);
  }
};

import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// How LevelDB writes its files: https://github.com/google/leveldb/blob/main/doc/log_format.md and
// table_format.md there. It opens a log with a hole in it without a word, leaves out what it cannot read,
// and deletes the log.

const blockBytes = 32_768;
const headerBytes = 7;

/** What a whole table ends with. */
const tableEnd = Buffer.from('57fb808b247547db', 'hex');

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0x82f63b78 : sum >>> 1;
  return sum;
});

/** CRC-32C, masked as LevelDB stores it. */
const checksum = (bytes: Uint8Array): number => {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (castagnoli[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  const crc = ~sum >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

/** Kinds of records: whole ones, and first, middle and last parts. */
const lastKind = 4;

/** @returns where the record at a place of a block ends, or undefined when none can be read there */
const recordEnd = (block: Buffer, at: number): number | undefined => {
  const kind = block[at + headerBytes - 1] ?? 0;
  const end = at + headerBytes + block.readUInt16LE(at + 4);
  if (kind < 1 || kind > lastKind || end > block.length) return undefined;
  const isGood = checksum(block.subarray(at + headerBytes - 1, end)) === block.readUInt32LE(at);
  return isGood ? end : undefined;
};

/** The first place at or behind another where a record can be read. */
const nextRecord = (block: Buffer, from: number): number | undefined => {
  for (let at = from; at + headerBytes <= block.length; at += 1) {
    if (recordEnd(block, at) !== undefined) return at;
  }
  return undefined;
};

/** The first place that holds something, and no record that can be read. */
const firstUnreadable = (block: Buffer): number | undefined => {
  let at = 0;
  while (at + headerBytes <= block.length) {
    const end = recordEnd(block, at);
    if (end === undefined) return block.subarray(at).some((byte) => byte !== 0) ? at : undefined;
    at = end;
  }
  return undefined;
};

/**
 * Where a log has a hole: something that cannot be read, with a record behind it that can. At the end of a
 * log it is what a process leaves that was killed while it wrote.
 */
const holeIn = (log: Buffer): number | undefined => {
  let hole: number | undefined;
  for (let start = 0; start < log.length; start += blockBytes) {
    const block = log.subarray(start, start + blockBytes);
    const bad = hole === undefined ? firstUnreadable(block) : 0;
    if (bad === undefined) continue;
    hole ??= start + bad;
    if (nextRecord(block, bad) !== undefined) return hole;
  }
  return undefined;
};

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

/**
 * Looks whether the files of an embedded database are whole, before it is opened.
 * @param folder the database's; there may be none
 * @throws Error that names the file
 */
export const checkTableFiles = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => /^\d+\.(log|ldb)$/.test(each))) {
    const damage = await damageOf(join(folder, name));
    if (damage !== undefined) throw new Error(`${name} is damaged: ${damage}`);
  }
};

// How LevelDB writes its logs: https://github.com/google/leveldb/blob/main/doc/log_format.md

const blockBytes = 32_768;
const headerBytes = 7;

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
const kinds = { whole: 1, first: 2, middle: 3, last: 4 } as const;

/** @returns where the record at a place of a block ends, or undefined when none can be read there */
const recordEnd = (block: Buffer, at: number): number | undefined => {
  const kind = block[at + headerBytes - 1] ?? 0;
  const end = at + headerBytes + block.readUInt16LE(at + 4);
  if (kind < kinds.whole || kind > kinds.last || end > block.length) return undefined;
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
export const holeIn = (log: Buffer): number | undefined => {
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

/** What was written into a log, record by record, up to the first that cannot be read. */
export function* recordsIn(log: Buffer): Generator<Buffer, void> {
  let parts: Buffer[] = [];
  for (let start = 0; start < log.length; start += blockBytes) {
    const block = log.subarray(start, start + blockBytes);
    let at = 0;
    while (at + headerBytes <= block.length) {
      const end = recordEnd(block, at);
      if (end === undefined) return;
      const kind = block[at + headerBytes - 1];
      if (kind === kinds.whole || kind === kinds.first) parts = [];
      parts.push(block.subarray(at + headerBytes, end));
      if (kind === kinds.whole || kind === kinds.last) yield Buffer.concat(parts);
      at = end;
    }
  }
}

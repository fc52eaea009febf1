import { recordsIn } from './leveldb-log.ts';

// What LevelDB notes of its files: VersionEdit::DecodeFrom in
// https://github.com/google/leveldb/blob/main/db/version_edit.cc

/** Reads what an edit holds, one value after the other. */
const readerOf = (bytes: Buffer) => {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error(`a number has no end at byte ${at}`);
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  return {
    isAtEnd: () => at >= bytes.length,
    number,
    passText: () => {
      const length = number();
      at += length;
    },
  };
};

const applyEdit = (live: Set<number>, bytes: Buffer): void => {
  const { isAtEnd, number, passText } = readerOf(bytes);
  while (!isAtEnd()) {
    const tag = number();
    switch (tag) {
      case 1: // How keys are compared.
        passText();
        break;
      case 2: // Number of the log, the next file, the last change and the log before.
      case 3:
      case 4:
      case 9:
        number();
        break;
      case 5: // How far a level was compacted.
        number();
        passText();
        break;
      case 6: // A table that is none any more: level and number.
        number();
        live.delete(number());
        break;
      case 7: // A new one: level, number, size, first and last key.
        number();
        live.add(number());
        number();
        passText();
        passText();
        break;
      default:
        throw new Error(`it holds the unknown tag ${tag}`);
    }
  }
};

/**
 * The numbers of the tables that a database consists of. Others may lie beside them: what a process left that was
 * stopped while it wrote them, and what was put together into new ones; LevelDB deletes them when it opens.
 * @param manifest bytes of the file that `CURRENT` names
 * @throws Error when it cannot be understood
 */
export const liveTables = (manifest: Buffer): ReadonlySet<number> => {
  const live = new Set<number>();
  for (const record of recordsIn(manifest)) applyEdit(live, record);
  return live;
};

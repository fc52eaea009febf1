import { gunzipSync } from 'node:zlib';
import { wrongFile } from '../model/events-in-text.ts';

/** What a file may unpack to. A larger one is no trail's: those are cut every few minutes. */
const mostUnpackedBytes = 512 * 1024 * 1024;

const unzipped = (bytes: Uint8Array): Uint8Array => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostUnpackedBytes });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw wrongFile(`the file is gzip, and cannot be unpacked: ${problem}`, cause);
  }
};

const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
};

/**
 * The text of a file as trails, their exports and editors write it: packed with gzip, with a byte
 * order mark.
 * @throws InvalidInputError `InvalidEventFile` when it cannot be unpacked
 */
export const textIn = (bytes: Uint8Array): string => {
  const plain = unzipped(bytes);
  return new TextDecoder(encodingOf(plain)).decode(plain);
};

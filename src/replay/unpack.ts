import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** How a file is packed, by its first bytes. Sources: RFC 1952, RFC 8878. */
const packings = [
  { name: 'gzip', mark: [0x1f, 0x8b], open: createGunzip },
  { name: 'zstd', mark: [0x28, 0xb5, 0x2f, 0xfd], open: createZstdDecompress },
] as const;

const longestMark = 4;

/** What comes out of an unpacker, all of it: what stands before a fault is not lost with it. */
async function* through(
  unpacker: Transform,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  let fault: unknown;
  unpacker.on('data', (piece: Uint8Array) => out.push(piece));
  unpacker.on('error', (error) => {
    fault = error;
  });
  for await (const piece of bytes) {
    await new Promise<void>((resolve) => {
      unpacker.write(piece, () => resolve());
    });
    yield* out.splice(0);
    if (fault !== undefined) throw fault;
  }
  const closed = new Promise((resolve) => unpacker.once('close', resolve));
  unpacker.end();
  await closed;
  yield* out.splice(0);
  if (fault !== undefined) throw fault;
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/**
 * The bytes of a file that may be packed with gzip or zstd, in one part or several.
 * @throws Error behind the last byte that could be unpacked, when it is cut or damaged
 */
export async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < longestMark) {
    const { value, done } = await source.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => source };
  }
  const packing = packings.find(({ mark }) => mark.every((byte, at) => head[at] === byte));
  if (packing === undefined) {
    yield* whole();
    return;
  }
  try {
    yield* through(packing.open(), whole());
  } catch (error) {
    throw new Error(
      `the file is ${packing.name}, and cannot be unpacked: ${asError(error).message}`,
      {
        cause: error,
      },
    );
  }
}

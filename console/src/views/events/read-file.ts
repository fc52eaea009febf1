import { type Batch, batchesOf } from '../../../../src/replay/batches.ts';
import { decoded } from '../../../../src/replay/decode.ts';
import { splitEvents } from '../../../../src/replay/split-events.ts';

/** Where something was found: its place among all, from 0, and its line. */
export type Place = { readonly index: number; readonly line: number };

/** Pieces of a stream; not every browser lets a stream be iterated. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}

const firstBytes = async (file: Blob): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(0, 4).arrayBuffer());

const unpacked = async (file: Blob): Promise<ReadableStream<Uint8Array>> => {
  const [first, second, third] = await firstBytes(file);
  if (first === 0x1f && second === 0x8b) {
    return file.stream().pipeThrough(new DecompressionStream('gzip'));
  }
  if (first === 0x28 && second === 0xb5 && third === 0x2f) {
    throw new Error(
      'the file is packed with zstd, which browsers cannot unpack: heirtag events send takes it',
    );
  }
  return file.stream();
};

async function* placed(pieces: AsyncIterable<string>) {
  let index = 0;
  for await (const found of splitEvents(pieces)) {
    yield { place: { index, line: found.line }, found };
    index += 1;
  }
}

/** The events in a file as trails write it, batch by batch. @throws Error when it cannot be unpacked */
export async function* batchesInFile(file: Blob): AsyncGenerator<Batch<Place>> {
  yield* batchesOf(placed(decoded(piecesOf(await unpacked(file)))));
}

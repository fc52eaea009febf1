const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
};

const decoderFor = (bytes: Uint8Array) => new TextDecoder(encodingOf(bytes));

/** The text of a file, by its byte order mark; UTF-8 where it has none. Bytes that are no text become U+FFFD. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: ReturnType<typeof decoderFor> | undefined;
  let held: Uint8Array = new Uint8Array();
  for await (const piece of bytes) {
    held = held.length === 0 ? piece : Uint8Array.from([...held, ...piece]);
    // Two bytes are the longest mark that tells one encoding from another.
    if (held.length < 2) continue;
    decoder ??= decoderFor(held);
    yield decoder.decode(held, { stream: true });
    held = new Uint8Array();
  }
  decoder ??= decoderFor(held);
  yield decoder.decode(held);
}

/** The text of bytes that are held whole, read in the same way. */
export const textOf = (bytes: Uint8Array): string => decoderFor(bytes).decode(bytes);

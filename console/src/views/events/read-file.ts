import { eventsIn } from '../../../../src/model/events-in-text.ts';

const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
};

const bytesOf = async (stream: ReadableStream): Promise<Uint8Array> =>
  new Uint8Array(await new Response(stream).arrayBuffer());

/** The events in a file as trails write it: JSON, a list, one a line, packed with gzip or not. */
export const eventsInFile = async (file: Blob): Promise<readonly unknown[]> => {
  const bytes = await bytesOf(file.stream());
  const plain = isGzip(bytes)
    ? await bytesOf(file.stream().pipeThrough(new DecompressionStream('gzip')))
    : bytes;
  return eventsIn(new TextDecoder(encodingOf(plain)).decode(plain));
};

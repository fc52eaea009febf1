import { gunzipSync } from 'node:zlib';
import { InvalidInputError } from '../model/errors.ts';

const wrongFile = (message: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidEventFile', message, cause });

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

const parseWhole = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parseLine = (line: string, index: number): unknown => {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw wrongFile(`line ${index + 1} is not JSON: ${problem}`, cause);
  }
};

/** The events in a value: those of a list, of an answer of LookupEvents, or itself. */
const eventsOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || !('Events' in value)) return [value];
  const { Events: events } = value;
  return Array.isArray(events) ? events : [value];
};

/**
 * The events in a text: one, a list, an answer of ActionTrail's LookupEvents, or any of these on each
 * line.
 * @throws InvalidInputError `InvalidEventFile` that says which line is wrong
 */
export const eventsIn = (text: string): readonly unknown[] => {
  if (text.trim() === '') throw wrongFile('there are no events in it');
  const whole = parseWhole(text);
  if (whole !== undefined) return eventsOf(whole);
  return text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), index }))
    .filter(({ line }) => line !== '')
    .flatMap(({ line, index }) => eventsOf(parseLine(line, index)));
};

/** Most events that the API takes at once, and the bytes they may have together, or one alone. */
const most = { events: 1000, bytes: 1_000_000 } as const;

/** An event and its place among all. */
export type Placed = { readonly index: number; readonly event: unknown };

export type TooLarge = { readonly index: number; readonly bytes: number };

/** Events in as few lists as the API takes, in order, and those that no list can hold. */
export const chunksOf = (
  events: readonly unknown[],
): { readonly chunks: readonly (readonly Placed[])[]; readonly tooLarge: readonly TooLarge[] } => {
  const chunks: Placed[][] = [];
  const tooLarge: TooLarge[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [index, event] of events.entries()) {
    const size = Buffer.byteLength(JSON.stringify(event)) + 1;
    const last = chunks.at(-1);
    if (size > most.bytes) tooLarge.push({ index, bytes: size });
    else if (last === undefined || last.length === most.events || bytes + size > most.bytes) {
      chunks.push([{ index, event }]);
      bytes = size;
    } else {
      last.push({ index, event });
      bytes += size;
    }
  }
  return { chunks, tooLarge };
};

/** Why an event was not sent. */
export const tooLargeMessage = ({ bytes }: TooLarge): string =>
  `the event has ${bytes} bytes, and was not sent; at most ${most.bytes} are taken`;

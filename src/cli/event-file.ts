import { InvalidInputError } from '../model/errors.ts';

const wrongFile = (message: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidEventFile', message, cause });

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

/**
 * The events in a file: one, a list, or one on each line.
 * @throws InvalidInputError `InvalidEventFile` that says which line is wrong
 */
export const eventsIn = (text: string): readonly unknown[] => {
  if (text.trim() === '') throw wrongFile('there are no events in it');
  const whole = parseWhole(text);
  if (Array.isArray(whole)) return whole;
  if (whole !== undefined) return [whole];
  return text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), index }))
    .filter(({ line }) => line !== '')
    .map(({ line, index }) => parseLine(line, index));
};

/** Most events that the API takes at once, and the bytes they may have together. */
const most = { events: 1000, bytes: 1_000_000 } as const;

/** Events in as few lists as the API takes, in order. */
export const chunksOf = (events: readonly unknown[]): readonly (readonly unknown[])[] => {
  const chunks: unknown[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event)) + 1;
    const last = chunks.at(-1);
    if (last === undefined || last.length === most.events || bytes + size > most.bytes) {
      chunks.push([event]);
      bytes = size;
    } else {
      last.push(event);
      bytes += size;
    }
  }
  return chunks;
};

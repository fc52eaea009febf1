import { InvalidInputError } from './errors.ts';

/** For a file that holds no events. */
export const wrongFile = (message: string, cause?: unknown): InvalidInputError =>
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

/** The events in a value: those of a list, of an answer of LookupEvents, or itself. */
const eventsOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || !('Events' in value)) return [value];
  const { Events: events } = value;
  return Array.isArray(events) ? events : [value];
};

/**
 * The events in a text: one, a list, an answer of LookupEvents, or any of these on each
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
    const size = new TextEncoder().encode(JSON.stringify(event)).length + 1;
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

import { thrownMessage } from '../model/thrown-message.ts';
import { scanValue } from './scan-value.ts';

/** What stands at one place of a text. */
export type Found =
  | { readonly kind: 'event'; readonly line: number; readonly event: unknown }
  /** No JSON; what follows is read all the same. */
  | { readonly kind: 'malformed'; readonly line: number; readonly problem: string };

/** Fields under which files and answers hold lists of events: files of trails, LookupEvents, CloudWatch Logs. */
const listFields = ['Records', 'Events', 'logEvents'] as const;

const plain = String.raw`(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)`;

/** The beginning of an object that holds a list of events, behind nothing but plain fields. */
const wrapper = new RegExp(
  String.raw`\{\s*(?:"[^"\\]*"\s*:\s*${plain}\s*,\s*)*"(?:${listFields.join('|')})"\s*:\s*\[`,
  'y',
);

/** Characters that are held for one event. Nobody takes an event of more than 1 MB. */
const longestEvent = 32 * 1024 * 1024;

const parse = (text: string): { readonly value: unknown } | { readonly problem: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: thrownMessage(error) };
  }
};

/** A line of CloudWatch Logs, which holds its event as a text. */
const unlogged = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('message' in value)) return value;
  const { message } = value;
  const held = typeof message === 'string' ? parse(message) : undefined;
  return held !== undefined && 'value' in held ? held.value : value;
};

/** The events in a value: those of a list, those of an object that holds a list of them, or itself. */
const eventsOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap(eventsOf);
  if (typeof value !== 'object' || value === null) return [value];
  const list = listFields.map((name) => Object.entries(value).find(([key]) => key === name)?.[1]);
  const held = list.find(Array.isArray);
  return held === undefined ? [value] : held.map(unlogged);
};

/** Text that comes piece by piece, and goes once it was read. */
class Pieces {
  /** What is held of it. */
  text = '';
  /** Line of its first character, from 1. */
  line = 1;
  isOver = false;
  readonly #source: AsyncIterator<string>;

  constructor(source: AsyncIterable<string>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Lets go of what was read. */
  drop(length: number): void {
    for (let at = this.text.indexOf('\n'); at !== -1 && at < length; ) {
      this.line += 1;
      at = this.text.indexOf('\n', at + 1);
    }
    this.text = this.text.slice(length);
  }

  /** Takes in as much again as is held, at least a piece. @returns false at the end of the text */
  async grow(): Promise<boolean> {
    const goal = this.text.length * 2 + 1;
    const parts = [this.text];
    let length = this.text.length;
    while (length < goal && !this.isOver) {
      const { value, done } = await this.#source.next();
      if (done === true) this.isOver = true;
      else {
        parts.push(value);
        length += value.length;
      }
    }
    const hasGrown = length > this.text.length;
    this.text = parts.join('');
    return hasGrown;
  }
}

/** Takes the events out of a text. Holds what surrounds the event that is being read. */
class Splitter {
  readonly #pieces: Pieces;
  /** What is open around the next event: a list alone, or one that an object holds. */
  readonly #open: ('list' | 'wrapper')[] = [];

  constructor(source: AsyncIterable<string>) {
    this.#pieces = new Pieces(source);
  }

  async *found(): AsyncGenerator<Found> {
    if (!(await this.#isAtSomething())) {
      yield this.#malformed('there is nothing in it');
      return;
    }
    while (await this.#isAtSomething()) {
      const sign = this.#pieces.text[0];
      if (this.#open.length > 0 && sign === ']') yield* this.#close();
      else if (this.#open.length === 0 && (await this.#hasWholeLine())) yield* this.#line();
      else yield* this.#item();
    }
    if (this.#open.length === 0) return;
    yield this.#malformed('the text ends before the list does; it may have been cut');
  }

  #malformed(problem: string): Found {
    return { kind: 'malformed', line: this.#pieces.line, problem };
  }

  /** Goes on to what is neither space nor a comma between events. @returns false at the end */
  async #isAtSomething(): Promise<boolean> {
    for (;;) {
      const at = this.#pieces.text.search(/[^\s,\uFEFF]/);
      this.#pieces.drop(at === -1 ? this.#pieces.text.length : at);
      if (at !== -1) return true;
      if (!(await this.#pieces.grow())) return false;
    }
  }

  /** A line that is held whole is read at once, as most trails' files hold one event or list a line. */
  async #hasWholeLine(): Promise<boolean> {
    if (!this.#pieces.text.includes('\n')) await this.#pieces.grow();
    return 'value' in parse(this.#lineText());
  }

  #lineText(): string {
    const { text, isOver } = this.#pieces;
    const end = text.indexOf('\n');
    if (end === -1 && !isOver) return '';
    return (end === -1 ? text : text.slice(0, end)).replace(/[\s,]+$/, '');
  }

  *#line(): Generator<Found> {
    const { line } = this.#pieces;
    const text = this.#lineText();
    const parsed = parse(text);
    if ('value' in parsed) {
      for (const event of eventsOf(parsed.value)) yield { kind: 'event', line, event };
    }
    this.#pieces.drop(text.length);
  }

  async *#close(): AsyncGenerator<Found> {
    this.#pieces.drop(1);
    if (this.#open.pop() === 'list') return;
    for (;;) {
      const rest = scanValue(this.#pieces.text, 0, '{');
      if (rest.kind === 'value') {
        this.#pieces.drop(rest.end);
        return;
      }
      if (rest.kind === 'open' && (await this.#pieces.grow())) continue;
      yield this.#malformed('what follows the list of events is not JSON');
      await this.#skipLine();
      return;
    }
  }

  /** One event, or the beginning of a list of them. */
  async *#item(): AsyncGenerator<Found> {
    const { text, line } = this.#pieces;
    const opened = this.#opens(text);
    if (opened > 0) {
      this.#open.push(text[0] === '[' ? 'list' : 'wrapper');
      this.#pieces.drop(opened);
      return;
    }
    const scanned = scanValue(text, 0);
    if (scanned.kind === 'open' && text.length < longestEvent && (await this.#pieces.grow()))
      return;
    if (scanned.kind !== 'value') {
      yield this.#malformed(whyOpen(scanned.kind, text));
      await this.#skipBroken(scanned.kind === 'wrong' ? scanned.at : text.length);
      return;
    }
    const parsed = parse(text.slice(0, scanned.end));
    if ('problem' in parsed) yield this.#malformed(`not JSON: ${parsed.problem}`);
    else {
      for (const event of eventsOf(parsed.value)) {
        yield { kind: 'event', line, event: this.#open.length > 0 ? unlogged(event) : event };
      }
    }
    this.#pieces.drop(scanned.end);
  }

  /** Length of the beginning of a list of events; 0 where none begins. */
  #opens(text: string): number {
    if (text[0] === '[') return 1;
    wrapper.lastIndex = 0;
    return wrapper.test(text) ? wrapper.lastIndex : 0;
  }

  async #skipLine(): Promise<void> {
    for (;;) {
      const end = this.#pieces.text.indexOf('\n');
      this.#pieces.drop(end === -1 ? this.#pieces.text.length : end + 1);
      if (end !== -1 || !(await this.#pieces.grow())) return;
    }
  }

  /** Goes on where the next event may begin: behind the one that is wrong, or on a line of its own. */
  async #skipBroken(at: number): Promise<void> {
    if (this.#open.length > 0 && (await this.#skipToNeighbour(at))) return;
    for (;;) {
      await this.#skipLine();
      if (!(await this.#isAtSomething()) || /^[{[\]]/.test(this.#pieces.text)) return;
    }
  }

  /** Goes on to the event behind the one that is wrong on the same line. @returns false where there is none */
  async #skipToNeighbour(wrongAt: number): Promise<boolean> {
    let at = wrongAt;
    for (;;) {
      const { text } = this.#pieces;
      const neighbour = text.indexOf('},{', at);
      if (text.slice(0, neighbour === -1 ? text.length : neighbour).includes('\n')) return false;
      if (neighbour !== -1) {
        this.#pieces.drop(neighbour + 2);
        return true;
      }
      this.#pieces.drop(Math.max(0, text.length - 2));
      at = 0;
      if (!(await this.#pieces.grow())) return false;
    }
  }
}

const whyOpen = (kind: 'open' | 'wrong', text: string): string => {
  if (kind === 'wrong') return 'not JSON';
  return text.length < longestEvent
    ? 'not JSON: the text ends within it; it may have been cut'
    : `longer than ${longestEvent} characters`;
};

/**
 * The events in a text, however long, in the memory of a few: one, a list, an object that holds a list
 * (`Records`, `Events`, `logEvents`), one behind the other or one a line, or any of these on each line.
 * What is no JSON is told by its line, and stops nothing else.
 */
export const splitEvents = (pieces: AsyncIterable<string>): AsyncGenerator<Found> =>
  new Splitter(pieces).found();

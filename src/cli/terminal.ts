import { styleText } from 'node:util';
import { fold } from './fit-text.ts';

/** Colours and weights that mean something here. */
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Where a command speaks: answers to one stream, all that is said beside them to the other. */
export type Terminal = {
  /** A line of the answer. */
  readonly print: (line: string) => void;
  /** Text of the answer, as it is. */
  readonly write: (text: string) => void;
  /** A line beside the answer: progress, hints; a person sees it folded between words. */
  readonly tell: (line: string) => void;
  /** Shows a line in the place of the one shown before; only where `isInteractive`. */
  readonly show: (line: string) => void;
  /** A person watches what is said beside the answer. */
  readonly isInteractive: boolean;
  /** Columns of a line of help. */
  readonly width: number;
  /** Columns that a table must do with; undefined where no person looks at the answer: it is whole then. */
  readonly tableWidth: number | undefined;
  /** Colours text of the answer; as it is where nobody sees colours, or NO_COLOR is set. */
  readonly paint: (style: Style, text: string) => string;
};

export type Streams = {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
};

const usualWidth = 80;
const clearLine = '\r\u001b[2K';

const escaped = (control: string): string =>
  `\\u${(control.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/**
 * Characters that steer a terminal, or turn the order of what is read round, as they are written in JSON:
 * what comes from outside cannot say what it is not.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, escaped);

const escapeCharacter = '\u001b';

/** Our own colours and weights, line ends and tabs; or what is made printable. */
const ownOrSteering = new RegExp(
  `${escapeCharacter}\\[(?:1|2|22|31|32|33|39)m|[\\n\\t]|[\\p{Cc}\\p{Bidi_Control}\\p{Zl}\\p{Zp}]`,
  'gu',
);

/** The same for whole lines, whoever put them together. */
const harmless = (text: string): string =>
  text.replace(ownOrSteering, (found) =>
    found.length > 1 || found === '\n' || found === '\t' ? found : escaped(found),
  );

const foldLines = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => fold(line, width))
    .join('\n');

/** Opens a terminal on two streams. */
export const createTerminal = ({ stdout, stderr }: Streams): Terminal => {
  let isShowing = false;
  const clear = (): void => {
    if (isShowing) stderr.write(clearLine);
    isShowing = false;
  };
  const write = (text: string): void => {
    clear();
    stdout.write(text);
  };
  return {
    print: (line) => write(`${harmless(line)}\n`),
    // A file gets what was asked for, to the byte.
    write: (text) => write(stdout.isTTY ? harmless(text.replaceAll('\r\n', '\n')) : text),
    tell: (text) => {
      clear();
      const safe = harmless(text);
      const lines = stderr.isTTY ? foldLines(safe, stderr.columns || usualWidth) : safe;
      stderr.write(`${lines}\n`);
    },
    show: (line) => {
      stderr.write(`${clearLine}${harmless(line)}`);
      isShowing = true;
    },
    isInteractive: stderr.isTTY === true,
    // A terminal that does not know its size says 0.
    width: stdout.columns || usualWidth,
    tableWidth: stdout.isTTY ? stdout.columns || usualWidth : undefined,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  };
};

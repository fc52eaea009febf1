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

/** Control characters as they are written in JSON: what comes from outside cannot steer the terminal. */
export const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, (control) => {
    const code = control.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });

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
    print: (line) => write(`${line}\n`),
    write,
    tell: (text) => {
      clear();
      const lines = stderr.isTTY ? foldLines(text, stderr.columns || usualWidth) : text;
      stderr.write(`${lines}\n`);
    },
    show: (line) => {
      stderr.write(`${clearLine}${line}`);
      isShowing = true;
    },
    isInteractive: stderr.isTTY === true,
    // A terminal that does not know its size says 0.
    width: stdout.columns || usualWidth,
    tableWidth: stdout.isTTY ? stdout.columns || usualWidth : undefined,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  };
};

import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { createTerminal, type Terminal } from '../../src/cli/terminal.ts';

/** Which streams a person looks at: that of answers, and that of what is said beside them. */
export type Watched = { readonly out: boolean; readonly beside: boolean };

const streamOf = (isTerminal: boolean) => {
  const output = new PassThrough();
  const stream = Object.assign(Object.create(WriteStream.prototype), {
    write: (text: string) => output.write(text),
    isTTY: isTerminal,
    columns: 200,
  });
  return { stream, read: () => String(output.read() ?? '') };
};

/** The command's own terminal on two streams. `read`: what they got since it was read last, to the byte. */
export const watchedTerminal = (
  watched: Watched,
): {
  readonly terminal: Terminal;
  readonly read: () => Readonly<Record<keyof Watched, string>>;
} => {
  const out = streamOf(watched.out);
  const beside = streamOf(watched.beside);
  return {
    terminal: createTerminal({ stdout: out.stream, stderr: beside.stream }),
    read: () => ({ out: out.read(), beside: beside.read() }),
  };
};

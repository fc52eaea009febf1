import { createProgram } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal that keeps what is said, in order. */
export const recordingTerminal = (): Terminal & { readonly lines: readonly string[] } => {
  const lines: string[] = [];
  const keep = (line: string): void => {
    lines.push(line);
  };
  return {
    lines,
    print: keep,
    write: keep,
    tell: keep,
    show: keep,
    isInteractive: false,
    width: 100,
    tableWidth: undefined,
    paint: (_, text) => text,
  };
};

const neverCalled = async (): Promise<never> => {
  throw new Error('nothing but the command line itself is under test');
};

/** What a command line is made with when nothing but itself is under test. */
export const programDeps = () => ({
  version: '0.0.0',
  confirm: undefined,
  terminal: recordingTerminal(),
  pause: neverCalled,
  readBytes: neverCalled,
  stdin: async function* () {
    yield* [];
  },
  serveConsole: neverCalled,
  startLocal: neverCalled,
  playDemo: neverCalled,
});

/** The command line, without anything to work with. */
export const bareProgram = () => createProgram(programDeps());

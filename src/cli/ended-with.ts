import type { ExitCode } from './run-cli.ts';

/** Thrown where a command ends with an exit code of its own; its cause, if it has one, is told. */
export class EndedWith extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, cause?: unknown) {
    super(`ended with ${exitCode}`, { cause });
    this.exitCode = exitCode;
  }
}

/** Lets whatever fails end a command with an exit code of its own. */
export const failingWith = async <T>(exitCode: ExitCode, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof EndedWith ? error : new EndedWith(exitCode, error);
  }
};

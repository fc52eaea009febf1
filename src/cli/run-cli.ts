import { CommanderError } from '@commander-js/extra-typings';
import { HeirtagError } from '../model/errors.ts';
import { createProgram } from './program.ts';
import { type CliDeps, isForPrograms } from './session.ts';
import { printable } from './terminal.ts';

/** 0: fine; 1: it failed; 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

type Failure = {
  readonly exitCode: 1 | 2;
  readonly code: string;
  readonly message: string;
  readonly requestId?: unknown;
};

/** What helps, by the code of what went wrong. */
const hints: Readonly<Record<string, string>> = {
  'InvalidOperation.NotActivated': 'heirtag feature enable turns inheritance on.',
  'InvalidSettingName.NotFound': 'heirtag rules enable RULE sets it.',
  PreconditionFailed: 'heirtag rules show RULE tells how it is now.',
  Unauthorized: 'Set HEIRTAG_TOKEN to the token that the server was started with.',
  WrongUsage: 'Add --help to see how it is used.',
};

const failureOf = (error: unknown): Failure => {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    return { exitCode: 2, code: 'WrongUsage', message };
  }
  if (error instanceof HeirtagError) {
    const { kind, code, message, details } = error;
    const request = 'requestId' in details ? { requestId: details.requestId } : {};
    return { exitCode: kind === 'invalid' ? 2 : 1, code, message, ...request };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exitCode: 1, code: 'InternalError', message };
};

const linesOf = ({ code, message, requestId }: Failure): readonly string[] => {
  const request = requestId === undefined ? '' : `, request ${requestId}`;
  const hint = hints[code];
  return [
    `heirtag: ${printable(message)} (${code}${request})`,
    ...(hint === undefined ? [] : [hint]),
  ];
};

/** Help and version are no failures, and help for want of a subcommand has told all. */
const isTold = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help');

/**
 * Carries out a command line.
 * @param args what comes after the command's name
 */
export const runCli = async (args: readonly string[], deps: CliDeps): Promise<ExitCode> => {
  const program = createProgram(deps);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (isTold(error)) return error.exitCode === 0 ? 0 : 2;
    const { exitCode, ...failure } = failureOf(error);
    const lines = isForPrograms(program.opts())
      ? [JSON.stringify(failure)]
      : linesOf({ exitCode, ...failure });
    lines.forEach(deps.terminal.tell);
    return exitCode;
  }
};

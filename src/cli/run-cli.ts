import { CommanderError } from '@commander-js/extra-typings';
import { HeirtagError } from '../model/errors.ts';
import { EndedWith } from './ended-with.ts';
import { createProgram } from './program.ts';
import { shortenRules } from './rule-name.ts';
import { type CliDeps, isForPrograms } from './session.ts';
import { printable } from './terminal.ts';
import { collectProblems, UsageError } from './usage-problems.ts';

/** 0: fine; 1: it failed; 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

type Failure = {
  readonly exitCode: 1 | 2;
  readonly code: string;
  readonly message: string;
  readonly requestId?: unknown;
  /** One by one, where the command line itself is wrong. */
  readonly problems?: readonly string[];
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
    const several = error instanceof UsageError ? { problems: error.problems } : {};
    return { exitCode: kind === 'invalid' ? 2 : 1, code, message, ...request, ...several };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exitCode: 1, code: 'InternalError', message };
};

const linesOf = ({
  code,
  message,
  requestId,
  problems = [],
}: Omit<Failure, 'exitCode'>): readonly string[] => {
  const request = requestId === undefined ? '' : `, request ${requestId}`;
  const hint = hints[code];
  const told =
    problems.length > 1
      ? [
          `heirtag: ${problems.length} things are wrong (${code}):`,
          ...problems.map((problem) => `  ${printable(problem)}`),
        ]
      : [`heirtag: ${printable(shortenRules(message))} (${code}${request})`];
  return [...told, ...(hint === undefined ? [] : [hint])];
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
  const errorOf = collectProblems(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (isTold(error)) return error.exitCode === 0 ? 0 : 2;
    const ended = error instanceof EndedWith ? error : undefined;
    if (ended !== undefined && ended.cause === undefined) return ended.exitCode;
    const { exitCode: usual, ...failure } = failureOf(errorOf(ended?.cause ?? error));
    const exitCode = ended?.exitCode ?? usual;
    const lines = isForPrograms(program.opts()) ? [JSON.stringify(failure)] : linesOf(failure);
    lines.forEach(deps.terminal.tell);
    return exitCode;
  }
};

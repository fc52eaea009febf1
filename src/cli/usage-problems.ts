import {
  CommanderError,
  type CommandUnknownOpts,
  InvalidArgumentError,
} from '@commander-js/extra-typings';
import { HeirtagError, InvalidInputError } from '../model/errors.ts';
import type { Problem } from '../model/problems.ts';

/** What reads the text of an option or an argument. */
type Reader = { parseArg?: (<T>(text: string, previous: T) => T) | undefined };

const problemOf = (error: unknown): Problem | undefined => {
  if (error instanceof InvalidArgumentError) return { code: 'WrongUsage', message: error.message };
  if (error instanceof HeirtagError && error.kind === 'invalid') {
    const { code, message } = error;
    return { code, message };
  }
  return undefined;
};

/** A message with what it is about, unless it says so itself. */
const naming = (name: string, text: string, message: string): string =>
  message.includes(`"${text}"`) ? `${name}: ${message}` : `${name} "${text}": ${message}`;

/** Lets a reader go on with what it had where it would throw, and keeps why. */
const collectFrom = (reader: Reader, name: string, keep: (problem: Problem) => void): void => {
  const { parseArg } = reader;
  if (parseArg === undefined) return;
  reader.parseArg = (text, previous) => {
    try {
      return parseArg(text, previous);
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      keep({ ...problem, message: naming(name, text, problem.message) });
      return previous;
    }
  };
};

const withDescendants = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] => [
  command,
  ...command.commands.flatMap(withDescendants),
];

/** Thrown when values of a command line are wrong; tells all of them. */
export class UsageError extends InvalidInputError {
  readonly problems: readonly string[];

  constructor(problems: readonly Problem[]) {
    const codes = new Set(problems.map(({ code }) => code));
    const [only = 'WrongUsage'] = codes;
    const messages = problems.map(({ message }) => message);
    super({ code: codes.size === 1 ? only : 'WrongUsage', message: messages.join('; ') });
    this.problems = messages;
  }
}

const isUsageError = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && error.exitCode !== 0 && error.code !== 'commander.help';

/**
 * Makes a command line tell all that is wrong with it at once: whatever an option or argument
 * refuses is kept until everything is read.
 * @returns what to throw in the place of the error that ended the reading
 */
export const collectProblems = (root: CommandUnknownOpts): ((error: unknown) => unknown) => {
  const problems: Problem[] = [];
  const keep = (problem: Problem): void => {
    problems.push(problem);
  };
  for (const { options, registeredArguments } of withDescendants(root)) {
    for (const option of options) collectFrom(option, option.long ?? option.flags, keep);
    for (const argument of registeredArguments) collectFrom(argument, argument.name(), keep);
  }
  root.hook('preAction', () => {
    if (problems.length > 0) throw new UsageError(problems);
  });
  return (error) => {
    if (problems.length === 0 || !isUsageError(error)) return error;
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    return new UsageError([...problems, { code: 'WrongUsage', message }]);
  };
};

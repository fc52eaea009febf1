import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { InvalidInputError } from '../model/errors.ts';
import { closestTo } from './closest.ts';
import { examplesText } from './root.ts';

const pathOf = (command: CommandUnknownOpts): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

const below = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');

const unknown = (command: CommandUnknownOpts, word: string): InvalidInputError => {
  const names = below(command).map((each) => each.name());
  const told =
    names.length === 0
      ? `${pathOf(command)} has no commands below it`
      : `Closest: ${closestTo(word, names).join(', ')}. ${pathOf(command)} help lists all`;
  return new InvalidInputError({
    code: 'UnknownCommand',
    message: `there is no command "${pathOf(command)} ${word}". ${told}.`,
  });
};

/** The command that words lead to. @throws InvalidInputError that names the closest ones */
const commandAt = (
  command: CommandUnknownOpts,
  [word, ...rest]: readonly string[],
): CommandUnknownOpts => {
  if (word === undefined) return command;
  const found = command.commands.find((each) => each.name() === word);
  if (found === undefined) throw unknown(command, word);
  return commandAt(found, rest);
};

/** Help of a command that is not there is no help of the one above: `heirtag rules lst --help`. */
const assertKnown = (command: CommandUnknownOpts): void => {
  const [word] = command.args;
  if (word === undefined || word.startsWith('-')) return;
  if (!command.commands.some((each) => each.name() === word)) throw unknown(command, word);
};

/**
 * Gives a command, and each below it that has commands of its own, a `help` that finds whatever is
 * below: `heirtag help rules enable`, `heirtag rules help enable`.
 */
export const addHelp = (command: CommandUnknownOpts): void => {
  const [first] = below(command);
  if (first === undefined) return;
  below(command).forEach(addHelp);
  const path = pathOf(command).split(' ').slice(1);
  command.on('beforeHelp', () => assertKnown(command));
  command.helpCommand(false);
  command
    .command('help')
    .description('Show how a command is used.')
    .argument('[command...]', 'the command')
    .addHelpText('after', examplesText([...path, 'help', first.name()].join(' ')))
    .action((words) => commandAt(command, words).outputHelp());
};

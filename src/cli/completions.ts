import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { catalogue } from '../clouds/catalogue.ts';
import { shortNameOf } from '../clouds/short-name.ts';

/** An argument or an option's value: what it may be, as far as that is known. */
type Place = { readonly name: () => string; readonly argChoices?: readonly string[] | undefined };

const ruleNames = catalogue.map(shortNameOf);

const valuesOf = (place: Place | undefined): readonly string[] => {
  if (place === undefined) return [];
  return place.argChoices ?? (/^rules?$/.test(place.name()) ? ruleNames : []);
};

const withAncestors = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] =>
  command.parent === null ? [command] : [command, ...withAncestors(command.parent)];

const optionsOf = (command: CommandUnknownOpts) =>
  withAncestors(command).flatMap(({ options }) => options);

const optionNamed = (command: CommandUnknownOpts, word: string) =>
  optionsOf(command).find(({ short, long }) => word === short || word === long);

/** Where somebody is in a command line: the command, and its arguments so far. */
type Position = { readonly command: CommandUnknownOpts; readonly given: number };

const positionAfter = (root: CommandUnknownOpts, words: readonly string[]): Position => {
  let command = root;
  let given = 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const below = command.commands.find((each) => each.name() === word);
    if (word.startsWith('-')) {
      if (optionNamed(command, word)?.required === true) index += 1;
    } else if (below !== undefined && given === 0) {
      command = below;
    } else {
      given += 1;
    }
  }
  return { command, given };
};

const argumentAt = ({ command, given }: Position): Place | undefined => {
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  return registeredArguments[given] ?? (last?.variadic === true ? last : undefined);
};

const candidates = (root: CommandUnknownOpts, words: readonly string[]): readonly string[] => {
  const before = words.slice(0, -1);
  const position = positionAfter(root, before);
  const { command, given } = position;
  const option = optionNamed(command, before.at(-1) ?? '');
  if (option?.required === true) {
    return valuesOf({ name: () => option.name(), argChoices: option.argChoices });
  }
  if (words.at(-1)?.startsWith('-') === true) {
    return [...optionsOf(command).flatMap(({ long }) => long ?? []), '--help'];
  }
  const below = given === 0 ? command.createHelp().visibleCommands(command) : [];
  return [...below.map((each) => each.name()), ...valuesOf(argumentAt(position))];
};

/**
 * What may stand in the place of the last word.
 * @param words as typed so far, without the command's own name; the last one is unfinished
 */
export const completionsFor = (
  root: CommandUnknownOpts,
  words: readonly string[],
): readonly string[] => {
  const start = words.at(-1) ?? '';
  return candidates(root, words).filter((candidate) => candidate.startsWith(start));
};

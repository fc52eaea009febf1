import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import * as z from 'zod/mini';
import { InvalidInputError } from '../model/errors.ts';
import { type ConflictPolicy, conflictPolicies, type Status } from '../settings/settings.ts';
import type { Subcommand } from './root.ts';

const keyList = z.array(z.string());

const listFrom = (text: string): readonly string[] => {
  if (!text.startsWith('[')) return text.split(',').map((key) => key.trim());
  try {
    return keyList.parse(JSON.parse(text));
  } catch {
    throw new InvalidArgumentError(`expected keys such as cost,team or '["cost","a,b"]'`);
  }
};

/** Keys of an option that may be given more than once. */
const moreKeys = (text: string, before: readonly string[] = []): readonly string[] => {
  const keys = listFrom(text).filter((key) => key !== '');
  // No key at all would stand for every key.
  if (keys.length > 0) return [...before, ...keys];
  throw new InvalidArgumentError(
    'it names no key; --all-keys, --no-exclude and --no-let-through ask for none',
  );
};

const versionFrom = (text: string): string => {
  if (/^\d{1,15}$/.test(text)) return text;
  throw new InvalidArgumentError('expected a version, as `heirtag rules show` tells it');
};

const ifVersion = () =>
  new Option('--if-version <n>', 'only if the rule still has this version').argParser(versionFrom);

/** Adds what is chosen for a rule to a command that sets it. */
export const withRuleOptions = (command: Subcommand) =>
  command
    .option('--keys <keys>', 'tag keys to inherit, in order of importance: cost,team', moreKeys)
    .addOption(new Option('--all-keys', 'inherit every key').conflicts('keys'))
    .option('--exclude <keys>', 'keys never to inherit; * at the end for any ending', moreKeys)
    .option('--no-exclude', 'exclude nothing')
    .option('--let-through <keys>', 'withheld keys to inherit all the same', moreKeys)
    .option('--no-let-through', 'inherit no withheld keys')
    .option('--existing', 'apply to existing resources, too')
    .option('--no-existing', 'apply to what happens from now on')
    .addOption(
      new Option(
        '--policy <policy>',
        "what to do where somebody else's tag stands: overwrite it (the default), or keep it",
      ).choices(conflictPolicies),
    )
    .option('--restore-displaced', 'put an overwritten value back when the inherited one goes')
    .option('--no-restore-displaced', 'put nothing back')
    .addOption(ifVersion());

/** Adds the version that a change is based on. */
export const withIfVersion = (command: Subcommand) => command.addOption(ifVersion());

export type RuleOptions = ReturnType<ReturnType<typeof withRuleOptions>['opts']>;

/** Fields of a rule's setting, as the API spells them; only those that were given. */
export type RuleFields = {
  readonly status?: Status;
  readonly tagKeys?: readonly string[];
  readonly excludedKeys?: readonly string[];
  readonly letThroughKeys?: readonly string[];
  readonly existingStatus?: Status;
  readonly conflictPolicy?: ConflictPolicy;
  readonly restoreDisplaced?: boolean;
};

const keysOf = ({ keys, allKeys }: RuleOptions): readonly string[] | undefined =>
  allKeys === true ? [] : keys;

/** What was chosen. */
export const fieldsOf = (options: RuleOptions): RuleFields => {
  const { exclude, letThrough, existing, policy, restoreDisplaced } = options;
  const tagKeys = keysOf(options);
  return {
    ...(tagKeys === undefined ? {} : { tagKeys }),
    ...(exclude === undefined ? {} : { excludedKeys: exclude === false ? [] : exclude }),
    ...(letThrough === undefined ? {} : { letThroughKeys: letThrough === false ? [] : letThrough }),
    ...(existing === undefined ? {} : { existingStatus: existing ? 'Enable' : 'Disable' }),
    ...(policy === undefined ? {} : { conflictPolicy: policy }),
    ...(restoreDisplaced === undefined ? {} : { restoreDisplaced }),
  };
};

/** What is to change. @throws InvalidInputError `WrongUsage` when nothing is */
export const changeOf = (options: RuleOptions): RuleFields => {
  const fields = fieldsOf(options);
  if (Object.keys(fields).length > 0) return fields;
  throw new InvalidInputError({
    code: 'WrongUsage',
    message:
      'say what to change: --keys, --exclude, --let-through, --existing, --policy or --restore-displaced',
  });
};

import { distance } from 'fastest-levenshtein';
import { cloudOfAccount } from '../clouds/accounts.ts';
import { catalogue, findRule, type Rule } from '../clouds/catalogue.ts';
import { cloudOfType, factsOf } from '../clouds/resource-types.ts';
import { tagRulesOf } from '../clouds/tag-keys.ts';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';
import { errorOfAll, type Problem } from '../model/problems.ts';
import type { ConflictPolicy, Status } from '../settings/settings.ts';

/** What a caller chooses for a rule; what is left out has its default. */
export type RuleInput = {
  readonly status: Status;
  /** Absent or empty: all keys. */
  readonly tagKeys?: readonly string[] | undefined;
  readonly excludedKeys?: readonly string[] | undefined;
  /** Withheld keys to inherit all the same. */
  readonly letThroughKeys?: readonly string[] | undefined;
  readonly existingStatus?: Status | undefined;
  readonly conflictPolicy?: ConflictPolicy | undefined;
  readonly restoreDisplaced?: boolean | undefined;
};

/** Most keys a rule names. Source: product page, "Limits". */
const mostKeys = 50;
/** Single ones are let through: of 40 rules all that is stored stays below what an item holds. */
const mostLetThrough = 10;
/** How much of a wrong key is told back. */
const longestKeyShown = 128;

const invalid = (code: string, message: string): InvalidInputError =>
  new InvalidInputError({ code, message });

/** Longest text worth comparing; SettingNames are shorter. */
const longestName = 200;

const closestNames = (name: string, rules: readonly Rule[]): string =>
  rules
    .map(({ settingName }) => ({
      settingName,
      edits: distance(name.slice(0, longestName).toLowerCase(), settingName.toLowerCase()),
    }))
    .sort((left, right) => left.edits - right.edits)
    .slice(0, 3)
    .map(({ settingName }) => settingName)
    .join(', ');

const invalidName = (problem: string): InvalidInputError =>
  invalid('InvalidParameter.SettingName', `The parameter SettingName is invalid: ${problem}`);

/** @throws InvalidInputError `InvalidParameter.SettingName` that names the closest of the rules it may be */
export const ruleNamed = (name: string, rules: readonly Rule[] = catalogue): Rule => {
  const rule = rules.find(({ settingName }) => settingName === name);
  if (rule !== undefined) return rule;
  throw invalidName(
    `"${cutText(name, longestName)}" is none of the ${rules.length} rules. Closest: ${closestNames(name, rules)}`,
  );
};

/**
 * The rule that an account means, which is one of its cloud's.
 * @throws InvalidInputError `InvalidParameter.SettingName` that names the closest of those
 */
export const ruleFor = (accountId: string, name: string): Rule => {
  const own = cloudOfAccount(accountId);
  const rule = findRule(name);
  if (rule === undefined || own.rules.includes(rule)) return ruleNamed(name, own.rules);
  throw invalidName(
    `${name} is a rule of ${cloudOfType(rule.primary).name}, and account ${accountId} is one of ${own.name}. Closest of its rules: ${closestNames(name, own.rules)}`,
  );
};

const problemWithKey = ({ associated }: Rule, key: string): string | false => {
  const { longestKey } = factsOf(associated);
  const { isReserved, reserved, isRefused, refused } = tagRulesOf(associated);
  return (
    (key === '' && 'is empty') ||
    (key.length > longestKey &&
      `has ${key.length} characters; at most ${longestKey} are allowed`) ||
    (isReserved(key) && `begins with ${reserved}, which the cloud keeps to itself`) ||
    (isRefused(key) && `contains ${refused}`) ||
    (/[\p{Cc}\p{Cs}]/u.test(key) && 'has control characters or halves of characters')
  );
};

const problemsWithKeys = (
  rule: Rule,
  field: string,
  keys: readonly string[],
): readonly Problem[] => {
  if (keys.length > mostKeys) {
    const message = `The maximum number of TagKeys is exceeded: ${field} names ${keys.length} keys; at most ${mostKeys} are allowed`;
    return [{ code: 'NumberExceed.TagKeys', message }];
  }
  return keys.flatMap((key, index) => {
    const isTwice = keys.indexOf(key) !== index && 'is named twice';
    const problem = problemWithKey(rule, key) || isTwice;
    if (problem === false) return [];
    const message = `${field}.${index}: ${JSON.stringify(cutText(key, longestKeyShown))} ${problem}`;
    return [{ code: 'InvalidParameter.TagKey', message }];
  });
};

/** What is not withheld needs nobody to let it through. */
const problemsWithLetThrough = (rule: Rule, keys: readonly string[]): readonly Problem[] => {
  if (keys.length > mostLetThrough) {
    const message = `The maximum number of TagKeys is exceeded: letThroughKeys names ${keys.length} keys; at most ${mostLetThrough} are allowed`;
    return [{ code: 'NumberExceed.TagKeys', message }];
  }
  const { isWithheld, withheld } = tagRulesOf(rule.associated);
  return keys.flatMap((key, index) => {
    if (isWithheld(key) && !key.endsWith('*')) return [];
    const message = `letThroughKeys.${index}: ${JSON.stringify(cutText(key, longestKeyShown))} is not a withheld key; expected one of ${withheld.join(', ')}, written out where there is a *`;
    return [{ code: 'InvalidParameter.TagKey', message }];
  });
};

/** Only at the end a * stands for any ending: elsewhere it would silently exclude nothing. */
const problemsWithWildcards = (excludedKeys: readonly string[]): readonly Problem[] =>
  excludedKeys.flatMap((key, index) => {
    if (!key.slice(0, -1).includes('*')) return [];
    const message = `excludedKeys.${index}: "${key}" has a * before its end; only at the end it stands for any ending, as in "tmp-*"`;
    return [{ code: 'InvalidParameter.TagKey', message }];
  });

/** Everything that is wrong with what a caller chose for a rule. */
export const problemsWithInput = (rule: Rule, input: RuleInput): readonly Problem[] => {
  const { tagKeys = [], excludedKeys = [], letThroughKeys = [], existingStatus } = input;
  const isUnsupported = existingStatus === 'Enable' && !rule.supportsExisting;
  return [
    ...problemsWithKeys(rule, 'tagKeys', tagKeys),
    ...problemsWithKeys(rule, 'excludedKeys', excludedKeys),
    ...problemsWithWildcards(excludedKeys),
    ...problemsWithKeys(rule, 'letThroughKeys', letThroughKeys),
    ...problemsWithLetThrough(rule, letThroughKeys),
    ...(isUnsupported
      ? [
          {
            code: 'InvalidParameter.ExistingStatus',
            message: `${rule.settingName} does not support applying to existing resources; leave existingStatus out or set it to Disable`,
          },
        ]
      : []),
  ];
};

/**
 * Checks what a caller chose for a rule.
 * @throws InvalidInputError that tells all that is wrong, with the product's code for the first:
 * `NumberExceed.TagKeys`, `InvalidParameter.TagKey`, `InvalidParameter.ExistingStatus`
 */
export const checkRuleInput = (rule: Rule, input: RuleInput): void => {
  const problems = problemsWithInput(rule, input);
  if (problems.length > 0) throw errorOfAll(problems);
};

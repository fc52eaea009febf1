import { distance } from 'fastest-levenshtein';
import { catalogue, findRule, type Rule } from '../clouds/catalogue.ts';
import { factsOf } from '../clouds/resource-types.ts';
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
  readonly existingStatus?: Status | undefined;
  readonly conflictPolicy?: ConflictPolicy | undefined;
  readonly restoreDisplaced?: boolean | undefined;
};

/** Most keys a rule names. Source: product page, "Limits". */
const mostKeys = 50;
/** How much of a wrong key is told back. */
const longestKeyShown = 128;

const invalid = (code: string, message: string): InvalidInputError =>
  new InvalidInputError({ code, message });

/** Longest text worth comparing; SettingNames are shorter. */
const longestName = 200;

const closestNames = (name: string): readonly string[] =>
  catalogue
    .map(({ settingName }) => ({
      settingName,
      edits: distance(name.slice(0, longestName).toLowerCase(), settingName.toLowerCase()),
    }))
    .sort((left, right) => left.edits - right.edits)
    .slice(0, 3)
    .map(({ settingName }) => settingName);

/** @throws InvalidInputError `InvalidParameter.SettingName` that names the closest ones */
export const ruleNamed = (name: string): Rule => {
  const rule = findRule(name);
  if (rule !== undefined) return rule;
  throw invalid(
    'InvalidParameter.SettingName',
    `The parameter SettingName is invalid: "${cutText(name, longestName)}" is none of the ${catalogue.length} rules. Closest: ${closestNames(name).join(', ')}`,
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

/** Only at the end a * stands for any ending: elsewhere it would silently exclude nothing. */
const problemsWithWildcards = (excludedKeys: readonly string[]): readonly Problem[] =>
  excludedKeys.flatMap((key, index) => {
    if (!key.slice(0, -1).includes('*')) return [];
    const message = `excludedKeys.${index}: "${key}" has a * before its end; only at the end it stands for any ending, as in "tmp-*"`;
    return [{ code: 'InvalidParameter.TagKey', message }];
  });

/**
 * Checks what a caller chose for a rule.
 * @throws InvalidInputError that tells all that is wrong, with the product's code for the first:
 * `NumberExceed.TagKeys`, `InvalidParameter.TagKey`, `InvalidParameter.ExistingStatus`
 */
export const checkRuleInput = (rule: Rule, input: RuleInput): void => {
  const { tagKeys = [], excludedKeys = [], existingStatus } = input;
  const isUnsupported = existingStatus === 'Enable' && !rule.supportsExisting;
  const problems = [
    ...problemsWithKeys(rule, 'tagKeys', tagKeys),
    ...problemsWithKeys(rule, 'excludedKeys', excludedKeys),
    ...problemsWithWildcards(excludedKeys),
    ...(isUnsupported
      ? [
          {
            code: 'InvalidParameter.ExistingStatus',
            message: `${rule.settingName} does not support applying to existing resources; leave existingStatus out or set it to Disable`,
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw errorOfAll(problems);
};

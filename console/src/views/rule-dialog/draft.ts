import type { BatchBody, Rule, RuleInput } from '../../api/answers';

/** A rule's setting as the dialog edits it. */
export type Draft = {
  /** `some`: only `tagKeys`, in their order. */
  readonly scope: 'all' | 'some';
  readonly tagKeys: readonly string[];
  readonly excludedKeys: readonly string[];
  /** Withheld keys that are inherited all the same. */
  readonly letThroughKeys: readonly string[];
  readonly isApplied: boolean;
  readonly policy: Rule['conflictPolicy'];
  readonly isRestored: boolean;
  /** Many rules get this one setting; else each keeps its own. */
  readonly isShared: boolean;
};

/** Most keys that a rule names. Source: the product page, "Limits". */
export const mostKeys = 50;

export const draftOf = (rule: Rule): Draft => ({
  scope: rule.tagKeys.length === 0 ? 'all' : 'some',
  tagKeys: rule.tagKeys,
  excludedKeys: rule.excludedKeys,
  letThroughKeys: rule.letThroughKeys,
  isApplied: rule.existingStatus === 'Enable',
  policy: rule.conflictPolicy,
  isRestored: rule.restoreDisplaced,
  isShared: false,
});

/** The fields of a setting beside its status; of a rule that takes no existing resources it asks for none. */
const settingOf = (draft: Draft, supportsExisting: boolean) => ({
  tagKeys: draft.scope === 'all' ? [] : [...draft.tagKeys],
  excludedKeys: [...draft.excludedKeys],
  letThroughKeys: [...draft.letThroughKeys],
  existingStatus: draft.isApplied && supportsExisting ? ('Enable' as const) : ('Disable' as const),
  conflictPolicy: draft.policy,
  restoreDisplaced: draft.isRestored,
});

/** What keeps a draft from being sent; undefined when nothing does. */
export const problemOf = ({ scope, tagKeys, excludedKeys }: Draft): string | undefined => {
  if (scope === 'some' && tagKeys.length === 0) return 'Name at least one key, or choose all keys';
  if (tagKeys.length > mostKeys || excludedKeys.length > mostKeys) {
    return `At most ${mostKeys} keys`;
  }
  return undefined;
};

/** The whole setting of one rule. */
export const inputOf = (
  draft: Draft,
  { supportsExisting }: Pick<Rule, 'supportsExisting'>,
  status: Rule['status'],
): RuleInput => ({ status, ...settingOf(draft, supportsExisting) });

/** What one rule of several gets: the setting of all, or only that it is applied to existing resources. */
export const chosenFor = (
  draft: Draft,
  { settingName, version, supportsExisting }: Rule,
): NonNullable<BatchBody['settings']>[number] => ({
  settingName,
  version,
  ...(draft.isShared ? settingOf(draft, supportsExisting) : {}),
  ...(draft.isApplied && supportsExisting ? { existingStatus: 'Enable' as const } : {}),
});

import type { Rule, RuleInput } from '../../api/answers';

/** A rule's setting as the dialog edits it. */
export type Draft = {
  /** `some`: only `tagKeys`, in their order. */
  readonly scope: 'all' | 'some';
  readonly tagKeys: readonly string[];
  readonly excludedKeys: readonly string[];
  readonly isApplied: boolean;
  readonly policy: Rule['conflictPolicy'];
  readonly isRestored: boolean;
};

/** Most keys that a rule names. Source: the product page, "Limits". */
export const mostKeys = 50;

export const draftOf = (rule: Rule): Draft => ({
  scope: rule.tagKeys.length === 0 ? 'all' : 'some',
  tagKeys: rule.tagKeys,
  excludedKeys: rule.excludedKeys,
  isApplied: rule.existingStatus === 'Enable',
  policy: rule.conflictPolicy,
  isRestored: rule.restoreDisplaced,
});

/** The fields of a setting beside its status; of a rule that takes no existing resources it asks for none. */
export const settingOf = (draft: Draft, supportsExisting: boolean) => ({
  tagKeys: draft.scope === 'all' ? [] : [...draft.tagKeys],
  excludedKeys: [...draft.excludedKeys],
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

export const inputOf = (
  draft: Draft,
  {
    status,
    supportsExisting,
  }: { readonly status: Rule['status']; readonly supportsExisting: boolean },
): RuleInput => ({ status, ...settingOf(draft, supportsExisting) });

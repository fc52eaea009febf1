import type { Rule } from '../clouds/catalogue.ts';
import { type TagRules, tagRulesOf } from '../clouds/tag-keys.ts';
import { type KeyMatcher, keyMatcher } from '../model/key-patterns.ts';
import type { RuleSetting } from '../settings/settings.ts';

type Scope = Pick<RuleSetting, 'tagKeys' | 'excludedKeys' | 'letThroughKeys'>;

/** The keys that a rule setting lets flow, put so that many can be asked for. */
export type KeyFilter = {
  /** Of the cloud that the tags would be written to. */
  readonly tagRules: TagRules;
  /** Undefined when all keys are chosen. */
  readonly chosen: ReadonlySet<string> | undefined;
  /** Undefined when none is excluded, which is what most rules say. */
  readonly isExcluded: KeyMatcher | undefined;
  /** Withheld keys that flow all the same; undefined for none, which is what most rules say. */
  readonly letThrough: ReadonlySet<string> | undefined;
};

const createKeyFilter = (
  { associated }: Pick<Rule, 'associated'>,
  { tagKeys, excludedKeys, letThroughKeys = [] }: Scope,
): KeyFilter => ({
  tagRules: tagRulesOf(associated),
  chosen: tagKeys.length > 0 ? new Set(tagKeys) : undefined,
  isExcluded: excludedKeys.length > 0 ? keyMatcher(excludedKeys) : undefined,
  letThrough: letThroughKeys.length > 0 ? new Set(letThroughKeys) : undefined,
});

const keyFilters = new WeakMap<Scope, KeyFilter>();

/** The key filter of a rule's setting; made once, as settings are read once for many resources. */
export const keyFilterOf = (rule: Pick<Rule, 'associated'>, setting: Scope): KeyFilter => {
  const known = keyFilters.get(setting);
  if (known !== undefined) return known;
  const made = createKeyFilter(rule, setting);
  keyFilters.set(setting, made);
  return made;
};

/** Why a key does not flow; undefined when it does: chosen, or all are, and not excluded. */
export const whyOutOfScope = (
  filter: KeyFilter,
  key: string,
): 'out of scope' | 'excluded' | undefined => {
  if (filter.chosen?.has(key) === false) return 'out of scope';
  return filter.isExcluded?.(key) === true ? 'excluded' : undefined;
};

/** True for a key that flows. */
export const isInScope = (filter: KeyFilter, key: string): boolean =>
  whyOutOfScope(filter, key) === undefined;

/** True for a key that other software reads as evidence, and that the rule does not let through. */
export const isWithheld = ({ tagRules, letThrough }: KeyFilter, key: string): boolean =>
  tagRules.isWithheld(key) && letThrough?.has(key) !== true;

/**
 * Why a tag in scope is not passed on all the same: its key is the cloud's own, or withheld, or there is an
 * address inside, which the cloud refuses. Undefined when it is passed on.
 */
export const whyNotInheritable = (
  filter: KeyFilter,
  key: string,
  value: string,
): 'reserved key' | 'withheld key' | 'address' | undefined => {
  const { isReserved, isRefused } = filter.tagRules;
  if (isReserved(key)) return 'reserved key';
  if (isWithheld(filter, key)) return 'withheld key';
  return isRefused(key) || isRefused(value) ? 'address' : undefined;
};

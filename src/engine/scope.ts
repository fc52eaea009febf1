import type { TagRules } from '../clouds/tag-keys.ts';
import type { RuleSetting } from '../settings/settings.ts';

type Scope = Pick<RuleSetting, 'tagKeys' | 'excludedKeys'>;

/** The keys that a rule setting lets flow, put so that many can be asked for. */
export type KeyFilter = {
  /** Undefined when all keys are chosen. */
  readonly chosen: ReadonlySet<string> | undefined;
  /** Undefined when none is excluded, which is what most rules say. */
  readonly excluded: Exclusions | undefined;
};

type Exclusions = {
  readonly keys: ReadonlySet<string>;
  readonly beginnings: readonly string[];
};

const anyEnding = '*';

const createExclusions = (patterns: readonly string[]): Exclusions => ({
  keys: new Set(patterns.filter((pattern) => !pattern.endsWith(anyEnding))),
  beginnings: patterns
    .filter((pattern) => pattern.endsWith(anyEnding))
    .map((pattern) => pattern.slice(0, -anyEnding.length)),
});

const createKeyFilter = ({ tagKeys, excludedKeys }: Scope): KeyFilter => ({
  chosen: tagKeys.length > 0 ? new Set(tagKeys) : undefined,
  excluded: excludedKeys.length > 0 ? createExclusions(excludedKeys) : undefined,
});

const keyFilters = new WeakMap<Scope, KeyFilter>();

/** The key filter of a rule setting; made once, as settings are read once for many resources. */
export const keyFilterOf = (setting: Scope): KeyFilter => {
  const known = keyFilters.get(setting);
  if (known !== undefined) return known;
  const made = createKeyFilter(setting);
  keyFilters.set(setting, made);
  return made;
};

const isExcluded = ({ keys, beginnings }: Exclusions, key: string): boolean =>
  keys.has(key) || beginnings.some((beginning) => key.startsWith(beginning));

/** Why a key does not flow; undefined when it does: chosen, or all are, and not excluded. */
export const whyOutOfScope = (
  filter: KeyFilter,
  key: string,
): 'out of scope' | 'excluded' | undefined => {
  const { chosen, excluded } = filter;
  if (chosen?.has(key) === false) return 'out of scope';
  return excluded !== undefined && isExcluded(excluded, key) ? 'excluded' : undefined;
};

/** True for a key that flows. */
export const isInScope = (filter: KeyFilter, key: string): boolean =>
  whyOutOfScope(filter, key) === undefined;

/** Why the cloud would let nobody write this tag: a key of its own, an address inside; undefined when it would. */
export const whyNotInheritable = (
  { isReserved, isRefused }: TagRules,
  key: string,
  value: string,
): 'reserved key' | 'address' | undefined => {
  if (isReserved(key)) return 'reserved key';
  return isRefused(key) || isRefused(value) ? 'address' : undefined;
};

/** True when the cloud would let anybody write this tag. */
export const isInheritable = (rules: TagRules, key: string, value: string): boolean =>
  whyNotInheritable(rules, key, value) === undefined;

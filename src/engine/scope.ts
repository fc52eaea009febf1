import { hasUrl, isReservedKey } from '../model/tags.ts';
import type { RuleSetting } from '../settings/settings.ts';

const matchesExclusion = (key: string, pattern: string): boolean =>
  pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;

type Scope = Pick<RuleSetting, 'tagKeys' | 'excludedKeys'>;

/** Why a rule setting keeps a key from flowing; undefined when it flows: chosen, or all are, and not excluded. */
export const whyOutOfScope = (
  { tagKeys, excludedKeys }: Scope,
  key: string,
): 'out of scope' | 'excluded' | undefined => {
  if (tagKeys.length > 0 && !tagKeys.includes(key)) return 'out of scope';
  return excludedKeys.some((pattern) => matchesExclusion(key, pattern)) ? 'excluded' : undefined;
};

/** True when a rule setting says that this key flows. */
export const isInScope = (setting: Scope, key: string): boolean =>
  whyOutOfScope(setting, key) === undefined;

/** Why the cloud would let nobody write this tag: a key of its own, an address inside; undefined when it would. */
export const whyNotInheritable = (
  key: string,
  value: string,
): 'reserved key' | 'address' | undefined => {
  if (isReservedKey(key)) return 'reserved key';
  return hasUrl(key) || hasUrl(value) ? 'address' : undefined;
};

/** True when the cloud would let anybody write this tag. */
export const isInheritable = (key: string, value: string): boolean =>
  whyNotInheritable(key, value) === undefined;

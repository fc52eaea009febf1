import { hasUrl, isReservedKey } from '../model/tags.ts';
import type { RuleSetting } from '../settings/settings.ts';

const matchesExclusion = (key: string, pattern: string): boolean =>
  pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;

/** True when a rule setting says that this key flows: chosen, or all are, and not excluded. */
export const isInScope = (
  setting: Pick<RuleSetting, 'tagKeys' | 'excludedKeys'>,
  key: string,
): boolean =>
  (setting.tagKeys.length === 0 || setting.tagKeys.includes(key)) &&
  !setting.excludedKeys.some((pattern) => matchesExclusion(key, pattern));

/** True when the cloud would let anybody write this tag: no key of its own, no address inside. */
export const isInheritable = (key: string, value: string): boolean =>
  !isReservedKey(key) && !hasUrl(key) && !hasUrl(value);

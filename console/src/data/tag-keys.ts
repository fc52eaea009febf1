import type { Rule } from '../api/answers';
import { useKeysOf } from './resources';
import { useRules } from './rules';

/** Tag keys in use, for suggestions: those that primaries have, and those that rules name. */
export const useTagKeys = ([rule]: readonly Rule[]): readonly string[] => {
  const { data: rules = [] } = useRules();
  const { data: inUse = [] } = useKeysOf(rule?.primary);
  const named = rules.flatMap(({ tagKeys, excludedKeys }) => [...tagKeys, ...excludedKeys]);
  return [...new Set([...inUse, ...named])];
};

import type { Rule } from '../api/answers';
import { useRules } from './rules';

/** Tag keys in use, for suggestions: those that rules name. */
export const useTagKeys = (_for: readonly Rule[]): readonly string[] => {
  const { data = [] } = useRules();
  return [...new Set(data.flatMap(({ tagKeys, excludedKeys }) => [...tagKeys, ...excludedKeys]))];
};

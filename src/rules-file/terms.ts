import type { RuleInput } from '../admin/rule-input.ts';
import type { Status } from '../settings/settings.ts';
import type { FileRule } from './schema.ts';

/** `enabled` in a file is `Enable` in a call. */
export const statusOf = (state: FileRule['status']): Status =>
  state === 'enabled' ? 'Enable' : 'Disable';

/** `Enable` in a call is `enabled` in a file. */
export const stateOf = (status: Status): FileRule['status'] =>
  status === 'Enable' ? 'enabled' : 'disabled';

/** Fields of a call, by those of a file that mean the same. */
export const fieldsInFile = {
  tagKeys: 'keys',
  excludedKeys: 'exclude',
  letThroughKeys: 'letThrough',
} as const;

/** What a file chooses for a rule, as calls spell it. */
export const inputOf = (rule: FileRule): RuleInput => ({
  status: statusOf(rule.status),
  tagKeys: rule.keys ?? [],
  excludedKeys: rule.exclude ?? [],
  letThroughKeys: rule.letThrough ?? [],
  existingStatus: rule.existing === true ? 'Enable' : 'Disable',
  conflictPolicy: rule.policy ?? 'overwrite',
  restoreDisplaced: rule.restoreDisplaced ?? false,
});

const ifAny = <Name extends string>(name: Name, keys: readonly string[] = []) =>
  keys.length === 0 ? {} : { [name]: [...keys] };

/** What calls choose for a rule, as a file says it; what is the default is left out. */
export const fileRuleOf = (input: RuleInput): FileRule => ({
  status: stateOf(input.status),
  ...ifAny('keys', input.tagKeys),
  ...ifAny('exclude', input.excludedKeys),
  ...ifAny('letThrough', input.letThroughKeys),
  ...(input.existingStatus === 'Enable' ? { existing: true } : {}),
  ...(input.conflictPolicy === 'keep' ? { policy: input.conflictPolicy } : {}),
  ...(input.restoreDisplaced === true ? { restoreDisplaced: true } : {}),
});

import type { RuleAnswer } from '../admin/rule-answer.ts';
import { shortNameOf } from './rule-name.ts';
import type { Cell, Fact, Heading } from './table.ts';

const keysIn = (keys: readonly string[], none: string): string =>
  keys.length === 0 ? none : keys.join(',');

const existingIn = ({ supportsExisting, existingStatus }: RuleAnswer): string => {
  if (!supportsExisting) return 'not supported';
  return existingStatus === 'Enable' ? 'yes' : 'no';
};

const statusCell = ({ status, isSet }: RuleAnswer): Cell => {
  if (status === 'Enable') return { text: 'enabled', style: 'green' };
  return { text: isSet ? 'disabled' : 'never set', style: 'dim' };
};

/** Headings of a table of rules. */
export const ruleHeadings: readonly Heading[] = [
  'RULE',
  'STATUS',
  { heading: 'KEYS', ifLong: 'cut' },
  'EXISTING',
  'ON CONFLICT',
];

/** A rule's row under the headings. */
export const ruleRow = (rule: RuleAnswer): readonly Cell[] => [
  shortNameOf(rule),
  statusCell(rule),
  keysIn(rule.tagKeys, 'all'),
  existingIn(rule),
  rule.conflictPolicy,
];

/** All about a rule: what, and how it stands. */
export const ruleFacts = (rule: RuleAnswer): readonly Fact[] => [
  ['rule', shortNameOf(rule)],
  ['setting name', rule.settingName],
  ['status', statusCell(rule)],
  ['keys', keysIn(rule.tagKeys, 'all')],
  ['excluded keys', keysIn(rule.excludedKeys, 'none')],
  ['existing resources', existingIn(rule)],
  ['on conflict', rule.conflictPolicy],
  ['restores displaced values', rule.restoreDisplaced ? 'yes' : 'no'],
  ['triggered by', rule.triggers.join(', ')],
  ['after detaching', rule.removesOnDetach ? 'inherited tags go' : 'inherited tags stay'],
  ['version', String(rule.version)],
  ['changed', rule.updatedAt ?? 'never'],
];

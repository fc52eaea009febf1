import type { RuleAnswer } from '../admin/rule-answer.ts';
import { findRule } from '../clouds/catalogue.ts';
import { shortNameOf } from '../clouds/short-name.ts';
import type { Cell, Fact, Heading } from './table.ts';

/** Keys that are inherited: `all`, `cost,team`, `all but tmp-*`. */
const keysIn = ({ tagKeys, excludedKeys }: RuleAnswer): string => {
  const named = tagKeys.length === 0 ? 'all' : tagKeys.join(',');
  return excludedKeys.length === 0 ? named : `${named} but ${excludedKeys.join(',')}`;
};

const existingIn = ({ supportsExisting, existingStatus }: RuleAnswer): Cell => {
  if (!supportsExisting) return { text: 'not supported', short: 'never' };
  return existingStatus === 'Enable' ? 'yes' : 'no';
};

/** What is done where somebody else's tag stands, now and when the inherited one goes. */
const onConflictIn = ({ conflictPolicy, restoreDisplaced }: RuleAnswer): string =>
  restoreDisplaced ? `${conflictPolicy}, restore` : conflictPolicy;

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
  { heading: 'ON CONFLICT', ifLong: 'fold' },
];

/** A rule's row under the headings. */
export const ruleRow = (rule: RuleAnswer): readonly Cell[] => [
  shortNameOf(rule),
  statusCell(rule),
  keysIn(rule),
  existingIn(rule),
  onConflictIn(rule),
];

const changedIn = ({ updatedAt, updatedBy }: RuleAnswer): string =>
  `${updatedAt ?? 'never'}${updatedBy ? ` by ${updatedBy}` : ''}`;

const callsOf = ({ settingName }: RuleAnswer): string =>
  [...(findRule(settingName)?.calls ?? []), 'tag calls on either end'].join(', ');

/** What was chosen for a rule, or what it has unless somebody chooses. */
const choiceFacts = (rule: RuleAnswer): readonly Fact[] => [
  ['keys', keysIn(rule)],
  ...(rule.letThroughKeys.length === 0
    ? []
    : ([['let through', rule.letThroughKeys.join(',')]] satisfies readonly Fact[])),
  ['existing resources', existingIn(rule)],
  ['on conflict', rule.conflictPolicy],
  ['restores displaced values', rule.restoreDisplaced ? 'yes' : 'no'],
];

/** All about a rule: what, and how it stands. */
export const ruleFacts = (rule: RuleAnswer): readonly Fact[] => [
  ['rule', shortNameOf(rule)],
  ['setting name', rule.settingName],
  ['status', statusCell(rule)],
  ...choiceFacts(rule),
  ['triggered by', rule.triggers.join(', ')],
  ['calls', callsOf(rule)],
  ['after detaching', rule.removesOnDetach ? 'inherited tags go' : 'inherited tags stay'],
  ...(rule.isSet
    ? ([
        ['version', String(rule.version)],
        ['changed', changedIn(rule)],
      ] satisfies readonly Fact[])
    : []),
];

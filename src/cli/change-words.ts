import { type AccountChange, isChange, type RuleChange } from '../rules-file/compare.ts';
import { stateOf } from '../rules-file/terms.ts';
import { countOf } from './cells.ts';
import { shownRule } from './rule-name.ts';
import { printable, type Terminal } from './terminal.ts';

const shownValue = (value: unknown): string => {
  if (value === undefined) return 'default';
  return printable(Array.isArray(value) ? value.join(',') : String(value));
};

const headOf = ({ paint }: Terminal, { kind, settingName }: RuleChange): string => {
  const rule = shownRule(settingName);
  switch (kind) {
    case 'set':
      return `  ${paint('green', '+')} ${rule}`;
    case 'change':
      return `  ${paint('yellow', '~')} ${rule}`;
    case 'prune':
      return `  ${paint('red', '-')} ${rule} (not in the file)`;
  }
};

const linesOf = (terminal: Terminal, change: AccountChange): readonly string[] => {
  const { accountId, feature, rules } = change;
  return [
    `account ${accountId}`,
    ...(feature === undefined
      ? []
      : [
          `  ${terminal.paint('yellow', '~')} feature: ${stateOf(feature.before)} → ${stateOf(feature.after)}`,
        ]),
    ...rules.flatMap((rule) => [
      headOf(terminal, rule),
      ...rule.fields.map(
        ({ field, before, after }) =>
          `      ${field}: ${shownValue(before)} → ${shownValue(after)}`,
      ),
    ]),
  ];
};

/** Says what is about to change, account by account, and what is left on although no file names it. */
export const tellChanges = (terminal: Terminal, changes: readonly AccountChange[]): void => {
  for (const change of changes) {
    if (isChange(change)) linesOf(terminal, change).forEach(terminal.print);
    const { accountId, leftOn } = change;
    if (leftOn.length === 0) continue;
    const names = leftOn.map(shownRule).join(', ');
    terminal.tell(
      `account ${accountId}: not in the file, and left on: ${names} (--prune turns off)`,
    );
  }
};

/** `3 rules of 2 accounts`. */
export const extentOf = (changes: readonly AccountChange[]): string => {
  const changed = changes.filter(isChange);
  const rules = changed.reduce((sum, each) => sum + each.rules.length, 0);
  const switches = changed.filter(({ feature }) => feature !== undefined).length;
  const what = [
    ...(rules === 0 ? [] : [countOf(rules, 'rule')]),
    ...(switches === 0 ? [] : [countOf(switches, 'feature switch', 'feature switches')]),
  ].join(' and ');
  return `${what} of ${countOf(changed.length, 'account')}`;
};

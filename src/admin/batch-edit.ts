import { InvalidInputError } from '../model/errors.ts';
import type { RuleSetting } from '../settings/settings.ts';
import {
  appliesToExisting,
  assertActivated,
  assertVersion,
  type Edit,
  type ExpectedVersion,
  type RuleFields,
  settingOf,
  withInput,
} from './rule-edits.ts';
import { type RuleInput, ruleFor } from './rule-input.ts';

/** What is done to many rules at once. */
export const batchActions = ['enable', 'modify', 'disable', 'applyToExisting'] as const;
export type BatchAction = (typeof batchActions)[number];

/** What is chosen for one rule of a batch. */
export type Chosen = {
  readonly fields: Omit<RuleFields, 'status'>;
  readonly expectedVersion?: ExpectedVersion | undefined;
};

export type BatchEditOptions = {
  /** All rules are meant: one that is not on has nothing to apply, and that is no mistake. */
  readonly isAll?: boolean;
  /** Only for `enable` and `modify`; without it the rule's fields stay. */
  readonly chosen?: Chosen | undefined;
};

/** @throws InvalidInputError `InvalidOperation.RuleDisabled` */
const assertEnabled = ({ settingName, status }: RuleSetting): void => {
  if (status === 'Enable') return;
  throw new InvalidInputError({
    code: 'InvalidOperation.RuleDisabled',
    message: `${settingName} is disabled, so it applies to nothing; enable it first.`,
  });
};

/** True when a setting has what is chosen already. */
const has = (setting: RuleSetting | undefined, input: RuleInput): boolean =>
  setting !== undefined &&
  Object.entries({ ...setting, ...input }).every(
    ([field, value]) => JSON.stringify(value) === JSON.stringify(Reflect.get(setting, field)),
  );

const givenOf = ({ fields }: Chosen): Omit<RuleFields, 'status'> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Does one of the batch actions to one rule; what is not chosen stays, and what is so already, too. */
export const batchEdit =
  (
    action: BatchAction,
    settingName: string,
    { isAll = false, chosen = { fields: {} } }: BatchEditOptions = {},
  ): Edit =>
  (current, facts) => {
    assertActivated(current);
    const rule = ruleFor(current.accountId, settingName);
    const before = current.rules.get(rule.settingName);
    assertVersion(rule, before, chosen.expectedVersion);
    const isOn = before?.status === 'Enable';
    const change = (input: RuleInput) =>
      has(before, input) ? current : withInput(current, { rule, input }, facts);
    switch (action) {
      case 'enable':
        return change({ ...before, ...givenOf(chosen), status: 'Enable' });
      case 'modify':
        return change({ ...settingOf(current, rule), ...givenOf(chosen) });
      case 'disable':
        return isOn ? change({ ...before, status: 'Disable' }) : current;
      case 'applyToExisting': {
        if (isAll && !isOn) return current;
        const setting = settingOf(current, rule);
        assertEnabled(setting);
        const next = change({ ...setting, existingStatus: 'Enable' });
        return appliesToExisting(setting) ? current : next;
      }
    }
  };

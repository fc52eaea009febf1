import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from '../model/errors.ts';
import type { AccountSettings, RuleSetting, SettingsChange, Status } from '../settings/settings.ts';
import {
  assertActivated,
  type Edit,
  type ExpectedVersion,
  filledIn,
  type NamedInput,
  switchFeature,
  withInput,
} from './rule-edits.ts';
import { type RuleInput, ruleFor } from './rule-input.ts';

/** True when a rule is set as an input asks for; keys in another order are another setting. */
export const isAsAsked = (before: RuleSetting | undefined, input: RuleInput): boolean =>
  before !== undefined && isDeepStrictEqual(filledIn(before), filledIn(input));

/** What an account is to be like: what it does not name stays. */
export type WantedSettings = {
  readonly feature?: Status | undefined;
  readonly rules: readonly NamedInput[];
  /** Version of the account's settings that the caller saw. */
  readonly expectedVersion?: ExpectedVersion | undefined;
};

const assertAccountVersion = (
  { accountId, version }: AccountSettings,
  expected: ExpectedVersion | undefined,
): void => {
  if (expected === undefined || expected === version) return;
  if (expected === 'set' && version > 0) return;
  throw new InvalidInputError({
    code: 'PreconditionFailed',
    message: `The settings of account ${accountId} have version ${version}, not ${expected}: somebody changed them meanwhile. Read them again, then repeat the change.`,
  });
};

/**
 * Makes the switch and some rules what is asked for, all or nothing; what is so already keeps its version.
 * Rules are changed while the feature is on, so it is turned on before them; one that is off, or to be
 * turned off, leaves them as they are.
 * @throws InvalidInputError `PreconditionFailed`, `InvalidOperation.NotActivated` and what `putRule` throws
 */
export const changeSettings =
  ({ feature, rules: wanted, expectedVersion }: WantedSettings): Edit =>
  (current, facts) => {
    assertAccountVersion(current, expectedVersion);
    const changed = wanted
      .map(({ settingName, input }) => ({ rule: ruleFor(current.accountId, settingName), input }))
      .filter(({ rule, input }) => !isAsAsked(current.rules.get(rule.settingName), input));
    const target = feature ?? current.feature;
    if (changed.length > 0) assertActivated({ ...current, feature: target });
    const switched = switchFeature(target)(current, facts);
    return changed.reduce<SettingsChange>(
      ({ rules }, each) => withInput({ ...current, feature: target, rules }, each, facts),
      switched,
    );
  };

import type { Rule } from '../clouds/catalogue.ts';
import { cutText } from '../model/cut-text.ts';
import { HeirtagError, InvalidInputError, NotFoundError } from '../model/errors.ts';
import type { AccountSettings, RuleSetting, SettingsChange, Status } from '../settings/settings.ts';
import { checkRuleInput, type RuleInput, ruleFor } from './rule-input.ts';

/** What an edit needs from outside. */
export type EditFacts = {
  /** ISO 8601, UTC. */
  readonly now: string;
  /** Who changes it; undefined where nothing is written. */
  readonly by: string | undefined;
  /** Names a backfill that begins now. */
  readonly newId: () => string;
};

/**
 * One change of an account's settings, decided from what is stored. Pure but for `newId`.
 * @throws InvalidInputError, NotFoundError when the change is not allowed
 */
export type Edit = (current: AccountSettings, facts: EditFacts) => SettingsChange;

export type NamedInput = { readonly settingName: string; readonly input: RuleInput };

/** The version that a caller saw, or `set`: any, but the rule must have one. */
export type ExpectedVersion = number | 'set';

/** A change of one rule; `expectedVersion` is undefined when it does not matter. */
export type RuleEdit<Change> = {
  readonly settingName: string;
  readonly change: Change;
  readonly expectedVersion?: ExpectedVersion | undefined;
};

/** Some fields of a rule's setting. */
export type RuleFields = { readonly [Field in keyof RuleInput]?: RuleInput[Field] | undefined };

const notActivated = 'InvalidOperation.NotActivated';

/** True for what an edit throws because the feature is off. */
export const isNotActivated = (error: unknown): boolean =>
  error instanceof HeirtagError && error.code === notActivated;

/** @throws InvalidInputError `InvalidOperation.NotActivated` while the feature is off */
export const assertActivated = ({ feature, accountId }: AccountSettings): void => {
  if (feature === 'Enable') return;
  throw new InvalidInputError({
    code: notActivated,
    message: `The associated resources service has not been activated for account ${accountId}. Enable the feature first.`,
  });
};

/** A rule's setting. @throws NotFoundError `InvalidSettingName.NotFound` when it was never set */
export const settingOf = (
  { rules, accountId }: AccountSettings,
  { settingName }: Pick<Rule, 'settingName'>,
): RuleSetting => {
  const setting = rules.get(settingName);
  if (setting !== undefined) return setting;
  throw new NotFoundError({
    code: 'InvalidSettingName.NotFound',
    message: `The specified SettingName is not found: ${settingName} was never set for account ${accountId}.`,
  });
};

/** @throws InvalidInputError `PreconditionFailed` when the rule has another version than expected */
export const assertVersion = (
  { settingName }: Rule,
  before: RuleSetting | undefined,
  expected: ExpectedVersion | undefined,
): void => {
  const version = before?.version ?? 0;
  if (expected === undefined || expected === version) return;
  if (expected === 'set' && version > 0) return;
  const problem =
    expected === 'set'
      ? 'was never set, and the change is only for one that is'
      : `has version ${version}, not ${expected}: somebody changed it meanwhile`;
  throw new InvalidInputError({
    code: 'PreconditionFailed',
    message: `${settingName} ${problem}. Read it again, then repeat the change.`,
  });
};

/** True for a rule that is on and applies to existing resources. */
export const appliesToExisting = ({ status, existingStatus }: RuleSetting): boolean =>
  status === 'Enable' && existingStatus === 'Enable';

/** Longest name that is kept of who changed a rule. */
const longestName = 200;

/** Each switch to "applies to existing" asks for one backfill, named by its id. */
const backfillIdFor = (
  before: RuleSetting | undefined,
  after: RuleSetting,
  newId: () => string,
): string | null => {
  if (!appliesToExisting(after)) return null;
  return before !== undefined && appliesToExisting(before) ? before.backfillId : newId();
};

/** Versions and generations come from the settings' version, so that none is ever given twice. */
const nextVersion = ({ version }: AccountSettings): number => version + 1;

/** An input with the defaults of what it leaves out. */
export const filledIn = (input: RuleInput): Pick<RuleSetting, keyof RuleInput> => ({
  status: input.status,
  tagKeys: input.tagKeys ?? [],
  excludedKeys: input.excludedKeys ?? [],
  ...(input.letThroughKeys === undefined || input.letThroughKeys.length === 0
    ? {}
    : { letThroughKeys: input.letThroughKeys }),
  existingStatus: input.existingStatus ?? 'Disable',
  conflictPolicy: input.conflictPolicy ?? 'overwrite',
  restoreDisplaced: input.restoreDisplaced ?? false,
});

/** Gives a rule what is chosen for it. @throws InvalidInputError as `checkRuleInput` */
export const withInput = (
  current: AccountSettings,
  { rule, input }: { readonly rule: Rule; readonly input: RuleInput },
  { now, by, newId }: EditFacts,
): SettingsChange => {
  checkRuleInput(rule, input);
  const { settingName } = rule;
  const before = current.rules.get(settingName);
  const isTurnedOff = before?.status === 'Enable' && input.status === 'Disable';
  const version = nextVersion(current);
  const after: RuleSetting = {
    settingName,
    ...filledIn(input),
    generation: before === undefined || isTurnedOff ? version : before.generation,
    backfillId: null,
    version,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    updatedBy: by === undefined ? undefined : cutText(by, longestName),
  };
  const setting = { ...after, backfillId: backfillIdFor(before, after, newId) };
  return {
    feature: current.feature,
    rules: new Map([...current.rules, [settingName, setting]]),
  };
};

/**
 * Turns the feature on or off; off raises every generation, so that nothing of before counts by itself.
 * Each rule has a new version then, so that nobody writes it as it was.
 */
export const switchFeature =
  (feature: Status): Edit =>
  (current) => {
    if (current.feature === feature) return current;
    const isTurnedOff = feature === 'Disable';
    const generation = nextVersion(current);
    return {
      feature,
      rules: isTurnedOff
        ? new Map(
            [...current.rules].map(([name, rule]) => [
              name,
              { ...rule, generation, version: generation },
            ]),
          )
        : current.rules,
    };
  };

/** Sets rules that were never set, all or none. @throws InvalidInputError `InvalidRule.Existed` */
export const createRules =
  (inputs: readonly NamedInput[]): Edit =>
  (current, facts) => {
    assertActivated(current);
    const start: SettingsChange = current;
    return inputs.reduce((change, { settingName, input }) => {
      const rule = ruleFor(current.accountId, settingName);
      if (change.rules.has(rule.settingName)) {
        throw new InvalidInputError({
          code: 'InvalidRule.Existed',
          message: `The rule with SettingName ${rule.settingName} already exists, please do not create it again.`,
        });
      }
      return withInput({ ...current, rules: change.rules }, { rule, input }, facts);
    }, start);
  };

/** Makes or replaces a rule's setting; what the input leaves out has its default. */
export const putRule =
  ({ settingName, change, expectedVersion }: RuleEdit<RuleInput>): Edit =>
  (current, facts) => {
    assertActivated(current);
    const rule = ruleFor(current.accountId, settingName);
    assertVersion(rule, current.rules.get(rule.settingName), expectedVersion);
    return withInput(current, { rule, input: change }, facts);
  };

/** Changes some fields of a rule that was set; what is left out stays. */
export const changeRule =
  ({ settingName, change, expectedVersion }: RuleEdit<RuleFields>): Edit =>
  (current, facts) => {
    assertActivated(current);
    const rule = ruleFor(current.accountId, settingName);
    const before = settingOf(current, rule);
    assertVersion(rule, before, expectedVersion);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    return withInput(current, { rule, input: { ...before, ...Object.fromEntries(given) } }, facts);
  };

/** Forgets a rule's setting; tags stay. */
export const deleteRule =
  ({ settingName, expectedVersion }: Omit<RuleEdit<never>, 'change'>): Edit =>
  (current) => {
    assertActivated(current);
    const rule = ruleFor(current.accountId, settingName);
    assertVersion(rule, settingOf(current, rule), expectedVersion);
    const rules = new Map(current.rules);
    rules.delete(rule.settingName);
    return { feature: current.feature, rules };
  };

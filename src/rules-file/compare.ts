import { isDeepStrictEqual } from 'node:util';
import type { RuleAnswer } from '../admin/rule-answer.ts';
import { filledIn } from '../admin/rule-edits.ts';
import type { RuleInput } from '../admin/rule-input.ts';
import type { Status } from '../settings/settings.ts';
import type { WantedAccount } from './read-rules-file.ts';
import { fileRuleOf } from './terms.ts';

/** What an account chose, as it was read. */
export type CurrentAccount = {
  readonly version: number;
  readonly feature: Status;
  readonly rules: readonly RuleAnswer[];
};

/** A field of a rule before and after, as a file has it; undefined where it has its default. */
export type FieldChange = {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
};

export type RuleChange = {
  readonly settingName: string;
  /** `prune`: the file does not name it, and it is turned off. */
  readonly kind: 'set' | 'change' | 'prune';
  readonly fields: readonly FieldChange[];
  readonly input: RuleInput;
};

/** What applying a file would change of an account. */
export type AccountChange = {
  readonly accountId: string;
  /** Of the settings that were read. */
  readonly version: number;
  /** Undefined: it stays. */
  readonly feature: { readonly before: Status; readonly after: Status } | undefined;
  readonly rules: readonly RuleChange[];
  /** Rules that are on, and stay so although the file does not name them. */
  readonly leftOn: readonly string[];
};

const fieldsChanged = (before: RuleInput | undefined, after: RuleInput): readonly FieldChange[] => {
  const old: Readonly<Record<string, unknown>> = before === undefined ? {} : fileRuleOf(before);
  const next: Readonly<Record<string, unknown>> = fileRuleOf(after);
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((field) => !isDeepStrictEqual(old[field], next[field]))
    .map((field) => ({ field, before: old[field], after: next[field] }));
};

/** Compares what a file asks of an account with what it chose. @param isPruning rules that the file does not name are turned off */
export const compareAccount = (
  { accountId, feature = undefined, rules }: WantedAccount,
  current: CurrentAccount,
  isPruning: boolean,
): AccountChange => {
  const before = new Map<string, RuleAnswer>(current.rules.map((rule) => [rule.settingName, rule]));
  const named = new Set(rules.map(({ settingName }) => settingName));
  const wanted = rules.flatMap(({ settingName, input }): readonly RuleChange[] => {
    const old = before.get(settingName);
    const fields = fieldsChanged(old, input);
    if (fields.length === 0) return [];
    return [{ settingName, kind: old === undefined ? 'set' : 'change', fields, input }];
  });
  const unnamed = current.rules.filter(
    ({ settingName, status }) => status === 'Enable' && !named.has(settingName),
  );
  const pruned = unnamed.map((rule): RuleChange => {
    const input = { ...filledIn(rule), status: 'Disable' } as const;
    return {
      settingName: rule.settingName,
      kind: 'prune',
      fields: fieldsChanged(rule, input),
      input,
    };
  });
  return {
    accountId,
    version: current.version,
    feature:
      feature === undefined || feature === current.feature
        ? undefined
        : { before: current.feature, after: feature },
    rules: isPruning ? [...wanted, ...pruned] : wanted,
    leftOn: isPruning ? [] : unnamed.map(({ settingName }) => settingName),
  };
};

/** True when applying a file would change something. */
export const isChange = ({ feature, rules }: AccountChange): boolean =>
  feature !== undefined || rules.length > 0;

/** The body of the call that makes a change, `PATCH /v1/settings`. */
export const bodyOf = ({ feature, rules }: AccountChange) => ({
  ...(feature === undefined ? {} : { feature: feature.after }),
  rules: rules.map(({ settingName, input }) => ({ settingName, ...input })),
});

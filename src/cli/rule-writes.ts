import type { Rule } from '../clouds/catalogue.ts';
import { HeirtagError, InvalidInputError } from '../model/errors.ts';
import type { Api, ApiCall } from './api.ts';
import { ruleMeant } from './rule-name.ts';
import type { RuleFields } from './rule-options.ts';

/** A change of rules: what to call, and what instead when a rule was never set. */
export type RuleWrite = {
  readonly call: ApiCall;
  readonly ifNeverSet?: { readonly settingName: string; readonly call: ApiCall };
};

/** Rules that are named, or all of them. */
export type Named = readonly Rule[] | 'all';

const wrongUsage = (message: string): InvalidInputError =>
  new InvalidInputError({ code: 'WrongUsage', message });

/** @throws InvalidInputError when there are names and `--all`, or neither */
export const rulesNamed = (names: readonly string[], isAll: boolean): Named => {
  if (isAll && names.length > 0) throw wrongUsage('name rules, or say --all, not both');
  if (isAll) return 'all';
  if (names.length === 0) {
    throw wrongUsage('name at least one rule, or say --all. heirtag rules list lists them.');
  }
  return names.map(ruleMeant);
};

/** One action on many rules. */
export const batchWrite = (
  action: 'enable' | 'disable' | 'applyToExisting',
  rules: Named,
): RuleWrite => ({
  call: {
    method: 'POST',
    path: ['rules', 'batch'],
    body: {
      action,
      settingNames: rules === 'all' ? 'all' : rules.map(({ settingName }) => settingName),
    },
  },
});

const ifMatch = (version: string | undefined): Pick<ApiCall, 'headers'> =>
  version === undefined ? {} : { headers: { 'if-match': `"${version}"` } };

/** Changes what is given of a rule that was set; what is left out stays. */
export const modifyWrite = (
  { settingName }: Rule,
  fields: RuleFields,
  version?: string,
): RuleWrite => ({
  call: { method: 'PATCH', path: ['rules', settingName], body: fields, ...ifMatch(version) },
});

/**
 * Turns a rule on with what is given; a rule that was set keeps the rest, another has the defaults.
 * A version is one that somebody saw, so then the rule must be set.
 */
const enableWrite = (rule: Rule, fields: RuleFields, version?: string): RuleWrite => {
  const { settingName } = rule;
  const body: RuleFields = { status: 'Enable', ...fields };
  const write = modifyWrite(rule, body, version);
  if (version !== undefined) return write;
  const call = { method: 'POST', path: ['rules'], body: { settingName, ...body } } as const;
  return { ...write, ifNeverSet: { settingName, call } };
};

/** Turning rules on: in one go, or each on its own. */
export type Enabling =
  | { readonly kind: 'batch'; readonly write: RuleWrite }
  | {
      readonly kind: 'each';
      readonly writes: readonly { readonly settingName: string; readonly write: RuleWrite }[];
    };

/**
 * Turns rules on: in one go when nothing else is chosen for them, else each on its own.
 * @throws InvalidInputError when settings are chosen for all rules
 */
export const enabling = (rules: Named, fields: RuleFields, version?: string): Enabling => {
  const isPlain = Object.keys(fields).length === 0 && version === undefined;
  if (isPlain) return { kind: 'batch', write: batchWrite('enable', rules) };
  if (rules === 'all') {
    throw wrongUsage('--all takes no settings: not every rule can have the same. Name the rules.');
  }
  const writes = rules.map((rule) => ({
    settingName: rule.settingName,
    write: enableWrite(rule, fields, version),
  }));
  return { kind: 'each', writes };
};

/** Forgets a rule's setting. */
export const deleteWrite = ({ settingName }: Rule, version?: string): RuleWrite => ({
  call: { method: 'DELETE', path: ['rules', settingName], ...ifMatch(version) },
});

const isNeverSet = async (api: Api, settingName: string): Promise<boolean> => {
  try {
    await api.call({ method: 'GET', path: ['rules', settingName] });
    return false;
  } catch (error) {
    if (error instanceof HeirtagError && error.code === 'InvalidSettingName.NotFound') return true;
    throw error;
  }
};

/** The call that makes a change, by how the rule stands now. */
export const callFor = async (api: Api, { call, ifNeverSet }: RuleWrite): Promise<ApiCall> =>
  ifNeverSet !== undefined && (await isNeverSet(api, ifNeverSet.settingName))
    ? ifNeverSet.call
    : call;

/** Carries out a change. @returns the API's answer */
export const doWrite = async (api: Api, write: RuleWrite): Promise<unknown> =>
  api.call(await callFor(api, write));

import * as z from 'zod/mini';
import { catalogue, type Rule } from '../clouds/catalogue.ts';
import { allResourceTypes } from '../clouds/resource-types.ts';
import { conflictPolicies, type RuleSetting, statuses } from '../settings/settings.ts';
import type { Answer } from './call.ts';

/** A rule as the API tells it: what the catalogue says of it, and what the account chose. */
export const ruleAnswer = z.object({
  settingName: z.enum(catalogue.map(({ settingName }) => settingName)),
  primary: z.enum(allResourceTypes),
  associated: z.enum(allResourceTypes),
  triggers: z
    .array(z.string())
    .check(z.describe("the product page's names of what triggers the rule")),
  removesOnDetach: z.boolean(),
  supportsExisting: z.boolean(),
  isSet: z.boolean().check(z.describe('false: the account never set it, or deleted it')),
  status: z.enum(statuses),
  tagKeys: z
    .array(z.string())
    .check(z.describe('keys that are inherited, in order; empty means all')),
  excludedKeys: z.array(z.string()),
  letThroughKeys: z
    .array(z.string())
    .check(z.describe('withheld keys that are inherited all the same')),
  existingStatus: z.enum(statuses),
  conflictPolicy: z.enum(conflictPolicies),
  restoreDisplaced: z.boolean(),
  version: z.int().check(z.describe('for If-Match; 0 when not set')),
  createdAt: z.nullable(z.string()),
  updatedAt: z.nullable(z.string()),
  // The command line reads it of stages of before, too.
  updatedBy: z
    .optional(z.nullable(z.string()))
    .check(z.describe('null where that was not kept yet, too')),
});

/** A rule after a change of it. */
export const ruleWritten = z.extend(ruleAnswer, {
  jobId: z
    .nullable(z.string())
    .check(z.describe('backfill that the change started; null for none')),
});

export type RuleAnswer = z.input<typeof ruleAnswer>;

const neverSet = {
  status: 'Disable',
  tagKeys: [],
  excludedKeys: [],
  letThroughKeys: [],
  existingStatus: 'Disable',
  conflictPolicy: 'overwrite',
  restoreDisplaced: false,
  version: 0,
  createdAt: null,
  updatedAt: null,
  updatedBy: null,
} satisfies Partial<RuleAnswer>;

/** Tells a rule. @param setting undefined when the account never set it */
export const tellRule = (
  { settingName, primary, associated, removesOnDetach, supportsExisting }: Rule,
  setting: RuleSetting | undefined,
): RuleAnswer => {
  const facts = {
    settingName,
    primary,
    associated,
    triggers: settingName.split(':')[1]?.split('-') ?? [],
    removesOnDetach,
    supportsExisting,
  };
  if (setting === undefined) return { ...facts, isSet: false, ...neverSet };
  const { generation: _, backfillId: __, ...chosen } = setting;
  return {
    ...facts,
    isSet: true,
    ...chosen,
    updatedBy: chosen.updatedBy ?? null,
    tagKeys: [...chosen.tagKeys],
    excludedKeys: [...chosen.excludedKeys],
    letThroughKeys: [...(chosen.letThroughKeys ?? [])],
  };
};

/** Answers a rule, with its version as the entity tag. */
export const answerRule = <Told extends RuleAnswer>(rule: Told): Answer<Told> => ({
  body: rule,
  headers: { etag: `"${rule.version}"` },
});

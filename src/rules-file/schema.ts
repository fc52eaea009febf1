import * as z from 'zod/mini';
import { catalogue } from '../clouds/catalogue.ts';
import { shortNameOf } from '../clouds/short-name.ts';
import { accountForm } from '../model/account.ts';
import { conflictPolicies } from '../settings/settings.ts';

/** How people say it. */
const states = ['enabled', 'disabled'] as const;

const keys = z.array(z.string()).check(z.minLength(1), z.maxLength(50));

const ruleSchema = z.strictObject({
  status: z.enum(states).check(z.describe('Whether tags are inherited by this rule.')),
  keys: z
    .optional(keys)
    .check(
      z.describe(
        'Tag keys to inherit, the most important first: when a resource is full, they come first. All keys unless given.',
      ),
    ),
  exclude: z
    .optional(keys)
    .check(z.describe('Keys never to inherit; a * at the end stands for any ending.')),
  letThrough: z
    .optional(z.array(z.string()).check(z.minLength(1), z.maxLength(10)))
    .check(z.describe('Withheld keys that are inherited all the same, written out.')),
  existing: z
    .optional(z.boolean())
    .check(
      z.describe('Apply to the resources there are, too. Each switch to true starts one backfill.'),
    ),
  policy: z
    .optional(z.enum(conflictPolicies))
    .check(z.describe("What to do where somebody else's tag stands. Overwrite unless given.")),
  restoreDisplaced: z
    .optional(z.boolean())
    .check(z.describe('Put an overwritten value back when the inherited one goes.')),
});

const accountSchema = z.strictObject({
  feature: z
    .optional(z.enum(states))
    .check(z.describe('The switch for the whole feature; stays as it is unless given.')),
  rules: z.optional(z.record(z.string(), ruleSchema)).check(
    z.describe(
      'Rules by their two types, as in ecs-instance/ecs-disk, or by their SettingName. What a rule leaves out has its default; a rule that is not named stays as it is.',
    ),
    z.meta({
      propertyNames: {
        enum: catalogue.flatMap((rule) => [shortNameOf(rule), rule.settingName]),
      },
    }),
  ),
});

/** Settings of accounts, as a file has them. */
export const rulesFileSchema = z
  .strictObject({
    $schema: z.optional(z.string()).check(z.describe('For editors; not looked at.')),
    accounts: z
      .record(z.string().check(z.regex(accountForm, 'is no account')), accountSchema)
      .check(z.describe("What accounts of the cloud choose, by the account's id.")),
  })
  .check(z.meta({ title: 'Rules of Heirtag' }));

export type RulesFile = z.infer<typeof rulesFileSchema>;
export type FileRule = z.infer<typeof ruleSchema>;
export type FileAccount = z.infer<typeof accountSchema>;

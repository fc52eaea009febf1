import * as z from 'zod/mini';
import { pageSizes } from '../../admin/paging.ts';
import type { RuleAdmin } from '../../admin/rule-admin.ts';
import { changeRule, createRules, deleteRule } from '../../admin/rule-edits.ts';
import { ruleFor } from '../../admin/rule-input.ts';
import { catalogue } from '../../clouds/catalogue.ts';
import { type RuleSetting, statuses } from '../../settings/settings.ts';
import { defineOperation, principalOf, type TagApiOperation } from '../operation.ts';
import { TagApiError } from '../tag-api-error.ts';

/** Rules one call may name. Source: the API's metadata. */
const mostRules = 100;

const status = z.enum(statuses);
const settingName = z.string();

const tellRule = ({ settingName: SettingName, ...setting }: RuleSetting) => ({
  SettingName,
  Status: setting.status,
  TagKeys: setting.tagKeys,
  ExistingStatus: setting.existingStatus,
});

const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.pipe(z.string().check(z.regex(/^\d{1,9}$/, 'expected a whole number')), z.transform(Number)),
    z.number().check(z.minimum(least), z.maximum(most)),
  );

/** A token names the last rule of the page before: it stays right when rules come and go. */
const tokenAfter = ({ SettingName }: { readonly SettingName: string }): string =>
  Buffer.from(SettingName).toString('base64url');

/** How many rules of the catalogue the pages before have passed. */
const placeAfter = (token: string | undefined): number => {
  if (token === undefined) return 0;
  const name = Buffer.from(token, 'base64url').toString();
  const place = catalogue.findIndex((rule) => rule.settingName === name);
  if (place !== -1) return place + 1;
  throw new TagApiError(
    400,
    'InvalidParameter.NextToken',
    'The parameter NextToken is invalid: it is none that a listing gave.',
  );
};

const placeOf = (name: string): number => catalogue.findIndex((rule) => rule.settingName === name);

/** The four actions on rules; what they do, the use cases of the HTTP API do. */
export const ruleOperations = (rules: RuleAdmin): readonly TagApiOperation[] => [
  defineOperation({
    name: 'CreateAssociatedResourceRules',
    isWrite: true,
    parameters: {
      CreateRulesList: z
        .array(
          z.strictObject({
            SettingName: settingName,
            Status: status,
            TagKeys: z._default(z.array(z.string()), []),
            ExistingStatus: z._default(status, 'Disable'),
          }),
        )
        .check(z.minLength(1), z.maxLength(mostRules)),
    },
    run: async ({ CreateRulesList }, { accountId, accessKeyId }) => {
      const inputs = CreateRulesList.map((rule) => ({
        settingName: rule.SettingName,
        input: { status: rule.Status, tagKeys: rule.TagKeys, existingStatus: rule.ExistingStatus },
      }));
      await rules.edit({
        accountId,
        edit: createRules(inputs),
        principal: principalOf(accessKeyId),
      });
      return {};
    },
  }),

  defineOperation({
    name: 'UpdateAssociatedResourceRule',
    isWrite: true,
    // What is left out gets its default; what this API does not know stays as it is.
    parameters: {
      SettingName: settingName,
      Status: z._default(status, 'Enable'),
      TagKeys: z._default(z.array(z.string()), []),
      ExistingStatus: z._default(status, 'Disable'),
    },
    codes: { 'InvalidParameter.SettingName': 'Invalid.SettingName' },
    run: async (rule, { accountId, accessKeyId }) => {
      const change = {
        status: rule.Status,
        tagKeys: rule.TagKeys,
        existingStatus: rule.ExistingStatus,
      };
      await rules.edit({
        accountId,
        edit: changeRule({ settingName: rule.SettingName, change }),
        principal: principalOf(accessKeyId),
      });
      return {};
    },
  }),

  defineOperation({
    name: 'DeleteAssociatedResourceRule',
    isWrite: true,
    parameters: { SettingName: settingName },
    // Clients that delete take this code for success: what never was is gone.
    codes: { 'InvalidParameter.SettingName': 'InvalidSettingName.NotFound' },
    run: async (rule, { accountId, accessKeyId }) => {
      await rules.edit({
        accountId,
        edit: deleteRule({ settingName: rule.SettingName }),
        principal: principalOf(accessKeyId),
      });
      return {};
    },
  }),

  defineOperation({
    name: 'ListAssociatedResourceRules',
    isWrite: false,
    parameters: {
      SettingName: z.optional(z.array(settingName).check(z.maxLength(mostRules))),
      Status: z.optional(status),
      MaxResult: z._default(wholeNumber(1, pageSizes.most), pageSizes.usual),
      NextToken: z.optional(z.string()),
    },
    codes: { 'InvalidParameter.SettingName': 'Invalid.SettingName' },
    run: async ({ SettingName, Status, MaxResult, NextToken }, { accountId }) => {
      const names = SettingName?.map((name) => ruleFor(accountId, name).settingName);
      const passed = placeAfter(NextToken);
      const found = (await rules.listActivatedRules(accountId))
        .map(tellRule)
        .filter((rule) => names?.includes(rule.SettingName) ?? true)
        .filter((rule) => Status === undefined || rule.Status === Status)
        .filter((rule) => placeOf(rule.SettingName) >= passed);
      const page = found.slice(0, MaxResult);
      const last = page.at(-1);
      const hasMore = found.length > page.length && last !== undefined;
      return { Rules: page, NextToken: hasMore ? tokenAfter(last) : '' };
    },
  }),
];

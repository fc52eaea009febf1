import * as z from 'zod';
import { InvalidInputError } from '../../model/errors.ts';
import { allResourceTypes } from '../../model/resource-types.ts';
import { catalogue } from '../../rules/catalogue.ts';
import { type AccountSettings, conflictPolicies, statuses } from '../../settings/settings.ts';
import type { AppDeps } from '../app.ts';
import { type Answer, type Call, defineCall, noBody, noQuery } from '../call.ts';
import { invalidCursor, nextCursor, pageQuery } from '../paging.ts';
import { type RuleAnswer, ruleAnswer, tellRule } from '../rule-answer.ts';
import { changeRule, createRules, deleteRule, putRule, settingOf } from '../rule-edits.ts';
import { ruleNamed } from '../rule-input.ts';

const inputSchema = z.strictObject({
  status: z.enum(statuses),
  tagKeys: z
    .array(z.string())
    .optional()
    .describe('at most 50, in the order that decides who is first when a resource is full'),
  excludedKeys: z
    .array(z.string())
    .optional()
    .describe('at most 50; a * at the end stands for any ending'),
  existingStatus: z
    .enum(statuses)
    .optional()
    .describe('Apply To Existing Resources; each switch to Enable starts one backfill'),
  conflictPolicy: z.enum(conflictPolicies).optional(),
  restoreDisplaced: z.boolean().optional(),
});

const createSchema = inputSchema.extend({ settingName: z.string() });

const listQuery = z.strictObject({
  status: z.enum(statuses).optional(),
  type: z.enum(allResourceTypes).optional().describe('primary or associated type'),
  ...pageQuery,
});

const listAnswer = z.object({ rules: z.array(ruleAnswer), next: nextCursor });

const ifMatch = { 'If-Match': 'version the change is based on, as in the ETag of an answer' };

const ruleErrors = {
  'InvalidParameter.SettingName': 400,
  'InvalidParameter.TagKey': 400,
  'InvalidParameter.ExistingStatus': 400,
  'NumberExceed.TagKeys': 400,
  'InvalidOperation.NotActivated': 400,
};
const staleError = { PreconditionFailed: 412 };
const missingError = { 'InvalidSettingName.NotFound': 404 };

/** The version in an If-Match header; undefined when there is none, or any will do. */
const expectedVersion = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined;
  const [, digits] = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new InvalidInputError({
    code: 'InvalidParameter.IfMatch',
    message: `If-Match: "${header.slice(0, 100)}" is no version; expected the ETag of an answer, such as "7"`,
  });
};

const answerWith = (rule: RuleAnswer): Answer<RuleAnswer> => ({
  body: rule,
  headers: { etag: `"${rule.version}"` },
});

/** `/v1/rules`: what an account chose for each rule. */
export const ruleCalls = ({ ruleAdmin }: Pick<AppDeps, 'ruleAdmin'>): readonly Call[] => {
  const answerFrom = (settings: AccountSettings, settingName: string): Answer<RuleAnswer> => {
    const rule = ruleNamed(settingName);
    return answerWith(tellRule(rule, settingOf(settings, rule)));
  };

  return [
    defineCall({
      method: 'GET',
      path: '/v1/rules',
      summary:
        'Lists the rules there are, in the order of the catalogue, and what is set for each.',
      query: listQuery,
      body: noBody,
      answer: listAnswer,
      errors: { 'InvalidOperation.NotActivated': 400, 'InvalidParameter.Cursor': 400 },
      handle: async ({ accountId, query }) => {
        const set = await ruleAdmin.listRules(accountId);
        const rules = catalogue.map((rule) =>
          tellRule(
            rule,
            set.find(({ settingName }) => settingName === rule.settingName),
          ),
        );
        const { cursor, limit, status, type } = query;
        const start = rules.findIndex(({ settingName }) => settingName === cursor) + 1;
        if (cursor !== undefined && start === 0) throw invalidCursor(cursor);
        const wanted = rules
          .slice(start)
          .filter((rule) => status === undefined || rule.status === status)
          .filter((rule) => type === undefined || [rule.primary, rule.associated].includes(type));
        const page = wanted.slice(0, limit);
        const next = wanted.length > limit ? (page.at(-1)?.settingName ?? null) : null;
        return { body: { rules: page, next } };
      },
    }),
    defineCall({
      method: 'POST',
      path: '/v1/rules',
      summary: 'Sets a rule that was never set.',
      query: noQuery,
      body: createSchema,
      answer: ruleAnswer,
      status: 201,
      errors: { ...ruleErrors, 'InvalidRule.Existed': 409 },
      isAudited: true,
      handle: async ({ accountId, principal, body: { settingName, ...input } }) => {
        const edit = createRules([{ settingName, input }]);
        return answerFrom(await ruleAdmin.edit({ accountId, principal, edit }), settingName);
      },
    }),
    defineCall({
      method: 'GET',
      path: '/v1/rules/{settingName}',
      summary: "Tells a rule's setting.",
      query: noQuery,
      body: noBody,
      answer: ruleAnswer,
      errors: { ...missingError, 'InvalidParameter.SettingName': 400 },
      handle: async ({ accountId, param }) => {
        const setting = await ruleAdmin.getRule(accountId, param('settingName'));
        return answerWith(tellRule(ruleNamed(setting.settingName), setting));
      },
    }),
    defineCall({
      method: 'PUT',
      path: '/v1/rules/{settingName}',
      summary: "Sets or replaces a rule's setting; what the body leaves out has its default.",
      query: noQuery,
      body: inputSchema,
      answer: ruleAnswer,
      headers: ifMatch,
      errors: { ...ruleErrors, ...staleError },
      isAudited: true,
      handle: async ({ accountId, principal, param, body, header }) => {
        const settingName = param('settingName');
        const seen = expectedVersion(header('if-match'));
        const edit = putRule({ settingName, change: body, expectedVersion: seen });
        return answerFrom(await ruleAdmin.edit({ accountId, principal, edit }), settingName);
      },
    }),
    defineCall({
      method: 'PATCH',
      path: '/v1/rules/{settingName}',
      summary: "Changes some fields of a rule's setting; what the body leaves out stays.",
      query: noQuery,
      body: inputSchema.partial(),
      answer: ruleAnswer,
      headers: ifMatch,
      errors: { ...ruleErrors, ...staleError, ...missingError },
      isAudited: true,
      handle: async ({ accountId, principal, param, body, header }) => {
        const settingName = param('settingName');
        const seen = expectedVersion(header('if-match'));
        const edit = changeRule({ settingName, change: body, expectedVersion: seen });
        return answerFrom(await ruleAdmin.edit({ accountId, principal, edit }), settingName);
      },
    }),
    defineCall({
      method: 'DELETE',
      path: '/v1/rules/{settingName}',
      summary: "Forgets a rule's setting; inherited tags stay.",
      query: noQuery,
      body: noBody,
      answer: z.object({ settingName: z.string() }),
      headers: ifMatch,
      errors: { ...staleError, ...missingError, 'InvalidOperation.NotActivated': 400 },
      isAudited: true,
      handle: async ({ accountId, principal, param, header }) => {
        const settingName = param('settingName');
        const edit = deleteRule({
          settingName,
          expectedVersion: expectedVersion(header('if-match')),
        });
        await ruleAdmin.edit({ accountId, principal, edit });
        return { body: { settingName } };
      },
    }),
  ];
};

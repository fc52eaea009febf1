import * as z from 'zod/mini';
import { rulesOfAccount } from '../../clouds/accounts.ts';
import { allResourceTypes } from '../../clouds/resource-types.ts';
import { invalidCursor } from '../../model/page.ts';
import { statuses } from '../../settings/settings.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noBody, noQuery } from '../call.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { answerRule, ruleAnswer, tellRule } from '../rule-answer.ts';
import { ruleNamed } from '../rule-input.ts';

const listQuery = z.strictObject({
  status: z.optional(z.enum(statuses)),
  type: z.optional(z.enum(allResourceTypes)).check(z.describe('primary or associated type')),
  ...pageQuery,
});

/** `GET /v1/rules` and `GET /v1/rules/<settingName>`: what an account chose for each rule. */
export const ruleCalls = ({ ruleAdmin }: Pick<AppDeps, 'ruleAdmin'>): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/rules',
    summary: 'Lists the rules there are, in the order of the catalogue, and what is set for each.',
    query: listQuery,
    body: noBody,
    answer: z.object({ rules: z.array(ruleAnswer), next: nextCursor }),
    errors: { 'InvalidParameter.Cursor': 400 },
    handle: async ({ accountId, query }) => {
      const set = await ruleAdmin.listRules(accountId);
      const rules = rulesOfAccount(accountId).map((rule) =>
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
    method: 'GET',
    path: '/v1/rules/{settingName}',
    summary: "Tells a rule's setting.",
    query: noQuery,
    body: noBody,
    answer: ruleAnswer,
    errors: { 'InvalidSettingName.NotFound': 404, 'InvalidParameter.SettingName': 400 },
    handle: async ({ accountId, param }) => {
      const setting = await ruleAdmin.getRule(accountId, param('settingName'));
      return answerRule(tellRule(ruleNamed(setting.settingName), setting));
    },
  }),
];

import type { Hono } from 'hono';
import * as z from 'zod';
import { conflictPolicies, type RuleSetting, statuses } from '../../settings/settings.ts';
import { type ApiEnv, accountOf, principalOf } from '../api-env.ts';
import type { AppDeps } from '../app.ts';
import { parseInput, readJsonBody } from '../request-body.ts';

const ruleSchema = z.strictObject({
  status: z.enum(statuses),
  tagKeys: z.array(z.string()).optional(),
  excludedKeys: z.array(z.string()).optional(),
  existingStatus: z.enum(statuses).optional(),
  conflictPolicy: z.enum(conflictPolicies).optional(),
  restoreDisplaced: z.boolean().optional(),
});

/** A rule's setting as stored, without what only the engine needs. */
const tellRule = ({ generation: _, backfillId: __, ...setting }: RuleSetting) => setting;

/** `GET /v1/rules`, `GET` and `PUT /v1/rules/<settingName>`. */
export const addRuleRoutes = (
  app: Hono<ApiEnv>,
  { ruleAdmin }: Pick<AppDeps, 'ruleAdmin'>,
): void => {
  app.get('/v1/rules', async (context) => {
    const rules = await ruleAdmin.listRules(accountOf(context));
    return context.json({ rules: rules.map(tellRule) });
  });

  app.get('/v1/rules/:settingName', async (context) =>
    context.json(
      tellRule(await ruleAdmin.getRule(accountOf(context), context.req.param('settingName'))),
    ),
  );

  app.put('/v1/rules/:settingName', async (context) => {
    const setting = await ruleAdmin.putRule({
      accountId: accountOf(context),
      settingName: context.req.param('settingName'),
      input: parseInput(ruleSchema, await readJsonBody(context)),
      principal: principalOf(context),
    });
    return context.json(tellRule(setting));
  });
};

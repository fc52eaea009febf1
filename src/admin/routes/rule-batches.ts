import * as z from 'zod/mini';
import type { Log } from '../../model/telemetry.ts';
import { catalogue } from '../../rules/catalogue.ts';
import { apiErrorOf } from '../api-error.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall } from '../call.ts';
import { planAnswer } from '../plan-answer.ts';
import { acceptsPlanFiles, answerPlan } from '../plan-files.ts';
import { planQuery } from '../planner.ts';
import { type EditResult, editEach } from '../rule-admin.ts';
import { ruleAnswer, tellRule } from '../rule-answer.ts';
import { type BatchAction, batchActions, batchEdit, settingOf } from '../rule-edits.ts';
import { ruleNamed } from '../rule-input.ts';

const mostNames = 100;

const batchSchema = z.strictObject({
  action: z.enum(batchActions),
  settingNames: z
    .union([z.literal('all'), z.array(z.string()).check(z.minLength(1), z.maxLength(mostNames))], {
      error: `expected "all" or a list of 1 to ${mostNames} names`,
    })
    .check(
      z.describe(
        'names of rules, or all: for applyToExisting those that support it, else every one',
      ),
    ),
});

const resultSchema = z.object({
  settingName: z.string(),
  status: z.enum(['done', 'failed']),
  rule: z.optional(ruleAnswer),
  code: z.optional(z.string()),
  message: z.optional(z.string()),
});

const tellResult = (result: EditResult<string>): z.input<typeof resultSchema> => {
  const settingName = result.key;
  if ('error' in result) {
    const { code, message } = apiErrorOf(result.error);
    return { settingName, status: 'failed', code, message };
  }
  const rule = ruleNamed(settingName);
  return { settingName, status: 'done', rule: tellRule(rule, settingOf(result.settings, rule)) };
};

/** What is no refusal is told without its cause, which the log must have then. */
const reportFailure = (
  log: Log,
  requestId: string,
  { key: settingName, error }: Extract<EditResult<string>, { error: unknown }>,
): void => {
  if (apiErrorOf(error).status >= 500) {
    log.error('a rule of a batch failed', { requestId, settingName, error });
  }
};

const namesFor = (action: BatchAction, names: 'all' | readonly string[]): readonly string[] =>
  names === 'all'
    ? catalogue
        .filter(({ supportsExisting }) => action !== 'applyToExisting' || supportsExisting)
        .map(({ settingName }) => settingName)
    : [...new Set(names)];

/** `POST /v1/rules/batch`: one action on many rules. */
export const ruleBatchCalls = ({
  ruleAdmin,
  planner,
  log,
}: Pick<AppDeps, 'ruleAdmin' | 'planner' | 'log'>): readonly Call[] => [
  defineCall({
    method: 'POST',
    path: '/v1/rules/batch',
    summary: 'Enables, disables or applies to existing resources many rules; each on its own.',
    query: z.strictObject(planQuery),
    body: batchSchema,
    answer: z.union([z.object({ results: z.array(resultSchema) }), planAnswer]),
    headers: acceptsPlanFiles,
    isAudited: true,
    handle: async ({
      accountId,
      principal,
      requestId,
      header,
      query,
      body: { action, settingNames },
    }) => {
      const edits = namesFor(action, settingNames).map((name) => ({
        key: name,
        accountId,
        principal,
        edit: batchEdit(action, name),
      }));
      if (query.dryRun === 'true') {
        const plan = await planner.planEdits(
          accountId,
          edits.map(({ key: settingName, edit }) => ({ settingName, edit })),
          query,
        );
        return answerPlan(plan, header('accept'));
      }
      const results = await editEach(ruleAdmin, edits);
      for (const result of results) {
        if ('error' in result) reportFailure(log, requestId, result);
      }
      return { body: { results: results.map(tellResult) } };
    },
  }),
];

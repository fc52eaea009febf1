import * as z from 'zod/mini';
import type { AuditEnd } from '../../audit/audited.ts';
import { rulesOfAccount } from '../../clouds/accounts.ts';
import { type HeirtagError, InvalidInputError } from '../../model/errors.ts';
import type { Log } from '../../model/telemetry.ts';
import { apiErrorOf } from '../api-error.ts';
import type { AppDeps } from '../app.ts';
import { type BatchAction, batchActions, batchEdit, type Chosen } from '../batch-edit.ts';
import { type Call, defineCall } from '../call.ts';
import { planAnswer } from '../plan-answer.ts';
import { acceptsPlanFiles, answerPlan } from '../plan-files.ts';
import { planQuery } from '../planner.ts';
import { ruleAnswer, tellRule } from '../rule-answer.ts';
import { type BatchResult, doBatch } from '../rule-batch.ts';

import { ruleNamed } from '../rule-input.ts';
import { settingFields } from '../setting-fields.ts';

const mostNames = 100;

const chosenSchema = z.strictObject({
  settingName: z.string(),
  version: z
    .optional(z.int())
    .check(z.describe('as If-Match: the rule is changed only if it still has this version')),
  ...settingFields,
});

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
  settings: z
    .optional(z.array(chosenSchema).check(z.maxLength(mostNames)))
    .check(
      z.describe(
        'what is chosen for rules that settingNames names, the rest stays; for disable and applyToExisting only versions',
      ),
    ),
});

const isEmpty = (fields: object): boolean =>
  Object.values(fields).every((value) => value === undefined);

type BatchBody = z.output<typeof batchSchema>;

/** @throws InvalidInputError `InvalidParameter.Settings` for a rule that the batch is not about */
const chosenOf = (
  { action, settings = [] }: BatchBody,
  names: readonly string[],
): ReadonlyMap<string, Chosen> => {
  const takesFields = action === 'enable' || action === 'modify';
  const isStray = ({ settingName, version: _, ...fields }: z.output<typeof chosenSchema>) =>
    !names.includes(settingName) || !(takesFields || isEmpty(fields));
  const stray = settings.find(isStray);
  if (stray === undefined) {
    return new Map(
      settings.map(({ settingName, version: expectedVersion, ...fields }) => [
        settingName,
        { fields, expectedVersion },
      ]),
    );
  }
  throw new InvalidInputError({
    code: 'InvalidParameter.Settings',
    message: names.includes(stray.settingName)
      ? `settings: ${action} takes a version for ${stray.settingName} and nothing else; only enable and modify take more`
      : `settings: ${stray.settingName} is not among settingNames`,
  });
};

const resultSchema = z.object({
  settingName: z.string(),
  status: z
    .enum(['done', 'unchanged', 'failed'])
    .check(z.describe('unchanged: it was so already; message says how')),
  rule: z.optional(ruleAnswer),
  jobId: z
    .optional(z.nullable(z.string()))
    .check(z.describe('the backfill that this started, or that is doing the same already')),
  code: z.optional(z.string()),
  message: z.optional(z.string()),
});

const tellResult = (result: BatchResult): z.input<typeof resultSchema> => {
  const { settingName, status } = result;
  if (status === 'failed') return { settingName, status, ...toldOf(result.error) };
  const { settings, jobId, message } = result;
  const rule = ruleNamed(settingName);
  return {
    settingName,
    status,
    jobId,
    rule: tellRule(rule, settings.rules.get(rule.settingName)),
    ...(message === null ? {} : { message: `${settingName} ${message}` }),
  };
};

const toldOf = (error: HeirtagError) => {
  const { code, message } = apiErrorOf(error);
  return { code, message };
};

/** How the audit trail tells a batch. */
const endOf = (results: readonly BatchResult[]): AuditEnd => {
  const failures = results.flatMap((each) => (each.status === 'failed' ? [each.error] : []));
  const countOf = (status: BatchResult['status']) =>
    results.filter((each) => each.status === status).length;
  const counts = {
    done: countOf('done'),
    unchanged: countOf('unchanged'),
    failed: failures.length,
  };
  const [first] = failures;
  if (first === undefined) return { outcome: 'done', code: null, counts };
  const outcome = failures.length === results.length ? 'failed' : 'partly';
  return { outcome, code: toldOf(first).code, counts };
};

/** What is no refusal is told without its cause, which the log must have then. */
const reportFailure = (log: Log, requestId: string, result: BatchResult): void => {
  if (result.status !== 'failed' || apiErrorOf(result.error).status < 500) return;
  const { settingName, error } = result;
  log.error('a rule of a batch failed', { requestId, settingName, error });
};

const namesFor = (
  accountId: string,
  action: BatchAction,
  names: 'all' | readonly string[],
): readonly string[] =>
  names === 'all'
    ? rulesOfAccount(accountId)
        .filter(({ supportsExisting }) => action !== 'applyToExisting' || supportsExisting)
        .map(({ settingName }) => settingName)
    : [...new Set(names)];

/** `POST /v1/rules/batch`: one action on many rules. */
export const ruleBatchCalls = ({
  ruleAdmin,
  jobAdmin,
  planner,
  log,
}: Pick<AppDeps, 'ruleAdmin' | 'jobAdmin' | 'planner' | 'log'>): readonly Call[] => [
  defineCall({
    method: 'POST',
    path: '/v1/rules/batch',
    summary:
      'Enables, modifies, disables or applies to existing resources many rules; each on its own.',
    query: z.strictObject(planQuery),
    body: batchSchema,
    answer: z.union([z.object({ results: z.array(resultSchema) }), planAnswer]),
    headers: acceptsPlanFiles,
    isAudited: true,
    handle: async ({ accountId, principal, requestId, header, query, body }) => {
      const { action, settingNames } = body;
      const isAll = settingNames === 'all';
      const names = namesFor(accountId, action, settingNames);
      const chosen = chosenOf(body, names);
      if (query.dryRun === 'true') {
        const edits = names.map((settingName) => ({
          settingName,
          edit: batchEdit(action, settingName, { isAll, chosen: chosen.get(settingName) }),
          isApplied: action === 'applyToExisting',
        }));
        return answerPlan(await planner.planEdits(accountId, edits, query), header('accept'));
      }
      const results = await doBatch(
        { ruleAdmin, jobAdmin },
        { accountId, principal, action, settingNames: names, isAll, chosen },
      );
      for (const result of results) reportFailure(log, requestId, result);
      return { body: { results: results.map(tellResult) }, end: endOf(results) };
    },
  }),
];

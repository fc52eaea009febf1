import * as z from 'zod/mini';
import { statuses } from '../../settings/settings.ts';
import type { AppDeps } from '../app.ts';
import {
  type Answer,
  type Call,
  type Caller,
  defineCall,
  type ForAccount,
  noBody,
} from '../call.ts';
import { expectedVersion } from '../if-match.ts';
import { type PlanAnswer, planAnswer } from '../plan-answer.ts';
import { acceptsPlanFiles, answerPlan } from '../plan-files.ts';
import { type PlanPage, planQuery } from '../planner.ts';
import type { Edited } from '../rule-admin.ts';
import { answerRule, ruleWritten, tellRule } from '../rule-answer.ts';
import {
  changeRule,
  createRules,
  deleteRule,
  type Edit,
  putRule,
  settingOf,
} from '../rule-edits.ts';
import { ruleNamed } from '../rule-input.ts';
import { settingFields } from '../setting-fields.ts';

/** What a body chooses for a rule. */
export const inputSchema = z.strictObject({ status: z.enum(statuses), ...settingFields });

const changeSchema = z
  .partial(inputSchema)
  .check(
    z.refine((change) => Object.keys(change).length > 0, { message: 'names no field to change' }),
  );

const writeQuery = z.strictObject(planQuery);
const writeAnswer = z.union([ruleWritten, planAnswer]);

/** What every write of a rule looks at and may answer. */
const common = {
  query: writeQuery,
  headers: acceptsPlanFiles,
  isAudited: true,
} as const;

/** What every change of a rule that may be there takes, too. */
const matched = {
  ...common,
  headers: {
    'If-Match':
      'version the change is based on, as in the ETag of an answer; * for any, if the rule is set',
    ...acceptsPlanFiles,
  },
} as const;

const notActivated = { 'InvalidOperation.NotActivated': 400 };
/** Errors of what is chosen for a rule. */
export const inputErrors = {
  ...notActivated,
  'InvalidParameter.SettingName': 400,
  'InvalidParameter.TagKey': 400,
  'InvalidParameter.ExistingStatus': 400,
  'NumberExceed.TagKeys': 400,
};
const staleError = { PreconditionFailed: 412 };
const missingError = { 'InvalidSettingName.NotFound': 404 };

type WriteRequest = Caller &
  ForAccount & { readonly query: PlanPage & { readonly dryRun: 'true' | 'false' } };

/** Writes under `/v1/rules`; each can be planned instead. */
export const ruleWriteCalls = ({
  ruleAdmin,
  planner,
}: Pick<AppDeps, 'ruleAdmin' | 'planner'>): readonly Call[] => {
  /** Carries an edit out, or says what it would do. @param tell makes the answer of the settings after it */
  const write = async <T>(
    { accountId, principal, header, query }: WriteRequest,
    edit: Edit,
    tell: (after: Edited) => Answer<T>,
  ): Promise<Answer<T | PlanAnswer>> =>
    query.dryRun === 'true'
      ? answerPlan(await planner.planEdit(accountId, edit, query), header('accept'))
      : tell(await ruleAdmin.edit({ accountId, principal, edit }));

  const ruleAfter = (settingName: string) => (after: Edited) => {
    const rule = ruleNamed(settingName);
    const jobId = after.started.get(rule.settingName) ?? null;
    return answerRule({ ...tellRule(rule, settingOf(after, rule)), jobId });
  };

  return [
    defineCall({
      ...common,
      method: 'POST',
      path: '/v1/rules',
      summary: 'Sets a rule that was never set.',
      body: z.extend(inputSchema, { settingName: z.string() }),
      answer: writeAnswer,
      status: 201,
      errors: { ...inputErrors, 'InvalidRule.Existed': 409 },
      handle: async (request) => {
        const { settingName, ...input } = request.body;
        const edit = createRules([{ settingName, input }]);
        return write(request, edit, ruleAfter(settingName));
      },
    }),
    defineCall({
      ...matched,
      method: 'PUT',
      path: '/v1/rules/{settingName}',
      summary: "Sets or replaces a rule's setting; what the body leaves out has its default.",
      body: inputSchema,
      answer: writeAnswer,
      errors: { ...inputErrors, ...staleError },
      handle: async (request) => {
        const settingName = request.param('settingName');
        const edit = putRule({
          settingName,
          change: request.body,
          expectedVersion: expectedVersion(request.header('if-match')),
        });
        return write(request, edit, ruleAfter(settingName));
      },
    }),
    defineCall({
      ...matched,
      method: 'PATCH',
      path: '/v1/rules/{settingName}',
      summary: "Changes some fields of a rule's setting; what the body leaves out stays.",
      body: changeSchema,
      answer: writeAnswer,
      errors: { ...inputErrors, ...staleError, ...missingError },
      handle: async (request) => {
        const settingName = request.param('settingName');
        const edit = changeRule({
          settingName,
          change: request.body,
          expectedVersion: expectedVersion(request.header('if-match')),
        });
        return write(request, edit, ruleAfter(settingName));
      },
    }),
    defineCall({
      ...matched,
      method: 'DELETE',
      path: '/v1/rules/{settingName}',
      summary: "Forgets a rule's setting; inherited tags stay.",
      body: noBody,
      answer: z.union([z.object({ settingName: z.string() }), planAnswer]),
      errors: { ...notActivated, ...staleError, ...missingError },
      handle: async (request) => {
        const settingName = request.param('settingName');
        const edit = deleteRule({
          settingName,
          expectedVersion: expectedVersion(request.header('if-match')),
        });
        return write(request, edit, () => ({ body: { settingName } }));
      },
    }),
  ];
};

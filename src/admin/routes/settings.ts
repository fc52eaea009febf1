import * as z from 'zod/mini';
import { rulesOfAccount } from '../../clouds/accounts.ts';
import { type AccountSettings, statuses } from '../../settings/settings.ts';
import type { AppDeps } from '../app.ts';
import { type Answer, type Call, defineCall, noBody, noQuery } from '../call.ts';
import { expectedVersion } from '../if-match.ts';
import { planAnswer } from '../plan-answer.ts';
import { acceptsPlanFiles, answerPlan } from '../plan-files.ts';
import { planQuery } from '../planner.ts';
import { ruleAnswer, tellRule } from '../rule-answer.ts';
import { changeSettings } from '../settings-edit.ts';
import { inputErrors, inputSchema } from './rule-writes.ts';

const settingsAnswer = z.object({
  version: z.int().check(z.describe('for If-Match; 0 when nothing was ever set')),
  feature: z.enum(statuses),
  rules: z.array(ruleAnswer).check(z.describe('the rules that are set, as its cloud lists them')),
});

const changedAnswer = z.extend(settingsAnswer, {
  isUnchanged: z.boolean().check(z.describe('true: it was so already')),
  jobs: z
    .array(z.object({ settingName: z.string(), jobId: z.string() }))
    .check(z.describe('backfills that the change started')),
});

const wantedSchema = z.strictObject({
  feature: z.optional(z.enum(statuses)).check(z.describe('stays as it is unless given')),
  rules: z._default(z.array(z.extend(inputSchema, { settingName: z.string() })), []).check(
    z.maxLength(100),
    z.describe('each as by PUT: what it leaves out has its default; rules that are not named stay'),
    z.refine(
      (rules) => new Set(rules.map(({ settingName }) => settingName)).size === rules.length,
      { message: 'names a rule twice' },
    ),
  ),
});

const tell = (settings: AccountSettings): z.input<typeof settingsAnswer> => ({
  version: settings.version,
  feature: settings.feature,
  rules: rulesOfAccount(settings.accountId).flatMap((rule) => {
    const setting = settings.rules.get(rule.settingName);
    return setting === undefined ? [] : [tellRule(rule, setting)];
  }),
});

const answer = <Told extends z.input<typeof settingsAnswer>>(told: Told): Answer<Told> => ({
  body: told,
  headers: { etag: `"${told.version}"` },
});

/** `GET` and `PATCH /v1/settings`: all that an account chose, read and changed as one. */
export const settingsCalls = ({
  ruleAdmin,
  planner,
  settings,
}: Pick<AppDeps, 'ruleAdmin' | 'planner' | 'settings'>): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/settings',
    summary: 'Tells the switch and the rules that are set, with one version for all of it.',
    query: noQuery,
    body: noBody,
    answer: settingsAnswer,
    handle: async ({ accountId }) => answer(tell(await settings.read(accountId))),
  }),
  defineCall({
    method: 'PATCH',
    path: '/v1/settings',
    summary: 'Changes the switch and some rules, all of it or nothing.',
    query: z.strictObject(planQuery),
    body: wantedSchema,
    answer: z.union([changedAnswer, planAnswer]),
    headers: {
      'If-Match':
        'version of the settings that the change is based on, as in the ETag of an answer',
      ...acceptsPlanFiles,
    },
    isAudited: true,
    errors: { ...inputErrors, PreconditionFailed: 412 },
    handle: async ({ accountId, principal, header, query, body: { feature, rules } }) => {
      const edit = changeSettings({
        feature,
        rules: rules.map(({ settingName, ...input }) => ({ settingName, input })),
        expectedVersion: expectedVersion(header('if-match')),
      });
      if (query.dryRun === 'true') {
        return answerPlan(await planner.planEdit(accountId, edit, query), header('accept'));
      }
      const { started, isUnchanged, ...after } = await ruleAdmin.edit({
        accountId,
        principal,
        edit,
      });
      const jobs = [...started].map(([settingName, jobId]) => ({ settingName, jobId }));
      return answer({ ...tell(after), isUnchanged, jobs });
    },
  }),
];

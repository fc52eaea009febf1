import * as z from 'zod/mini';
import { jobStatuses } from '../../jobs/job.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noBody, noQuery } from '../call.ts';
import { jobAnswer, tellJob } from '../job-answer.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { planAnswer } from '../plan-answer.ts';
import { acceptsPlanFiles, answerPlan } from '../plan-files.ts';
import { planQuery } from '../planner.ts';
import { ruleNamed } from '../rule-input.ts';

const startBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('backfill'),
    settingName: z.string().check(z.describe('the rule to apply to everything there is')),
  }),
  z.strictObject({ kind: z.literal('sweep') }),
]);

const listQuery = z.strictObject({
  status: z.optional(z.enum(jobStatuses)),
  settingName: z.optional(z.string()),
  ...pageQuery,
});

const missing = { JobNotFound: 404 } as const;

/** `/v1/jobs`: start, list, tell, cancel and resume backfills and sweeps. */
export const jobCalls = ({
  jobAdmin,
  planner,
  clock,
}: Pick<AppDeps, 'jobAdmin' | 'planner' | 'clock'>): readonly Call[] => [
  defineCall({
    method: 'POST',
    path: '/v1/jobs',
    summary: "Starts a backfill of a rule that is on, or a sweep of the account's resources.",
    query: z.strictObject(planQuery),
    body: startBody,
    answer: z.union([jobAnswer, planAnswer]),
    status: 202,
    errors: {
      JobRunning: 409,
      'InvalidOperation.NotActivated': 400,
      'InvalidOperation.RuleDisabled': 400,
      'InvalidParameter.SettingName': 400,
    },
    isAudited: true,
    headers: acceptsPlanFiles,
    handle: async ({ accountId, principal, body, query, header }) => {
      const rule = body.kind === 'backfill' ? ruleNamed(body.settingName) : null;
      if (query.dryRun === 'true') {
        await jobAdmin.check({ accountId, rule });
        const plan =
          rule === null
            ? await planner.planSweep(accountId, query)
            : await planner.planBackfill(accountId, rule.settingName, query);
        return answerPlan(plan, header('accept'));
      }
      const job = await jobAdmin.start({ accountId, principal, rule });
      return { body: tellJob(job, clock()) };
    },
  }),
  defineCall({
    method: 'GET',
    path: '/v1/jobs',
    summary: "Lists the account's jobs and the sweeps over all accounts, newest first.",
    query: listQuery,
    body: noBody,
    answer: z.object({ jobs: z.array(jobAnswer), next: nextCursor }),
    errors: { 'InvalidParameter.SettingName': 400, 'InvalidParameter.Cursor': 400 },
    handle: async ({ accountId, query }) => {
      const { settingName: name, ...rest } = query;
      const settingName = name === undefined ? undefined : ruleNamed(name).settingName;
      const { jobs, next } = await jobAdmin.list({ accountId, ...rest, settingName });
      return { body: { jobs: jobs.map((job) => tellJob(job, clock())), next } };
    },
  }),
  defineCall({
    method: 'POST',
    path: '/v1/jobs/{id}/cancel',
    summary: 'Ends a job that is active; what it has done stays done.',
    query: noQuery,
    body: noBody,
    answer: jobAnswer,
    errors: { ...missing, JobEnded: 409 },
    isAudited: true,
    handle: async ({ accountId, param }) => ({
      body: tellJob(await jobAdmin.cancel(accountId, param('id')), clock()),
    }),
  }),
  defineCall({
    method: 'POST',
    path: '/v1/jobs/{id}/resume',
    summary: 'Goes on with a job that was cancelled, failed, or got stuck.',
    query: noQuery,
    body: noBody,
    answer: jobAnswer,
    errors: {
      ...missing,
      JobEnded: 409,
      JobRunning: 409,
      'InvalidOperation.NotActivated': 400,
      'InvalidOperation.RuleDisabled': 400,
    },
    isAudited: true,
    handle: async ({ accountId, param }) => ({
      body: tellJob(await jobAdmin.resume(accountId, param('id')), clock()),
    }),
  }),
  defineCall({
    method: 'GET',
    path: '/v1/jobs/{id}',
    summary: 'Tells a job and how far it has come.',
    query: noQuery,
    body: noBody,
    answer: jobAnswer,
    errors: missing,
    handle: async ({ accountId, param }) => ({
      body: tellJob(await jobAdmin.get(accountId, param('id')), clock()),
    }),
  }),
];

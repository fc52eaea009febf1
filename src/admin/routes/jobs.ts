import * as z from 'zod/mini';
import { jobKinds } from '../../jobs/job.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, defineStageCall, noBody, noQuery } from '../call.ts';
import { type JobOwner, listedStatuses } from '../job-admin.ts';
import { jobAnswer, tellJob } from '../job-answer.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { planAnswer } from '../plan-answer.ts';
import { acceptsPlanFiles, answerPlan } from '../plan-files.ts';
import { planQuery } from '../planner.ts';
import { ruleFor } from '../rule-input.ts';

const startBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('backfill'),
    settingName: z.string().check(z.describe('the rule to apply to everything there is')),
  }),
  z.strictObject({ kind: z.literal('sweep') }),
]);

const listQuery = z.strictObject({
  status: z
    .optional(z.enum(listedStatuses))
    .check(z.describe('counting: those that run, and of which not all is counted yet')),
  kind: z.optional(z.enum(jobKinds)),
  settingName: z.optional(z.string()),
  startedBy: z
    .optional(z.string())
    .check(z.describe('part of who started it; capitals do not matter')),
  ...pageQuery,
});

const missing = { JobNotFound: 404, 'InvalidParameter.Id': 400 } as const;

type JobCallDeps = Pick<AppDeps, 'jobAdmin' | 'clock'>;

/** What can be done with one job. */
const jobActs = [
  {
    method: 'POST',
    suffix: '/cancel',
    summary: (whose: string) => `Ends a job${whose} that is active; what it has done stays done.`,
    errors: { ...missing, JobEnded: 409, ForStage: 403 },
    isAudited: true,
    act: 'cancel',
  },
  {
    method: 'POST',
    suffix: '/resume',
    summary: (whose: string) =>
      `Goes on with a job${whose} that was cancelled, failed, or got stuck.`,
    errors: {
      ...missing,
      JobEnded: 409,
      JobRunning: 409,
      ForStage: 403,
      'InvalidOperation.NotActivated': 400,
      'InvalidOperation.RuleDisabled': 400,
    },
    isAudited: true,
    act: 'resume',
  },
  {
    method: 'GET',
    suffix: '',
    summary: (whose: string) => `Tells a job${whose} and how far it has come.`,
    errors: missing,
    isAudited: false,
    act: 'get',
  },
] as const;

/** Calls about one job: of an account, and of the whole stage. */
const oneJobCalls = ({ jobAdmin, clock }: JobCallDeps): readonly Call[] => {
  const calls = jobActs.map(({ act, suffix, summary, ...facts }) => {
    const common = { ...facts, query: noQuery, body: noBody, answer: jobAnswer } as const;
    const tell = async (owner: JobOwner, id: string) => ({
      body: tellJob(await jobAdmin[act](owner, id), clock(), owner),
    });
    return {
      ofAccount: defineCall({
        ...common,
        path: `/v1/jobs/{id}${suffix}`,
        summary: summary(''),
        handle: ({ accountId, param }) => tell(accountId, param('id')),
      }),
      ofStage: defineStageCall({
        ...common,
        path: `/v1/stage/jobs/{id}${suffix}`,
        summary: summary(' of the stage'),
        handle: ({ param }) => tell(null, param('id')),
      }),
    };
  });
  return [...calls.map(({ ofAccount }) => ofAccount), ...calls.map(({ ofStage }) => ofStage)];
};

/** `/v1/jobs`: start, list, tell, cancel and resume backfills and sweeps. */
export const jobCalls = (deps: JobCallDeps & Pick<AppDeps, 'planner'>): readonly Call[] => {
  const { jobAdmin, planner, clock } = deps;
  return [
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
        const rule = body.kind === 'backfill' ? ruleFor(accountId, body.settingName) : null;
        if (query.dryRun === 'true') {
          await jobAdmin.check({ accountId, rule });
          const plan =
            rule === null
              ? await planner.planSweep(accountId, query)
              : await planner.planBackfill(accountId, rule.settingName, query);
          return answerPlan(plan, header('accept'));
        }
        const job = await jobAdmin.start({ accountId, principal, rule });
        return { body: tellJob(job, clock(), accountId) };
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
        const settingName = name === undefined ? undefined : ruleFor(accountId, name).settingName;
        const { jobs, next } = await jobAdmin.list({ accountId, ...rest, settingName });
        return { body: { jobs: jobs.map((job) => tellJob(job, clock(), accountId)), next } };
      },
    }),
    ...oneJobCalls(deps),
  ];
};

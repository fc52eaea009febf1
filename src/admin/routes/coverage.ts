import * as z from 'zod/mini';
import { rulesOfAccount } from '../../clouds/accounts.ts';
import type { SettingName } from '../../clouds/catalogue.ts';
import {
  addRules,
  addSeen,
  type Coverage,
  nothingSeen,
  type RuleCoverage,
} from '../../jobs/coverage.ts';
import { type Job, keepsCoverage } from '../../jobs/job.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noBody, noQuery } from '../call.ts';

/** Sweeps that are looked at: those of a version before counted nothing. */
const mostSweeps = 20;

const count = z.int();

const seenSchema = z.object({
  looked: count.check(z.describe('associations that it looked at')),
  wrong: count.check(z.describe('resources of which a tag was wrong; it was made right')),
  tags: count.check(z.describe('tags that are inherited over these associations')),
  percent: z
    .nullable(z.number())
    .check(z.describe('how many of 100 were right; 100 only if all were, null if there are none')),
});

const answer = z.object({
  sweep: z
    .nullable(
      z.object({
        id: z.string(),
        accountId: z.nullable(z.string()).check(z.describe('null for one over all accounts')),
        startedAt: z.string(),
        finishedAt: z.nullable(z.string()),
      }),
    )
    .check(z.describe('the last one that came to its end; null while there is none')),
  rules: z
    .array(z.extend(seenSchema, { settingName: z.string() }))
    .check(z.describe('the rules that it saw something of, in the order of the catalogue')),
  total: seenSchema,
});

/** To two places, and down: what is not all right must not look so. */
const percentOf = ({ looked, wrong }: RuleCoverage): number | null =>
  looked === 0 ? null : Math.floor((10_000 * Math.max(0, looked - wrong)) / looked) / 100;

const tell = (seen: RuleCoverage): z.input<typeof seenSchema> => ({
  ...seen,
  percent: percentOf(seen),
});

const tellSweep = ({ id, accountId, startedAt, finishedAt }: Job) => ({
  id,
  accountId,
  startedAt,
  finishedAt,
});

/** `GET /v1/coverage`: how much of each rule the last sweep found right. */
export const coverageCalls = ({
  jobAdmin,
  jobs,
}: Pick<AppDeps, 'jobAdmin' | 'jobs'>): readonly Call[] => {
  const lastSweep = async (accountId: string): Promise<Job | undefined> => {
    const wanted = { accountId, kind: 'sweep', status: 'done', limit: mostSweeps } as const;
    const { jobs: sweeps } = await jobAdmin.list(wanted);
    return sweeps.find(keepsCoverage);
  };

  const seenBy = async (sweep: Job, accountId: string): Promise<Coverage['rules']> =>
    (await jobs.coverage(sweep.id, accountId))
      .map(({ rules }) => rules)
      .reduce(addRules, new Map<SettingName, RuleCoverage>());

  return [
    defineCall({
      method: 'GET',
      path: '/v1/coverage',
      summary:
        'Tells by rule how much the last sweep that is done looked at, how much of it was wrong, and how many tags are inherited.',
      query: noQuery,
      body: noBody,
      answer,
      handle: async ({ accountId }) => {
        const sweep = await lastSweep(accountId);
        const seen = sweep === undefined ? new Map() : await seenBy(sweep, accountId);
        const rules = rulesOfAccount(accountId).flatMap(({ settingName }) => {
          const of = seen.get(settingName);
          return of === undefined ? [] : [{ settingName, ...tell(of) }];
        });
        const total = tell([...seen.values()].reduce(addSeen, nothingSeen));
        return { body: { sweep: sweep === undefined ? null : tellSweep(sweep), rules, total } };
      },
    }),
  ];
};

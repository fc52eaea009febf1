import * as z from 'zod/mini';
import { settingNameText } from '../clouds/setting-name-text.ts';
import { TerminalError } from '../model/errors.ts';
import { count, text, textOrNull } from '../model/fields.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import type { Coverage } from './coverage.ts';
import { isActive, type Job, jobKinds, jobPhases, jobStatuses } from './job.ts';
import type { JobLock, JobStore } from './job-store.ts';

const rulesSchema = z.array(z.tuple([settingNameText, count, count, count]));

const coverageSchema = z.object({ part: text, accountId: text, rules: rulesSchema });

const jobSchema = z.object({
  version: count,
  kind: z.enum(jobKinds),
  accountId: textOrNull,
  settingName: z.nullable(settingNameText),
  waitsForSetting: z.boolean(),
  status: z.enum(jobStatuses),
  phase: z.enum(jobPhases),
  cursor: textOrNull,
  step: count,
  stepBy: textOrNull,
  pace: z.nullable(z.object({ since: text, done: count })),
  found: count,
  done: count,
  changed: count,
  refused: count,
  failed: count,
  findings: z.array(z.tuple([settingNameText, count])),
  // Jobs of before did not keep them.
  failures: z._default(z.array(z.object({ resource: text, code: text, message: text })), []),
  // Sweeps of before did not count it.
  coverage: z._default(z.nullable(z.array(coverageSchema)), null),
  startedAt: text,
  updatedAt: text,
  finishedAt: textOrNull,
  startedBy: text,
  error: textOrNull,
});

const lockSchema = z.object({ version: count, jobId: text });

/** Days a job that ended, or that nothing ever went on with, can be seen. */
const keptDays = 30;
const dayMs = 86_400_000;

/** More parts than a sweep's walk has. */
const mostParts = 10;

/** All jobs in one partition: they are few, and their ids sort by time. */
const jobsPartition = 'jobs';
const jobKey = (id: string): ItemKey => ({ pk: jobsPartition, sk: id });

const coveragePartition = (jobId: string): string => `job-coverage#${jobId}`;

const lockKey = (scope: string): ItemKey => ({ pk: `job-lock#${scope}`, sk: 'lock' });

const parseItem = <T>(schema: z.ZodMiniType<T>, { pk, sk, ...item }: Item): T => {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new TerminalError({
    code: 'MalformedJob',
    message: `the item ${pk} ${sk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};

const readCoverage = ({ rules, ...of }: z.infer<typeof coverageSchema>): Coverage => ({
  ...of,
  rules: new Map(rules.map(([rule, looked, wrong, tags]) => [rule, { looked, wrong, tags }])),
});

/** As stored: names of fields would be most of it. */
const coverageItem = ({ rules, ...of }: Coverage): z.infer<typeof coverageSchema> => ({
  ...of,
  rules: [...rules].map(([rule, { looked, wrong, tags }]) => [
    rule,
    Math.max(0, looked),
    wrong,
    tags,
  ]),
});

const readJob = (item: Item): Job => {
  const { findings, coverage, ...job } = parseItem(jobSchema, item);
  return {
    ...job,
    id: item.sk,
    findings: new Map(findings),
    coverage: coverage?.map(readCoverage) ?? null,
  };
};

/** @param time milliseconds since the epoch */
const expiryFrom = (time: number): number => Math.floor((time + keptDays * dayMs) / 1000);

const expiryOf = (job: Job): number | undefined =>
  isActive(job) && job.status !== 'waiting' ? undefined : expiryFrom(Date.parse(job.updatedAt));

const itemOf = ({ id, ...job }: Job): Item => ({
  ...jobKey(id),
  ...job,
  findings: [...job.findings],
  coverage: job.coverage?.map(coverageItem),
  [expiryAttribute]: expiryOf({ id, ...job }),
});

/** Jobs in DynamoDB: one item per job, and one per scope that says which job is the one of it. */
export const createDynamoDbJobs = ({ table }: { readonly table: Table }): JobStore => ({
  read: async (id) => {
    const item = await table.get(jobKey(id));
    return item === undefined ? undefined : readJob(item);
  },

  create: async (job) => {
    const stored = { ...job, version: 1 };
    await table.put(itemOf(stored), { kind: 'absent' });
    return stored;
  },

  replace: async (previous, change) => {
    const next: Job = { ...previous, ...change, version: previous.version + 1 };
    await table.put(itemOf(next), { kind: 'version', version: previous.version });
    return next;
  },

  list: async (limit, cursor) => {
    const page = await table.query({ pk: jobsPartition, isDescending: true, limit, cursor });
    return { items: page.items.map(readJob), next: page.next };
  },

  startingWith: async (prefix, limit) => {
    const page = await table.query({ pk: jobsPartition, prefix, isDescending: true, limit });
    return page.items.map(readJob);
  },

  recordCoverage: (job, coverage) => {
    const { part, accountId } = coverage;
    const key = { pk: coveragePartition(job.id), sk: `${accountId}#${part}` };
    // Kept for longer than the job, so that a sweep whose coverage is gone never seems to have seen nothing.
    const expiresAt = expiryFrom(Date.parse(job.updatedAt) + keptDays * dayMs);
    const item = { ...key, ...coverageItem(coverage), [expiryAttribute]: expiresAt };
    return table.put(item, { kind: 'any' });
  },

  coverage: async (jobId, accountId) => {
    const pk = coveragePartition(jobId);
    const page = await table.query({ pk, prefix: `${accountId}#`, limit: mostParts });
    return page.items.map((item) => readCoverage(parseItem(coverageSchema, item)));
  },

  lock: async (scope) => {
    const item = await table.get(lockKey(scope));
    return item === undefined
      ? { scope, version: 0, jobId: null }
      : { scope, ...parseItem(lockSchema, item) };
  },

  takeLock: async (previous: JobLock, jobId) => {
    const { scope } = previous;
    const next = { scope, version: previous.version + 1, jobId };
    await table.put(
      { ...lockKey(scope), version: next.version, jobId },
      previous.version === 0 ? { kind: 'absent' } : { kind: 'version', version: previous.version },
    );
    return next;
  },
});

import { cloudNotConfigured } from '../clouds/absent-provider.ts';
import { findRule, type Rule } from '../clouds/catalogue.ts';
import { type ClaimDeps, claim, runningIn } from '../jobs/claim.ts';
import {
  isActive,
  isJobId,
  isJobIdStart,
  isStalled,
  type Job,
  type JobKind,
  type JobStart,
  jobIdOf,
  jobStatuses,
  messageOf,
} from '../jobs/job.ts';
import { isCounted, resumedLanes } from '../jobs/lane.ts';
import { startJob } from '../jobs/start-job.ts';
import { isoTime } from '../model/clock.ts';
import { cutText } from '../model/cut-text.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../model/errors.ts';
import { invalidCursor } from '../model/page.ts';
import type { ChangesQueue } from '../queue/message.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { assertActivated } from './rule-edits.ts';

export type JobListing = {
  readonly accountId: string;
  readonly status?: (typeof listedStatuses)[number] | undefined;
  readonly kind?: JobKind | undefined;
  readonly settingName?: string | undefined;
  /** Part of who started it; capitals do not matter. */
  readonly startedBy?: string | undefined;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
};

export type StartRequest = {
  readonly accountId: string;
  /** The rule to apply to everything there is; null for a sweep. */
  readonly rule: Rule | null;
  /** Who asks, for the record. */
  readonly principal: string;
};

/** Whose call it is: an account's, or the stage's. */
export type JobOwner = string | null;

/**
 * The use cases of jobs. An account sees its own, and the sweeps over all accounts; only the stage may
 * end or resume those.
 */
export type JobAdmin = {
  /**
   * Starts a backfill of one rule, or a sweep of one account.
   * @throws InvalidInputError `JobRunning` that names the one that is running; other codes when the stage does not
   * touch the account's cloud, the feature or the rule is off, or the rule cannot be applied to existing resources
   */
  readonly start: (request: StartRequest) => Promise<Job>;
  /** Throws what `start` would throw, but for `JobRunning`; starts nothing. */
  readonly check: (request: Omit<StartRequest, 'principal'>) => Promise<void>;
  /** Newest first. A page may be empty although others follow. @throws InvalidInputError `InvalidParameter.Cursor` */
  readonly list: (
    listing: JobListing,
  ) => Promise<{ readonly jobs: readonly Job[]; readonly next: string | null }>;
  /**
   * @param id the whole of it, or its beginning as long as only one job begins so; so it is with the others
   * @throws NotFoundError `JobNotFound`, InvalidInputError `InvalidParameter.Id` when several begin so
   */
  readonly get: (owner: JobOwner, id: string) => Promise<Job>;
  /** Ends an active job; what it has done stays done. @throws InvalidInputError `JobEnded`, `ForStage` */
  readonly cancel: (owner: JobOwner, id: string) => Promise<Job>;
  /**
   * Goes on with a job from where it stands: one that was cancelled or failed, or an active one whose
   * message was lost. @throws InvalidInputError `JobEnded` when it is done, `JobRunning`, `ForStage`
   */
  readonly resume: (owner: JobOwner, id: string) => Promise<Job>;
};

export type JobAdminDeps = ClaimDeps & {
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly queue: ChangesQueue;
  readonly newId: () => string;
  /** False where the stage does not touch the cloud of the account: a job would do nothing, and never end. */
  readonly hasCloudFor: (accountId: string) => boolean;
};

const maxAttempts = 10;
const jobsPerRead = 100;
/** Pages one call reads at the most when few jobs match. */
const mostReads = 10;

const jobRunning = ({ id, kind, settingName }: Job): InvalidInputError =>
  new InvalidInputError({
    code: 'JobRunning',
    message: `The ${kind} ${id}${settingName === null ? '' : ` of ${settingName}`} is running. Wait for it, or cancel it.`,
    details: { jobId: id },
  });

const jobEnded = ({ id, status }: Job, wanted: string): InvalidInputError =>
  new InvalidInputError({
    code: 'JobEnded',
    message: `The job ${id} is ${status} and cannot be ${wanted}.`,
  });

const jobNotFound = (id: string): NotFoundError =>
  new NotFoundError({
    code: 'JobNotFound',
    message: `There is no job "${cutText(id, 100)}" of this account; jobs that ended are kept for 30 days.`,
  });

/** Jobs that one beginning of an id can mean, and that are looked at. */
const mostAlike = 100;

const jobAmbiguous = (start: string, alike: readonly Job[]): InvalidInputError =>
  new InvalidInputError({
    code: 'InvalidParameter.Id',
    message: `id: "${start}" is the beginning of ${alike
      .slice(0, 5)
      .map(({ id }) => id)
      .join(', ')}${alike.length > 5 ? ', …' : ''}; expected more of one of them`,
  });

/** What jobs can be listed by: `counting` are those that run, and of which not all is counted yet. */
export const listedStatuses = [...jobStatuses, 'counting'] as const;

const hasStatus = (job: Job, wanted: (typeof listedStatuses)[number]): boolean =>
  wanted === 'counting' ? job.status === 'running' && !isCounted(job) : job.status === wanted;

const isSeenBy = (owner: JobOwner, job: Job): boolean =>
  job.accountId === null || job.accountId === owner;

const isWanted = (
  job: Job,
  { accountId, status, kind, settingName, startedBy = '' }: Omit<JobListing, 'limit' | 'cursor'>,
): boolean =>
  isSeenBy(accountId, job) &&
  (status === undefined || hasStatus(job, status)) &&
  (kind === undefined || job.kind === kind) &&
  (settingName === undefined || job.settingName === settingName) &&
  job.startedBy.toLowerCase().includes(startedBy.toLowerCase());

/** @throws InvalidInputError `ForStage` */
const assertOwner = (owner: JobOwner, { id, accountId }: Job): void => {
  if (accountId === owner) return;
  throw new InvalidInputError({
    code: 'ForStage',
    message: `The sweep ${id} is over all accounts: /v1/stage/jobs/${id} ends and resumes it, not one account.`,
  });
};

/**
 * @returns the job that the rule's setting asks for, which may not have begun; null when it asks for none
 * @throws InvalidInputError when there is nothing that a job could do
 */
const checkStart = async (
  { settings, hasCloudFor }: JobAdminDeps,
  { accountId, rule }: Omit<StartRequest, 'principal'>,
): Promise<string | null> => {
  if (!hasCloudFor(accountId)) throw cloudNotConfigured(accountId);
  const current = await settings.read(accountId);
  assertActivated(current);
  if (rule === null) return null;
  const { settingName, supportsExisting } = rule;
  if (!supportsExisting) {
    throw new InvalidInputError({
      code: 'InvalidParameter.SettingName',
      message: `settingName: ${settingName} does not support applying to existing resources`,
    });
  }
  const setting = current.rules.get(settingName);
  if (setting?.status === 'Enable') return setting.backfillId;
  throw new InvalidInputError({
    code: 'InvalidOperation.RuleDisabled',
    message: `${settingName} is not enabled for account ${accountId}. Enable it first.`,
  });
};

/** Opens the use cases. */
export const createJobAdmin = (deps: JobAdminDeps): JobAdmin => {
  const { jobs, queue, clock, newId } = deps;

  const get = async (owner: JobOwner, id: string): Promise<Job> => {
    const job = isJobId(id) ? await jobs.read(id) : undefined;
    if (job !== undefined && isSeenBy(owner, job)) return job;
    if (!isJobIdStart(id)) throw jobNotFound(id);
    const alike = await jobs.startingWith(id, mostAlike);
    const [only, ...others] = alike.filter((each) => isSeenBy(owner, each));
    if (only === undefined) throw jobNotFound(id);
    if (others.length === 0) return only;
    throw jobAmbiguous(id, [only, ...others]);
  };

  /** Decides on what is stored, and writes it unless somebody else wrote meanwhile; then decides anew. */
  const update = async (id: string, decide: (current: Job) => Job): Promise<Job> => {
    for (let attempt = 1; ; attempt += 1) {
      const current = await jobs.read(id);
      if (current === undefined) throw jobNotFound(id);
      const next = decide(current);
      if (next === current) return current;
      try {
        return await jobs.replace(current, next);
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
      }
    }
  };

  const ended = (job: Job, error: string | null): Job => {
    const now = isoTime(clock());
    return { ...job, status: 'cancelled', error, finishedAt: now, updatedAt: now };
  };

  const assertFree = async (job: JobStart): Promise<void> => {
    const running = await runningIn(deps, job);
    if (running !== undefined && running.id !== job.id) throw jobRunning(running);
  };

  /** Two starts may have found the scope free: the one that does not get it ends its own job again. */
  const enter = async (job: Job): Promise<Job> => {
    const other = await claim(deps, job, false);
    if (other === undefined) return job;
    await update(job.id, (current) =>
      isActive(current) ? ended(current, `job ${other.id} is running`) : current,
    );
    throw jobRunning(other);
  };

  return {
    check: async (request) => {
      await checkStart(deps, request);
    },

    start: async (request) => {
      const { accountId, rule, principal } = request;
      const asked = await checkStart(deps, request);
      const begins = asked === null ? undefined : await jobs.read(asked);
      if (begins !== undefined && isActive(begins) && !isStalled(begins, clock())) {
        throw jobRunning(begins);
      }
      const startedAt = isoTime(clock());
      const start: JobStart = {
        id: jobIdOf(startedAt, newId()),
        kind: rule === null ? 'sweep' : 'backfill',
        accountId,
        settingName: rule?.settingName ?? null,
        waitsForSetting: false,
        startedAt,
        startedBy: principal,
      };
      await assertFree(start);
      return enter(await startJob(deps, start));
    },

    list: async ({ limit, cursor, ...wanted }) => {
      if (cursor !== undefined && !isJobId(cursor)) throw invalidCursor(cursor);
      const found: Job[] = [];
      let next: string | undefined = cursor;
      for (let reads = 0; reads < mostReads; reads += 1) {
        const page = await jobs.list(jobsPerRead, next);
        for (const job of page.items) {
          if (!isWanted(job, wanted)) continue;
          found.push(job);
          if (found.length === limit) return { jobs: found, next: job.id };
        }
        next = page.next;
        if (next === undefined) break;
      }
      return { jobs: found, next: next ?? null };
    },

    get,

    cancel: async (owner, start) => {
      const found = await get(owner, start);
      assertOwner(owner, found);
      return update(found.id, (job) => {
        if (job.status === 'cancelled') return job;
        if (!isActive(job)) throw jobEnded(job, 'cancelled');
        return ended(job, null);
      });
    },

    resume: async (owner, start) => {
      const before = await get(owner, start);
      assertOwner(owner, before);
      if (before.status === 'done') throw jobEnded(before, 'resumed');
      if (owner !== null && !deps.hasCloudFor(owner)) throw cloudNotConfigured(owner);
      const rule = before.settingName === null ? undefined : findRule(before.settingName);
      if (rule !== undefined && owner !== null) await checkStart(deps, { accountId: owner, rule });
      await assertFree(before);
      const job = await update(before.id, (current) => {
        if (current.status === 'done') throw jobEnded(current, 'resumed');
        return {
          ...current,
          status: 'waiting',
          lanes: resumedLanes(current),
          pace: null,
          finishedAt: null,
          error: null,
          updatedAt: isoTime(clock()),
        };
      });
      await queue.send([messageOf(job)]);
      return enter(job);
    },
  };
};

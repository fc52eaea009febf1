import { createHash } from 'node:crypto';
import type { SettingName } from '../clouds/catalogue.ts';
import type { Cause } from '../model/cause.ts';
import type { InternalMessage } from '../queue/message.ts';
import { ownCauses } from '../queue/message.ts';
import type { Coverage } from './coverage.ts';

/** Apply To Existing Resources of one rule; a look at everything that may have drifted. */
export const jobKinds = ['backfill', 'sweep'] as const;
export type JobKind = (typeof jobKinds)[number];

/**
 * - waiting: its first message, or the one of its resumption, was not handled yet;
 * - counting, running: it goes on by itself;
 * - done, cancelled, failed: it has ended; the last two can be resumed.
 */
export const jobStatuses = [
  'waiting',
  'counting',
  'running',
  'done',
  'cancelled',
  'failed',
] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** First the associations are counted, then each is made right. */
export const jobPhases = ['counting', 'running'] as const;
export type JobPhase = (typeof jobPhases)[number];

/** Associations, or resources at their end. */
export type JobCounts = {
  /** Associations that were counted. */
  readonly found: number;
  /** Associations that were looked at, whatever came of it. */
  readonly done: number;
  /** Of these, how many had a tag written or taken away. */
  readonly changed: number;
  /** Of these, how many were refused at least one tag. */
  readonly refused: number;
  /** Of these, how many failed, and listings that could not be read: set aside, so that the rest was done. */
  readonly failed: number;
};

/** Something that a job set aside, and why. */
export type JobFailure = {
  /** A resource; for a listing, the primary, or what else it is a listing of. */
  readonly resource: string;
  readonly code: string;
  readonly message: string;
};

/** Failures that a job's record keeps; the count goes on. */
export const mostJobFailures = 20;

/** The record of a job: a chain of messages, of which at most one is in the queue. */
export type Job = JobCounts & {
  /** Begins with the time of its start, so that ids sort by it. */
  readonly id: string;
  /** Each write adds 1. */
  readonly version: number;
  readonly kind: JobKind;
  /** Null for a sweep over all accounts. */
  readonly accountId: string | null;
  /** Null for a sweep. */
  readonly settingName: SettingName | null;
  /** It may begin once its rule's setting names it as its backfill. */
  readonly waitsForSetting: boolean;
  readonly status: JobStatus;
  /** Where it goes on when it is resumed. */
  readonly phase: JobPhase;
  /** Where the phase goes on; null for its beginning. */
  readonly cursor: string | null;
  /** Only the message of this step may go on with the job. */
  readonly step: number;
  /** Message that did the step before; when it comes again, the next one may not have been sent. */
  readonly stepBy: string | null;
  /** Since when it has been running without a break, and how many were done then. */
  readonly pace: { readonly since: string; readonly done: number } | null;
  /** Tags that a sweep found wrong and made right, by rule. */
  readonly findings: ReadonlyMap<SettingName, number>;
  /**
   * What a sweep has seen of the account that it is at; of those that it has left behind, items of their own
   * tell. Null for a backfill, and for a sweep of before, which did not count it.
   */
  readonly coverage: readonly Coverage[] | null;
  /** The first of what failed. */
  readonly failures: readonly JobFailure[];
  /** ISO 8601, UTC; so are the others. */
  readonly startedAt: string;
  readonly updatedAt: string;
  /** Null while it is active. */
  readonly finishedAt: string | null;
  readonly startedBy: string;
  /** Why it failed or was cancelled, when nobody asked for that. */
  readonly error: string | null;
};

/** What a step or an operator may change. */
export type JobChange = Partial<Omit<Job, 'id' | 'version' | 'kind' | 'accountId' | 'settingName'>>;

/** What the maker of a job chooses. */
export type JobStart = Pick<
  Job,
  'id' | 'kind' | 'accountId' | 'settingName' | 'waitsForSetting' | 'startedAt' | 'startedBy'
>;

/** A job at its beginning, not stored yet. */
export const newJob = (start: JobStart): Job => ({
  ...start,
  version: 0,
  status: 'waiting',
  phase: 'counting',
  cursor: null,
  step: 0,
  stepBy: null,
  pace: null,
  found: 0,
  done: 0,
  changed: 0,
  refused: 0,
  failed: 0,
  findings: new Map(),
  coverage: start.kind === 'sweep' ? [] : null,
  failures: [],
  updatedAt: start.startedAt,
  finishedAt: null,
  error: null,
});

/** Digits and letters that nobody takes for each other, in the order of their codes. Source: Crockford's Base32. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** @param value a whole number @param length digits, leading zeros included */
const inBase32 = (value: number, length: number): string =>
  Array.from(
    { length },
    (_, index) => digits[Math.floor(value / 32 ** (length - 1 - index)) % 32],
  ).join('');

/**
 * Makes an id of 16 characters that sorts by time, after all ids of before, which began with the year.
 * @param startedAt ISO 8601 with milliseconds @param unique a name no other job has
 */
export const jobIdOf = (startedAt: string, unique: string): string => {
  const hash = createHash('sha256').update(unique).digest().readUIntBE(0, 4);
  return `j${inBase32(Date.parse(startedAt), 9)}${inBase32(hash, 6)}`;
};

/** True for ids that the store may hold: what `jobIdOf` makes, and what it made before. */
export const isJobId = (text: string): boolean =>
  /^j[0-9a-z]{15}$/.test(text) || /^\d{8}T\d{9}Z-[!-~]{1,200}$/.test(text);

/** True for what an id may begin with: enough of it to mean something. */
export const isJobIdStart = (text: string): boolean => /^[!-~]{4,200}$/.test(text);

/** True while messages of the job do something. */
export const isActive = ({ status }: Pick<Job, 'status'>): boolean =>
  status === 'waiting' || status === 'counting' || status === 'running';

/** After so long without a step, a job's message must be lost. Seconds. */
const stalledSeconds = 3600;

/** True when nothing goes on with an active job any more. @param now milliseconds since the epoch */
export const isStalled = (job: Job, now: number): boolean =>
  isActive(job) && now - Date.parse(job.updatedAt) > stalledSeconds * 1000;

/** What only one job at a time may work on: a rule of an account, or what a sweep looks at. */
export const scopeOf = ({
  kind,
  accountId,
  settingName,
}: Pick<Job, 'kind' | 'accountId' | 'settingName'>): string =>
  [kind, accountId ?? '*', ...(settingName === null ? [] : [settingName])].join('#');

/** What the log and the history name as the reason of a job's changes. */
export const causeOf = ({
  id,
  kind,
  startedAt,
  startedBy,
}: Pick<Job, 'id' | 'kind' | 'startedAt' | 'startedBy'>): Cause => ({
  eventId: id,
  eventName: ownCauses[kind],
  eventTime: startedAt,
  principal: startedBy,
});

/** The one message that goes on with a job. */
export const messageOf = (job: Job): InternalMessage => ({
  kind: 'job',
  jobId: job.id,
  step: job.step,
  cause: causeOf(job),
});

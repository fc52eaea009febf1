import { createHash } from 'node:crypto';
import type { SettingName } from '../clouds/catalogue.ts';
import type { Cause } from '../model/cause.ts';
import type { InternalMessage } from '../queue/message.ts';
import { ownCauses } from '../queue/message.ts';
import { type JobLane, newLane } from './lane.ts';

/** Apply To Existing Resources of one rule; a look at everything that may have drifted. */
export const jobKinds = ['backfill', 'sweep'] as const;
export type JobKind = (typeof jobKinds)[number];

/**
 * - waiting: its first message, or the one of its resumption, was not handled yet;
 * - running: it goes on by itself;
 * - done, cancelled, failed: it has ended; the last two can be resumed.
 */
export const jobStatuses = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** The record of a job: some lanes, and what is true of all of them. */
export type Job = {
  /** Begins with the time of its start, so that ids sort by it. */
  readonly id: string;
  /** Each write adds 1. */
  readonly version: number;
  /** Each write that changes more than lanes adds 1; 0 for a record of before, which had none. */
  readonly turn: number;
  readonly kind: JobKind;
  /** Null for a sweep over all accounts. */
  readonly accountId: string | null;
  /** Null for a sweep. */
  readonly settingName: SettingName | null;
  /** It may begin once its rule's setting names it as its backfill. */
  readonly waitsForSetting: boolean;
  readonly status: JobStatus;
  /** Since when it has been running without a break, and how many were done then. */
  readonly pace: { readonly since: string; readonly done: number } | null;
  /** Those that work, and the one that counts; only the first of all before it begins. */
  readonly lanes: readonly JobLane[];
  /** ISO 8601, UTC; so are the others. */
  readonly startedAt: string;
  /** When anything of it was last written. */
  readonly updatedAt: string;
  /** Null while it is active. */
  readonly finishedAt: string | null;
  readonly startedBy: string;
  /** Why it failed or was cancelled, when nobody asked for that. */
  readonly error: string | null;
};

/** What a step or an operator may change. Lanes that stay the same objects are not written. */
export type JobChange = Partial<
  Pick<Job, 'status' | 'pace' | 'lanes' | 'updatedAt' | 'finishedAt' | 'error'>
>;

/** What the maker of a job chooses. */
export type JobStart = Pick<
  Job,
  'id' | 'kind' | 'accountId' | 'settingName' | 'waitsForSetting' | 'startedAt' | 'startedBy'
>;

/** A job at its beginning, not stored yet. */
export const newJob = (start: JobStart): Job => ({
  ...start,
  version: 0,
  turn: 0,
  status: 'waiting',
  pace: null,
  lanes: [
    newLane({
      task: 'work',
      coverage: start.kind === 'sweep' ? [] : null,
      updatedAt: start.startedAt,
    }),
  ],
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
  status === 'waiting' || status === 'running';

/** True for a sweep that keeps what it saw; those of before, and backfills, do not. */
export const keepsCoverage = ({ lanes }: Job): boolean =>
  lanes.some(({ coverage }) => coverage !== null);

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

/** The one message that goes on with a lane of a job. @param lane the first one begins the job */
export const messageOf = (job: Job, lane = 0): InternalMessage => ({
  kind: 'job',
  jobId: job.id,
  ...(lane === 0 ? {} : { lane }),
  step: job.lanes[lane]?.step ?? 0,
  cause: causeOf(job),
});

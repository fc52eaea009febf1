import * as z from 'zod/mini';
import { timeCell } from './cells.ts';
import { progressBar } from './progress-bar.ts';
import { shownRule } from './rule-name.ts';
import type { Cell, Fact, Heading } from './table.ts';

/** A job as the API tells it, as far as it is shown. */
export const jobSchema = z.object({
  id: z.string(),
  /** Null for a sweep over all accounts; older stages do not tell it. */
  accountId: z.optional(z.nullable(z.string())),
  kind: z.enum(['backfill', 'sweep']),
  settingName: z.nullable(z.string()),
  status: z.enum(['waiting', 'counting', 'running', 'done', 'cancelled', 'failed']),
  found: z.number(),
  done: z.number(),
  changed: z.number(),
  refused: z.number(),
  failed: z.number(),
  /** Older stages do not tell them. */
  failures: z._default(
    z.array(z.object({ resource: z.string(), code: z.string(), message: z.string() })),
    [],
  ),
  percent: z.nullable(z.number()),
  ratePerSecond: z.nullable(z.number()),
  secondsLeft: z.nullable(z.number()),
  findings: z.record(z.string(), z.number()),
  /** Older stages have none. */
  lanes: z._default(z.array(z.object({ done: z.number(), isEnded: z.boolean() })), []),
  startedAt: z.string(),
  updatedAt: z.string(),
  finishedAt: z.nullable(z.string()),
  startedBy: z.string(),
  error: z.nullable(z.string()),
});

export type Job = z.infer<typeof jobSchema>;

/** True until the job is done, cancelled or failed. */
export const isActive = ({ status }: Job): boolean =>
  status === 'waiting' || status === 'counting' || status === 'running';

const statusStyles = {
  waiting: 'dim',
  counting: 'yellow',
  running: 'yellow',
  done: 'green',
  cancelled: 'red',
  failed: 'red',
} as const;

const statusCell = ({ status }: Job): Cell => ({ text: status, style: statusStyles[status] });

const percentOf = ({ percent }: Job): string => (percent === null ? '' : `${Math.floor(percent)}%`);

/** What a job is about. */
export const subjectOf = ({ kind, settingName }: Job): string =>
  settingName === null ? kind : `${kind} of ${shownRule(settingName)}`;

export const jobHeadings: readonly Heading[] = [
  'ID',
  { heading: 'JOB', ifLong: 'cut' },
  'STATUS',
  'DONE',
  { heading: 'CHANGED', isSpare: true },
  { heading: 'REFUSED', isSpare: true },
  { heading: 'FAILED', isSpare: true },
  { heading: 'STARTED', isSpare: true },
];

/** A job's row under the headings. */
export const jobRow = (job: Job): readonly Cell[] => [
  job.id,
  subjectOf(job),
  statusCell(job),
  percentOf(job),
  String(job.changed),
  String(job.refused),
  String(job.failed),
  timeCell(job.startedAt),
];

/** A span of time as people say it: `45s`, `3m 20s`, `2h 5m`. */
const spanOf = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${whole % 60}s`;
  return `${Math.floor(whole / 3600)}h ${Math.floor((whole % 3600) / 60)}m`;
};

/** One line that says how far a job has come. */
export const progressLine = (job: Job): string => {
  const { status, percent, done, found, changed, ratePerSecond, secondsLeft } = job;
  if (percent === null) return `${subjectOf(job)}: ${status}, ${done} done, ${found} found so far`;
  const rate = ratePerSecond === null ? '' : `, ${Math.round(ratePerSecond)}/s`;
  const left = secondsLeft === null ? '' : `, ${spanOf(secondsLeft)} left`;
  return `${progressBar(percent / 100)} ${percentOf(job).padStart(4)}  ${done} of ${found}, ${changed} changed${rate}${left}`;
};

const findingsOf = ({ findings }: Job): string =>
  Object.entries(findings)
    .map(([rule, repaired]) => `${shownRule(rule)} ${repaired}`)
    .join(', ') || 'none';

/** How far each of several lanes has come. */
const lanesOf = ({ lanes }: Job): string =>
  lanes.map(({ done, isEnded }) => `${done}${isEnded ? ' (ended)' : ''}`).join(', ');

/** All about a job: what, and how it stands. */
export const jobFacts = (job: Job): readonly Fact[] => [
  ['job', subjectOf(job)],
  ['id', job.id],
  ['status', statusCell(job)],
  ...(job.error === null ? [] : [['error', { text: job.error, style: 'red' }] as const]),
  ['associations', `${job.done} done of ${job.found} found ${percentOf(job)}`.trimEnd()],
  ...(job.lanes.length > 1 ? [[`done in ${job.lanes.length} lanes`, lanesOf(job)] as const] : []),
  ['resources changed', String(job.changed)],
  ['resources refused a tag', String(job.refused)],
  ['resources failed', String(job.failed)],
  ...job.failures.map(
    ({ resource, code, message }): Fact => [
      'failed',
      { text: `${resource}: ${code}: ${message}`, style: 'red' },
    ],
  ),
  ...(job.kind === 'sweep' ? [['tags repaired', findingsOf(job)] as const] : []),
  ['started', `${job.startedAt} by ${job.startedBy}`],
  job.finishedAt === null ? ['last seen', job.updatedAt] : ['ended', job.finishedAt],
];

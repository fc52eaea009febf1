import type { SettingName } from '../clouds/catalogue.ts';
import type { Coverage } from './coverage.ts';

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

/** The most lanes that work on a job. */
export const mostJobLanes = 8;

/**
 * - work: it makes a slice of what the job is about right: every n-th primary where n lanes work;
 * - count: it counts all there is, beside those that work.
 */
export const laneTasks = ['work', 'count'] as const;
export type LaneTask = (typeof laneTasks)[number];

/** One chain of a job's messages, of which at most one is in the queue. */
export type JobLane = JobCounts & {
  /** Each write of the lane adds 1; 0 when it is not stored yet. */
  readonly version: number;
  readonly task: LaneTask;
  /** Where it goes on; null for its beginning. */
  readonly cursor: string | null;
  /** Only the message of this step may go on with the lane. */
  readonly step: number;
  /** Message that did the step before; when it comes again, the next one may not have been sent. */
  readonly stepBy: string | null;
  /** Nothing is left of it. */
  readonly isEnded: boolean;
  /** Tags that a sweep found wrong and made right, by rule. */
  readonly findings: ReadonlyMap<SettingName, number>;
  /**
   * What a sweep has seen of the account that it is at; of those that it has left behind, items of their own
   * tell. Null for a backfill, and for a sweep of before, which did not count it.
   */
  readonly coverage: readonly Coverage[] | null;
  /** The first of what failed. */
  readonly failures: readonly JobFailure[];
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
};

/** What a lane counts, at its beginning. */
export const nothingCounted = {
  found: 0,
  done: 0,
  changed: 0,
  refused: 0,
  failed: 0,
  findings: new Map<SettingName, number>(),
  failures: [] satisfies readonly JobFailure[],
} as const;

/** A lane at its beginning. */
export const newLane = (
  start: Pick<JobLane, 'task' | 'coverage' | 'updatedAt'> & Partial<Pick<JobLane, 'step'>>,
): JobLane => ({
  ...nothingCounted,
  version: 0,
  cursor: null,
  step: 0,
  stepBy: null,
  isEnded: false,
  ...start,
});

type WithLanes = { readonly lanes: readonly JobLane[] };

/** The lanes that work; they come first. */
export const workingLanes = ({ lanes }: WithLanes): readonly JobLane[] =>
  lanes.filter(({ task }) => task === 'work');

/** How many failures a lane keeps: all of them together must fit into one item. */
export const failuresKept = (job: WithLanes): number =>
  Math.floor(mostJobFailures / Math.max(1, workingLanes(job).length));

/** True once it is known how many associations there are. */
export const isCounted = ({ lanes }: WithLanes): boolean =>
  lanes.some(({ task, isEnded }) => task === 'count' && isEnded);

/** True once nothing is left to do: whoever counts beside it need not end. */
export const isAllDone = (job: WithLanes): boolean =>
  workingLanes(job).every(({ isEnded }) => isEnded);

/** The lanes with one of them changed. */
export const withLane = (
  { lanes }: WithLanes,
  index: number,
  change: Partial<JobLane>,
): readonly JobLane[] => lanes.map((lane, at) => (at === index ? { ...lane, ...change } : lane));

/**
 * Gives a job its lanes, unless it has them: that which it began with does a part then. They stay as many
 * for as long as the job lives, for each has its own place in its own slice.
 * @param lanes how many work
 */
export const splitLanes = (job: WithLanes, lanes: number, now: string): readonly JobLane[] => {
  const [first] = job.lanes;
  if (first === undefined || job.lanes.length > 1) return job.lanes;
  const { coverage, step } = first;
  const more = (task: LaneTask): JobLane =>
    newLane({ task, step, updatedAt: now, coverage: task === 'work' && coverage ? [] : null });
  return [first, ...Array.from({ length: lanes - 1 }, () => more('work')), more('count')];
};

/** Lanes of a job that is resumed: whatever message of them is still on its way is stale then. */
export const resumedLanes = ({ lanes }: WithLanes): readonly JobLane[] =>
  lanes.map((lane) => ({ ...lane, step: lane.step + 1, stepBy: null }));

/** What is left of a lane whose place nobody can read any more: it begins again, and counts anew. */
export const laneAnew = ({ coverage }: JobLane): Partial<JobLane> => ({
  ...nothingCounted,
  cursor: null,
  coverage: coverage && [],
});

/**
 * The part of its job's rate that a lane has, from 0 to 1: who counts has one half, so that it is soon known
 * how much there is; those that work share the other half, and all of it afterwards.
 */
export const shareOf = (job: WithLanes, { task }: JobLane): number => {
  const forCounting = isCounted(job) ? 0 : 0.5;
  if (task === 'count') return forCounting;
  const atWork = workingLanes(job).filter(({ isEnded }) => !isEnded).length;
  return (1 - forCounting) / Math.max(1, atWork);
};

/** What all lanes of a job came to. */
export type JobTotal = JobCounts & Pick<JobLane, 'findings' | 'failures'>;

const sumOf = (lanes: readonly JobLane[], field: keyof JobCounts): number =>
  lanes.reduce((sum, lane) => sum + lane[field], 0);

/** Sums what the lanes came to. More may be done than was counted: associations are made meanwhile. */
export const totalOf = ({ lanes }: WithLanes): JobTotal => {
  const findings = new Map<SettingName, number>();
  for (const [rule, count] of lanes.flatMap((lane) => [...lane.findings])) {
    findings.set(rule, (findings.get(rule) ?? 0) + count);
  }
  const done = sumOf(lanes, 'done');
  return {
    found: Math.max(done, sumOf(lanes, 'found')),
    done,
    changed: sumOf(lanes, 'changed'),
    refused: sumOf(lanes, 'refused'),
    failed: sumOf(lanes, 'failed'),
    findings,
    failures: lanes.flatMap(({ failures }) => failures).slice(0, mostJobFailures),
  };
};

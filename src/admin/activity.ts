import type { HistoryAction, HistoryEntry } from '../history/history.ts';
import { isCloudEvent } from '../queue/message.ts';

/** What can be counted of an hour. */
export const activityKinds = [
  'set',
  'removed',
  'restored',
  'refused',
  'contested',
  'closed',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** How many of each kind. */
export type ActivityCounts = Readonly<Record<ActivityKind, number>>;

/** How long after their events tags were decided on. */
export type Lag = {
  readonly count: number;
  /** Upper end of the bucket in which half of them are; null without any. Milliseconds. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Upper end of a bucket in milliseconds, and how many are in it; the last ends nowhere. */
  readonly buckets: readonly (readonly [upToMs: number | null, count: number])[];
};

export type Activity = ActivityCounts & { readonly lag: Lag };

/** Ends of buckets, half as much again each: a percentile is told at most by so much too late. Milliseconds. */
const bucketEnds = Array.from({ length: 40 }, (_, n) => Math.round(10 * 1.5 ** n));

const kindOf: Readonly<Record<HistoryAction, Exclude<ActivityKind, 'contested'>>> = {
  set: 'set',
  removed: 'removed',
  restored: 'restored',
  refused: 'refused',
  'handed over': 'closed',
  closed: 'closed',
  adopted: 'closed',
};

const kindIn = ({ action, reason }: HistoryEntry): ActivityKind =>
  action === 'refused' && reason === 'contested' ? 'contested' : kindOf[action];

/** Own causes have no event to be late for. */
const lagOf = ({ time, cause }: HistoryEntry): number | undefined => {
  if (!isCloudEvent(cause)) return undefined;
  const lag = Date.parse(time) - Date.parse(cause.eventTime);
  return Number.isNaN(lag) ? undefined : Math.max(0, lag);
};

/** Number of the bucket; that after the last takes everything longer. */
const bucketOf = (lag: number): number => {
  const at = bucketEnds.findIndex((end) => lag <= end);
  return at === -1 ? bucketEnds.length : at;
};

/** @param time in ISO 8601, UTC */
const beginOfHour = (time: string): string => {
  const hour = time.slice(0, '2026-03-01T08'.length);
  return `${hour}:00:00.000Z`;
};

const percentile = (counts: ReadonlyMap<number, number>, share: number): number | null => {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of [...counts].sort(([left], [right]) => left - right)) {
    seen += count;
    if (seen >= all * share) return bucketEnds[bucket] ?? bucketEnds.at(-1) ?? null;
  }
  return null;
};

const lagIn = (entries: readonly HistoryEntry[]): Lag => {
  const lags = entries.map(lagOf).filter((lag) => lag !== undefined);
  const counts = new Map<number, number>();
  for (const bucket of lags.map(bucketOf)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  return {
    count: lags.length,
    p50Ms: percentile(counts, 0.5),
    p99Ms: percentile(counts, 0.99),
    buckets: [...counts]
      .sort(([left], [right]) => left - right)
      .map(([bucket, count]) => [bucketEnds[bucket] ?? null, count] as const),
  };
};

/** Counts what some entries of the history did, and how late. */
export const activityIn = (entries: readonly HistoryEntry[]): Activity => {
  const counts = { set: 0, removed: 0, restored: 0, refused: 0, contested: 0, closed: 0 };
  for (const entry of entries) counts[kindIn(entry)] += 1;
  return { ...counts, lag: lagIn(entries) };
};

/** The activity of each hour that has some, the latest first. */
export const activityByHour = (
  entries: readonly HistoryEntry[],
): readonly (Activity & { readonly hour: string })[] =>
  [...Map.groupBy(entries, ({ time }) => beginOfHour(time))]
    .sort(([left], [right]) => (left < right ? 1 : -1))
    .map(([hour, each]) => ({ hour, ...activityIn(each) }));

import { useQuery } from '@tanstack/react-query';
import type { HistoryEntry } from '../api/answers';
import { useAccount } from './account';
import { readHistory } from './history';
import { paces, useInterval } from './pace';

const hourMs = 3_600_000;
const hours = 24;

/** Pages that are read at the most: the chart is to be looked at, not to be counted on. */
const mostPages = 10;

/** What was done in the last day, as far as it was read. */
export type Activity = {
  readonly entries: readonly HistoryEntry[];
  /** There was more than is read. */
  readonly isPart: boolean;
  /** Beginnings of the hours, oldest first. */
  readonly hours: readonly Date[];
};

const startOfHour = (time: number): number => Math.floor(time / hourMs) * hourMs;

const hoursUntil = (now: number): readonly Date[] =>
  Array.from(
    { length: hours },
    (_, back) => new Date(startOfHour(now) - (hours - 1 - back) * hourMs),
  );

/** How many entries of an action there were in an hour. */
export const countIn = (
  { entries }: Activity,
  hour: Date,
  is: (entry: HistoryEntry) => boolean,
): number =>
  entries.filter((entry) => startOfHour(Date.parse(entry.time)) === hour.getTime() && is(entry))
    .length;

const readActivity = async (
  accountId: string,
  now: number,
  signal: AbortSignal,
): Promise<Activity> => {
  const days = hoursUntil(now);
  const from = days[0]?.toISOString() ?? '';
  const entries: HistoryEntry[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await readHistory(accountId, { from }, { cursor, signal });
    entries.push(...page.items);
    cursor = page.next ?? undefined;
    pages += 1;
  } while (cursor !== undefined && pages < mostPages);
  return { entries, isPart: cursor !== undefined, hours: days };
};

/** What was done in the last 24 hours. */
export const useActivity = () => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['activity', accountId],
    queryFn: ({ signal }) => readActivity(accountId, Date.now(), signal),
    refetchInterval: useInterval(paces.calm),
  });
};

import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { paces, useInterval } from './pace';

const hourMs = 3_600_000;
const hours = 24;

const hoursUntil = (now: number): readonly Date[] => {
  const last = Math.floor(now / hourMs) * hourMs;
  return Array.from({ length: hours }, (_, back) => new Date(last - (hours - 1 - back) * hourMs));
};

const readActivity = async (accountId: string, now: number, signal: AbortSignal) => {
  const day = hoursUntil(now);
  const params = { path: { accountId }, query: { from: day[0]?.toISOString() ?? '' } };
  const init = { params, signal };
  const stats = bodyOf(await api.GET('/v1/accounts/{accountId}/stats', init));
  return { stats, /** Beginnings of the hours, oldest first. */ hours: day };
};

/** What was done in the last day, as far as one call reads it. */
export type Activity = Awaited<ReturnType<typeof readActivity>>;
export type Stats = Activity['stats'];

/** What was done in an hour; undefined where nothing was. */
export const statsIn = ({ stats }: Activity, hour: Date): Stats['hours'][number] | undefined =>
  stats.hours.find((each) => Date.parse(each.hour) === hour.getTime());

/** What was done in the last 24 hours, and how late. */
export const useActivity = () => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['activity', accountId],
    queryFn: ({ signal }) => readActivity(accountId, Date.now(), signal),
    refetchInterval: useInterval(paces.calm),
  });
};

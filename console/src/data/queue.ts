import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { paces, useInterval } from './pace';

/** How much work there is; read often while there is some. */
export const useQueue = () => {
  const busy = useInterval(paces.busy);
  const live = useInterval(paces.live);
  return useQuery({
    queryKey: ['queue'],
    queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/queue', { signal })),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.waiting + data.inFlight > 0 ? busy : live,
  });
};

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Status } from '../api/answers';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { paces, useInterval } from './pace';

const path = '/v1/accounts/{accountId}/feature';

/** Whether associated tag inheritance is on. */
export const useFeature = () => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['feature', accountId],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET(path, { params: { path: { accountId } }, signal })).status,
    refetchInterval: useInterval(paces.calm),
  });
};

/** Turns all of it on or off; tags stay. */
export const useSwitchFeature = () => {
  const accountId = useAccount();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (status: Status) =>
      bodyOf(await api.PUT(path, { params: { path: { accountId } }, body: { status } })),
    onSettled: () => client.invalidateQueries(),
  });
};

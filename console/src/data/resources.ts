import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { paces, useInterval } from './pace';

/** A resource's tags, and where each comes from. */
export const useResource = (arn: string) => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['resource', accountId, arn],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/accounts/{accountId}/resources/{arn}', {
          params: { path: { accountId, arn } },
          signal,
        }),
      ),
    refetchInterval: useInterval(paces.live),
  });
};

/** Why keys of a resource are as they are. @param key empty for all of them */
export const useExplanation = (resource: string, key: string) => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['explain', accountId, resource, key],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/accounts/{accountId}/explain', {
          params: {
            path: { accountId },
            query: { resource, ...(key === '' ? {} : { key }) },
          },
          signal,
        }),
      ),
    refetchInterval: useInterval(paces.live),
  });
};

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Rule } from '../api/answers';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { askFor, type Change } from './change';
import { paces, useInterval } from './pace';

const readRules = async (accountId: string, signal?: AbortSignal): Promise<readonly Rule[]> => {
  const params = { path: { accountId }, query: { limit: 100 } };
  const init = { params, signal: signal ?? null };
  return bodyOf(await api.GET('/v1/accounts/{accountId}/rules', init)).rules;
};

/** All rules of the account, set or not. */
export const useRules = () => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['rules', accountId],
    queryFn: ({ signal }) => readRules(accountId, signal),
    refetchInterval: useInterval(paces.calm),
  });
};

/** Reads rules as they are now, whatever was read before. */
export const useReadRules = () => {
  const client = useQueryClient();
  const accountId = useAccount();
  return (): Promise<readonly Rule[]> =>
    client.fetchQuery({
      queryKey: ['rules', accountId],
      queryFn: ({ signal }) => readRules(accountId, signal),
      staleTime: 0,
    });
};

/** Carries a change of rules out; whatever it may have changed is read again. */
export const useCarryOut = () => {
  const accountId = useAccount();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => askFor(change, { accountId }),
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'plan' }),
  });
};

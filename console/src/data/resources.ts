import { useQuery } from '@tanstack/react-query';
import type { ResourceItem } from '../api/answers';
import { api, bodyOf } from '../api/client';
import type { operations } from '../api/schema';
import { useAccount, useCurrentAccount } from './account';
import { type CursorPage, useCursorList } from './cursor-list';
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

type ListQuery = NonNullable<operations['getAccountsAccountIdResources']['parameters']['query']>;

/** Which resources; what is left out does not narrow the list. */
export type ResourceFilter = Omit<ListQuery, 'limit' | 'cursor'>;

const pageSize = 50;

const readResources = async (
  accountId: string,
  filter: ResourceFilter,
  page: { readonly cursor: string | undefined; readonly signal: AbortSignal },
): Promise<CursorPage<ResourceItem>> => {
  const { cursor, signal } = page;
  const query = { ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
  const params = { path: { accountId }, query };
  const answer = bodyOf(await api.GET('/v1/accounts/{accountId}/resources', { params, signal }));
  return { items: answer.items, next: answer.next };
};

/** Resources, by what they inherited, were refused, or lack. */
export const useResources = (filter: ResourceFilter, wanted: number) => {
  const accountId = useAccount();
  return useCursorList({
    key: ['resources', accountId, filter],
    read: (cursor, signal) => readResources(accountId, filter, { cursor, signal }),
    pace: paces.calm,
    wanted,
  });
};

/** Keys that resources of a type have now, the most frequent first; some resources are looked at, not all. */
export const useKeysOf = (type: ResourceFilter['type']) => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['keys-of', accountId, type],
    enabled: type !== undefined,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const filter = { origin: 'own' as const, ...(type === undefined ? {} : { type }) };
      const { items } = await readResources(accountId, filter, { cursor: undefined, signal });
      const keys = items.flatMap(({ tags }) => tags ?? []).map(({ key }) => key);
      return [...Map.groupBy(keys, (key) => key)]
        .toSorted(([, left], [, right]) => right.length - left.length)
        .map(([key]) => key);
    },
  });
};

/** Finds resources by an id alone: more than one where it is not unique. */
export const useFindByName = () => {
  const accountId = useCurrentAccount();
  return async (id: string): Promise<readonly string[]> => {
    if (accountId === undefined) return [];
    const params = { path: { accountId }, query: { id } };
    return bodyOf(await api.GET('/v1/accounts/{accountId}/resources', { params })).resources;
  };
};

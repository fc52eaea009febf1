import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { paces, useInterval } from './pace';

const mostShown = 100;

/** Some dead letters, oldest first, and how many there are. */
export const useDeadLetters = () =>
  useQuery({
    queryKey: ['dead-letters'],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/dead-letters', { params: { query: { limit: mostShown } }, signal }),
      ),
    refetchInterval: useInterval(paces.live),
  });

/** Moves dead letters back to the queue. */
export const useRedrive = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { readonly limit?: number }) =>
      bodyOf(await api.POST('/v1/dead-letters/redrive', { body })),
    onSettled: () => client.invalidateQueries(),
  });
};

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BodyOf } from '../api/answers';
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

/** Which dead letters: those with these ids, or all. */
export type Meant = { readonly ids: readonly string[] } | 'all';

type RedriveBody = BodyOf<'postDeadLettersRedrive'>;

/** Most that one call takes; what is left is told. */
const limit = 500;

const redriveBody = (meant: Meant): RedriveBody =>
  meant === 'all' ? { limit } : { ids: [...meant.ids] };

/** Moves dead letters back to the queue. */
export const useRedrive = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (meant: Meant) =>
      bodyOf(await api.POST('/v1/dead-letters/redrive', { body: redriveBody(meant) })),
    onSettled: () => client.invalidateQueries(),
  });
};

/** Throws dead letters away, for ever. */
export const useDiscard = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (meant: Meant) => {
      const body = meant === 'all' ? { all: true as const, limit } : { ids: [...meant.ids] };
      return bodyOf(await api.POST('/v1/dead-letters/discard', { body }));
    },
    onSettled: () => client.invalidateQueries(),
  });
};

import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';

/** Which service answers, what it can do, and who asks. */
export const useAbout = () =>
  useQuery({
    queryKey: ['about'],
    queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/about', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

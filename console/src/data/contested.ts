import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces } from './pace';

const pageSize = 100;

/** Tags that are left alone because somebody kept changing them back. */
export const useContested = (wanted: number) => {
  const accountId = useAccount();
  return useCursorList({
    key: ['contested', accountId],
    read: async (cursor, signal) => {
      const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const params = { path: { accountId }, query };
      const answer = bodyOf(
        await api.GET('/v1/accounts/{accountId}/contested', { params, signal }),
      );
      return { items: answer.contested, next: answer.next };
    },
    pace: paces.live,
    wanted,
  });
};

/** Ends the contest of a tag, so that it is repaired again. */
export const useResumeContested = () => {
  const accountId = useAccount();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { readonly resource: string; readonly key: string }) =>
      bodyOf(
        await api.POST('/v1/accounts/{accountId}/contested/resume', {
          params: { path: { accountId } },
          body,
        }),
      ),
    onSettled: () => client.invalidateQueries(),
  });
};

import type { AnswerOf } from '../api/answers';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces } from './pace';

/** What hangs on a resource, and what comes there of its tags. */
export type Heir = AnswerOf<'getAccountsAccountIdHeirs'>['heirs'][number];

const pageSize = 25;

/** @param key empty for all keys */
export const useHeirs = (resource: string, key: string) => {
  const accountId = useAccount();
  return useCursorList({
    key: ['heirs', accountId, resource, key],
    read: async (cursor, signal) => {
      const query = {
        resource,
        limit: pageSize,
        ...(key === '' ? {} : { key }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const params = { path: { accountId }, query };
      const answer = bodyOf(await api.GET('/v1/accounts/{accountId}/heirs', { params, signal }));
      return { items: answer.heirs, next: answer.next };
    },
    pace: paces.live,
    wanted: 1,
  });
};

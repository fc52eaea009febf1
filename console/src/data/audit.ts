import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces } from './pace';

/** Whose trail: the account's, or what belongs to no account. */
export type AuditScope = 'account' | 'stage';

const pageSize = 100;

/** Who changed what, newest first. */
export const useAudit = (scope: AuditScope, wanted: number) => {
  const accountId = useAccount();
  return useCursorList({
    key: ['audit', scope, accountId],
    read: async (cursor, signal) => {
      const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const { entries, next } =
        scope === 'stage'
          ? bodyOf(await api.GET('/v1/stage/audit', { params: { query }, signal }))
          : bodyOf(
              await api.GET('/v1/accounts/{accountId}/audit', {
                params: { path: { accountId }, query },
                signal,
              }),
            );
      return { items: entries, next };
    },
    pace: paces.live,
    wanted,
  });
};

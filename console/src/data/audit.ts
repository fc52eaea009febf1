import { api, bodyOf } from '../api/client';
import type { operations } from '../api/schema';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces } from './pace';

/** Whose trail: the account's, or what belongs to no account. */
export type AuditScope = 'account' | 'stage';

type ListQuery = NonNullable<operations['getAccountsAccountIdAudit']['parameters']['query']>;

/** Of which calls; what is left out does not narrow it. */
export type AuditFilter = Pick<ListQuery, 'requestId' | 'principal' | 'action'>;

const pageSize = 100;

/** Who changed what, newest first. */
export const useAudit = (scope: AuditScope, filter: AuditFilter, wanted: number) => {
  const accountId = useAccount();
  return useCursorList({
    key: ['audit', scope, accountId, filter],
    read: async (cursor, signal) => {
      const query = { ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
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

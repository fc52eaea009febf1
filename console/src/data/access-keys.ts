import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BodyOf } from '../api/answers';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces } from './pace';

const listPath = '/v1/accounts/{accountId}/access-keys';
const keyPath = '/v1/accounts/{accountId}/access-keys/{accessKeyId}';
const pageSize = 100;

/** Keys that sign calls of the Tag API, without their secrets. */
export const useAccessKeys = (wanted: number) => {
  const accountId = useAccount();
  return useCursorList({
    key: ['access-keys', accountId],
    read: async (cursor, signal) => {
      const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const params = { path: { accountId }, query };
      const { accessKeys, next } = bodyOf(await api.GET(listPath, { params, signal }));
      return { items: accessKeys, next };
    },
    pace: paces.calm,
    wanted,
  });
};

/** Something that is done to keys; the list is read again after it. */
const useKeyAct = <Wish, Answer>(act: (accountId: string, wish: Wish) => Promise<Answer>) => {
  const accountId = useAccount();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) => act(accountId, wish),
    onSettled: () => client.invalidateQueries({ queryKey: ['access-keys'] }),
  });
};

export type KeyWish = BodyOf<'postAccountsAccountIdAccessKeys'>;

export const useCreateKey = () =>
  useKeyAct(async (accountId, body: KeyWish) =>
    bodyOf(await api.POST(listPath, { params: { path: { accountId } }, body })),
  );

export const useRotateKey = () =>
  useKeyAct(
    async (
      accountId,
      { accessKeyId, graceHours }: { readonly accessKeyId: string; readonly graceHours: number },
    ) =>
      bodyOf(
        await api.POST(`${keyPath}/rotate`, {
          params: { path: { accountId, accessKeyId } },
          body: { graceHours },
        }),
      ),
  );

export const useRevokeKey = () =>
  useKeyAct(async (accountId, accessKeyId: string) =>
    bodyOf(await api.DELETE(keyPath, { params: { path: { accountId, accessKeyId } } })),
  );

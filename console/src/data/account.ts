import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { api, bodyOf } from '../api/client';
import { useRoute } from '../routing/route';
import { useAbout } from './about';

const AccountContext = createContext('');

/** Everything below it is about this account. */
export const AccountProvider = AccountContext.Provider;

/** The account that what is shown is about. */
export const useAccount = (): string => useContext(AccountContext);

/** Accounts that ever stored settings; none where the caller may not list them. */
export const useAccounts = () =>
  useQuery({
    queryKey: ['accounts'],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/accounts', { params: { query: { limit: 100 } }, signal })).accounts,
    staleTime: 60_000,
  });

/** The account that the page is about: the address's, else the server's own, else the first; undefined while nobody knows. */
export const useCurrentAccount = (): string | undefined => {
  const named = useRoute().query.get('account');
  const { data: about } = useAbout();
  const { data: accounts } = useAccounts();
  return named ?? about?.defaultAccountId ?? accounts?.[0]?.accountId;
};

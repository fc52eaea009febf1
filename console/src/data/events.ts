import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';

/** Sends events of the account; each is answered by its place in the list. */
export const useSendEvents = () => {
  const accountId = useAccount();
  return useMutation({
    mutationFn: async (events: readonly unknown[]) =>
      bodyOf(
        await api.POST('/v1/accounts/{accountId}/events', {
          params: { path: { accountId } },
          // Whatever they are: the server reads them, and says of each what is wrong.
          body: JSON.parse(JSON.stringify(events)),
        }),
      ),
  });
};

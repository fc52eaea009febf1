import { useQuery } from '@tanstack/react-query';
import type { Coverage } from '../api/answers';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { paces, useInterval } from './pace';

/** What the last sweep counted by rule. */
export const useCoverage = () => {
  const accountId = useAccount();
  return useQuery({
    queryKey: ['coverage', accountId],
    queryFn: async ({ signal }) => {
      const params = { path: { accountId } };
      return bodyOf(await api.GET('/v1/accounts/{accountId}/coverage', { params, signal }));
    },
    refetchInterval: useInterval(paces.calm),
  });
};

/** What it counted of one rule; undefined where it saw nothing of it. */
export const coverageOf = (
  coverage: Coverage | undefined,
  settingName: string,
): Coverage['rules'][number] | undefined =>
  coverage?.rules.find((rule) => rule.settingName === settingName);

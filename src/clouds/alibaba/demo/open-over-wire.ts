import { TerminalError } from '../../../model/errors.ts';
import { whenUsed } from '../../../model/when-used.ts';
import type { AccountRegion } from '../../call.ts';
import type { Opened, Opener, Place } from '../../opener.ts';
import { routedCloud } from '../../routed-cloud.ts';
import { catalogue } from '../catalogue.ts';
import { openAlibabaWith } from '../provider/open.ts';
import { alibabaFacts } from '../provider/provider.ts';
import { openSimulated } from '../simulator/open.ts';
import { operations } from '../simulator/operations.ts';
import { openApi } from './json-calls.ts';
import { newKey } from './new-key.ts';

export type OverWire = {
  /** Where the runner listens, which is known when it does. */
  readonly urlOf: () => string;
  /** Those whose resources it may touch. */
  readonly accounts: readonly string[];
};

/** The simulated cloud shows at once what was written. */
const lagSeconds = 0;

const open = (place: Place, { urlOf, accounts }: OverWire): Opened | undefined => {
  const simulated = openSimulated(place, operations);
  if (simulated === undefined) return undefined;
  /** Ids of our keys, by which the audit trail names us. */
  const ours = new Set<string>();
  const isOurs = (caller: string): boolean => ours.has(caller);
  const rules = new Set(catalogue.map(({ settingName }) => settingName));
  const wired = whenUsed(() =>
    openAlibabaWith({
      ...place,
      settings: {
        accounts: accounts.map((accountId) => ({ accountId, accessKeySecret: accountId })),
        audience: '',
        endpoint: urlOf(),
      },
      rulesOn: async () => rules,
      lagSeconds,
      readSecret: async (accountId) => {
        const { accessKeyId, accessKeySecret } = await newKey(
          openApi(urlOf(), accountId),
          'service',
        );
        ours.add(accessKeyId);
        return JSON.stringify({ accessKeyId, accessKeySecret });
      },
      webIdentityToken: async () => {
        throw new TerminalError({
          code: 'NoIdentity',
          message: 'the demo has keys for all accounts, and no identity to show',
        });
      },
    }),
  );
  const openAt = (at: AccountRegion) => wired().openAt(at);
  const common = alibabaFacts({ ...place, isOurs, lagSeconds });
  return {
    simulator: simulated.simulator,
    provider: routedCloud({ common, regions: [], open: openAt }),
    openAt,
  };
};

/** The simulated cloud, which the service itself reads and writes over HTTP, as it does the real one. */
export const openOverWire = (facts: OverWire): Opener => ({
  cloud: 'alibaba',
  operations,
  open: (place) => open(place, facts),
});

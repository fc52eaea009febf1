import { AccessDeniedError } from '../../../model/errors.ts';
import type { AccountRegion } from '../../call.ts';
import type { Opened, Place } from '../../opener.ts';
import type { CloudProvider } from '../../provider.ts';
import { routedCloud } from '../../routed-cloud.ts';
import { sparingRefused } from '../../sparing-refused.ts';
import { createClassify } from '../errors.ts';
import { createClient } from './client.ts';
import { type CredentialSource, type FetchCredentials, keptCredentials } from './credentials.ts';
import { createExchange } from './exchange.ts';
import { keyCredentials } from './key-credentials.ts';
import { type AlibabaDeps, alibabaFacts, createAlibabaProvider } from './provider.ts';
import { roleCredentials } from './role-credentials.ts';
import { type AlibabaSettings, callersOf, sessionName } from './settings.ts';

/** What a process gives Alibaba Cloud to be reached by. */
export type AlibabaAccess = Pick<
  Place,
  'clock' | 'newId' | 'maxTagsPerResource' | 'onUnknownError' | 'onRoleRefused'
> &
  Pick<AlibabaDeps, 'rulesOn' | 'lagSeconds'> & {
    readonly settings: AlibabaSettings;
    /** A token that says who we are to whoever trusts its issuer. @param audience whom it is for */
    readonly webIdentityToken: (audience: string) => Promise<string>;
    /** @returns undefined when there is no secret of this name */
    readonly readSecret: (secretId: string) => Promise<string | undefined>;
  };

const notOurs = (accountId: string): AccessDeniedError =>
  new AccessDeniedError({
    code: 'AccountNotConfigured',
    message: `account ${accountId} is none that this stage may touch; name it with its role in the stage's settings`,
    scope: 'account',
  });

/** Opens Alibaba Cloud: a provider for each account and region, and credentials for each account. */
export const openAlibabaWith = (access: AlibabaAccess): Opened => {
  const { settings, clock, newId, webIdentityToken, readSecret, onRoleRefused = () => {} } = access;
  const { accounts, audience, endpoint } = settings;
  const exchange = createExchange();
  const classify = createClassify(access.onUnknownError);
  const sources = new Map<string, CredentialSource>();
  const callers = new Set(callersOf(accounts));
  const facts = { ...access, isOurs: (caller: string) => callers.has(caller) };

  const fetchFor = ({ accountId, region }: AccountRegion): FetchCredentials => {
    const account = accounts.find((each) => each.accountId === accountId);
    if (account === undefined) {
      return async () => {
        throw notOurs(accountId);
      };
    }
    const onRefused = (error: AccessDeniedError) => onRoleRefused({ accountId, error });
    if ('accessKeySecret' in account) {
      const key = { accountId, secretId: account.accessKeySecret, readSecret, clock };
      return sparingRefused(keyCredentials(key), { clock, onRefused });
    }
    const client = createClient({ credentials: undefined, exchange, endpoint, clock, newId });
    const token = () => webIdentityToken(audience);
    const role = { ...account, sessionName, webIdentityToken: token, client, region };
    return sparingRefused(roleCredentials(role), { clock, onRefused });
  };

  /** Of an account, whichever of its regions asks first. */
  const credentialsFor = (at: AccountRegion): CredentialSource => {
    const source = sources.get(at.accountId) ?? keptCredentials(fetchFor(at), clock);
    sources.set(at.accountId, source);
    return source;
  };

  const openAt = (at: AccountRegion): CloudProvider => {
    const credentials = credentialsFor(at);
    const client = createClient({ credentials, exchange, endpoint, clock, newId });
    return createAlibabaProvider({ ...facts, at, client, classify });
  };

  return {
    provider: routedCloud({ common: alibabaFacts(facts), regions: [], open: openAt }),
    openAt,
    simulator: undefined,
  };
};

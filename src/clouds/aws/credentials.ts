import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { AccessDeniedError, RetryableError } from '../../model/errors.ts';
import { thrownMessage } from '../../model/thrown-message.ts';
import type { RoleRefused } from '../opener.ts';
import { sparingRefused } from '../sparing-refused.ts';
import type { ClientOptions } from './provider/clients.ts';
import type { AwsSettings } from './settings.ts';

type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
};

/** Asks for credentials anew, each time it is called. */
export type FetchCredentials = () => Promise<Credentials>;

/** How long before their end credentials are renewed; while that fails, the old ones still count. */
const earlyMs = 5 * 60_000;

/** STS refuses a role that is not there in the same way as one that does not trust us. */
const refusals: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException']);

const refusal = (roleArn: string, error: unknown): AccessDeniedError | RetryableError => {
  const code = error instanceof Error ? error.name : 'Unknown';
  const told = {
    code,
    message: `taking the role ${roleArn} answered ${code}: ${thrownMessage(error)}`,
    cause: error,
  };
  return refusals.has(code)
    ? new AccessDeniedError({ ...told, scope: 'account' })
    : new RetryableError(told);
};

/** Keeps credentials until shortly before they end; whoever asks meanwhile waits for the same ones. */
export const keptCredentials = (fetch: FetchCredentials, clock: () => number): FetchCredentials => {
  let kept: Credentials | undefined;
  let fetching: Promise<Credentials> | undefined;

  const lasts = (forMs: number): boolean =>
    kept !== undefined &&
    (kept.expiration === undefined || clock() < kept.expiration.getTime() - forMs);

  const fetchOnce = (): Promise<Credentials> => {
    fetching ??= fetch()
      .then((made) => {
        kept = made;
        return made;
      })
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  };

  return async () => {
    if (kept !== undefined && lasts(earlyMs)) return kept;
    if (kept === undefined || !lasts(0)) return fetchOnce();
    const old = kept;
    // Nothing is lost yet: what fails now is thrown when the old ones have ended.
    return fetchOnce().catch(() => old);
  };
};

/** How the role of an account is taken, by STS unless a test says otherwise. */
export type TakeRole = (roleArn: string) => FetchCredentials;

const takeRoleBySts =
  ({ externalId, endpoint, regions: [region = ''] }: AwsSettings): TakeRole =>
  (roleArn) =>
    fromTemporaryCredentials({
      masterCredentials: fromNodeProviderChain(),
      params: { RoleArn: roleArn, RoleSessionName: 'heirtag', ExternalId: externalId },
      clientConfig: { region, ...(endpoint === undefined ? {} : { endpoint }) },
    });

export type CredentialsDeps = {
  readonly clock: () => number;
  /** STS unless given. */
  readonly takeRole?: TakeRole | undefined;
  /** Told each time that STS refuses the role of an account; nobody is unless given. */
  readonly onRoleRefused?: RoleRefused | undefined;
};

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/**
 * What signs the calls for an account: the process's own credentials for the stage's account, the tagger's role
 * for others, each taken once for all regions; undefined for one that the stage does not name.
 */
export const awsCredentials = (
  settings: AwsSettings,
  { clock, takeRole = takeRoleBySts(settings), onRoleRefused = () => {} }: CredentialsDeps,
): ((accountId: string) => ClientOptions['credentials']) => {
  const { ownAccount, accounts, isOrganization, tagger, regions } = settings;
  const [region = ''] = regions;
  const own = fromNodeProviderChain();
  const taken = new Map<string, FetchCredentials>();

  const taggerOf = (accountId: string): FetchCredentials => {
    const roleArn = `arn:${partitionOf(region)}:iam::${accountId}:role/${tagger}`;
    const take = takeRole(roleArn);
    const fetch: FetchCredentials = async () => {
      try {
        return await take();
      } catch (error) {
        throw refusal(roleArn, error);
      }
    };
    const onRefused = (error: AccessDeniedError) => onRoleRefused({ accountId, error });
    return keptCredentials(sparingRefused(fetch, { clock, onRefused }), clock);
  };

  return (accountId) => {
    if (accountId === ownAccount) return own;
    if (!isOrganization && !accounts.includes(accountId)) return undefined;
    const credentials = taken.get(accountId) ?? taggerOf(accountId);
    taken.set(accountId, credentials);
    return credentials;
  };
};

import type { Clock } from '../../../model/clock.ts';
import type { Credentials } from './signature.ts';

/** Credentials, and until when they can be used: milliseconds since the epoch, undefined for as long as they are taken. */
export type Lease = { readonly credentials: Credentials; readonly until: number | undefined };

/** Fetches credentials. @throws AccessDeniedError, RetryableError; what is told holds no secret */
export type FetchCredentials = () => Promise<Lease>;

/** Where the credentials of one account come from. */
export type CredentialSource = {
  /** Those to sign with now. */
  readonly current: () => Promise<Credentials>;
  /** Others than these, which the cloud does not take any more. */
  readonly renewed: (refused: Credentials) => Promise<Credentials>;
};

/** How long before their end credentials are renewed; while that fails, the old ones still count. */
const earlyMs = 5 * 60_000;

/** After a renewal that failed the old ones are used for so long before it is tried again. */
const restMs = 15_000;

/** Keeps credentials until shortly before they end. Whoever asks while they are fetched waits for the same ones. */
export const keptCredentials = (fetch: FetchCredentials, clock: Clock): CredentialSource => {
  let lease: Lease | undefined;
  let fetching: Promise<Credentials> | undefined;
  let restUntil = 0;

  const fetchNew = async (): Promise<Credentials> => {
    lease = await fetch();
    return lease.credentials;
  };

  const fetchOnce = (): Promise<Credentials> => {
    fetching ??= fetchNew().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };

  const lasts = ({ until }: Lease, forMs: number): boolean =>
    until === undefined || clock() < until - forMs;

  return {
    current: async () => {
      if (lease === undefined || !lasts(lease, 0)) return fetchOnce();
      if (lasts(lease, earlyMs) || clock() < restUntil) return lease.credentials;
      const { credentials } = lease;
      try {
        return await fetchOnce();
      } catch {
        // Nothing is lost yet: what fails now is thrown when the old ones have ended.
        restUntil = clock() + restMs;
        return credentials;
      }
    },
    renewed: async (refused) =>
      lease === undefined || lease.credentials === refused ? fetchOnce() : lease.credentials,
  };
};

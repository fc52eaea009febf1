import { timingSafeEqual } from 'node:crypto';
import { type AccessKey, type AccessKeyStore, hasExpired } from '../access/access-key.ts';
import { hashToken } from '../access/access-keys.ts';
import type { Nonces } from '../access/nonces.ts';
import type { Clock } from '../model/clock.ts';
import { cutText } from '../model/cut-text.ts';
import type { CallLimit } from './call-limit.ts';
import { isSignedWith, type SignedRequest } from './signed-request.ts';
import { invalid, missing, TagApiError } from './tag-api-error.ts';

export type AuthenticateDeps = {
  readonly keys: Pick<AccessKeyStore, 'read'>;
  /** @param secretId of the key's current or previous secret */
  readonly readSecret: (secretId: string) => Promise<string | undefined>;
  readonly nonces: Pick<Nonces, 'use'>;
  readonly callLimit: CallLimit;
  readonly clock: Clock;
};

/** How far a request's clock may be from ours, either way. */
const clockWindowMs = 15 * 60_000;
const longestNonce = 128;
/** Longest signed text that an error shows. */
const longestShown = 2000;

const keyForm = /^[0-9A-Za-z.]{1,64}$/;
const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const checkTime = (timestamp: string, now: number): void => {
  const time = timeForm.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new TagApiError(
      400,
      'InvalidTimeStamp.Format',
      'Specified time stamp or date value is not well formatted: expected 2006-01-02T15:04:05Z, UTC.',
    );
  }
  if (Math.abs(now - time) <= clockWindowMs) return;
  throw new TagApiError(
    400,
    'InvalidTimeStamp.Expired',
    `Specified time stamp or date value is expired: it is ${timestamp}, and here it is ${new Date(now).toISOString()}; 15 minutes are allowed.`,
  );
};

const checkNonceForm = (nonce: string): void => {
  if (nonce.length <= longestNonce) return;
  throw invalid('SignatureNonce', `it has ${nonce.length} characters; at most ${longestNonce}`);
};

const findKey = async (
  { keys }: Pick<AuthenticateDeps, 'keys'>,
  { accessKeyId }: SignedRequest,
): Promise<AccessKey> => {
  const key = keyForm.test(accessKeyId) ? await keys.read(accessKeyId) : undefined;
  if (key === undefined) {
    throw new TagApiError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  }
  if (key.status === 'revoked') {
    throw new TagApiError(400, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.');
  }
  return key;
};

/** Secrets that count now, the current one first. */
const secretIdsOf = ({ secret, previous }: AccessKey, now: number): readonly string[] =>
  previous !== null && now < Date.parse(previous.validUntil)
    ? [secret.secretId, previous.secretId]
    : [secret.secretId];

const checkSignature = async (
  { readSecret, clock }: Pick<AuthenticateDeps, 'readSecret' | 'clock'>,
  key: AccessKey,
  request: SignedRequest,
): Promise<void> => {
  for (const secretId of secretIdsOf(key, clock())) {
    const secret = await readSecret(secretId);
    if (secret !== undefined && isSignedWith(request, secret)) return;
  }
  throw new TagApiError(
    400,
    'SignatureDoesNotMatch',
    `Specified signature is not matched with our calculation. server string to sign is:${cutText(request.signedText(), longestShown)}`,
  );
};

const invalidToken = (kind: string, problem: string): TagApiError =>
  new TagApiError(400, `InvalidSecurityToken.${kind}`, `Specified SecurityToken ${problem}.`);

/** Only keys that were made as temporary ones take a security token, and they want it. */
const checkToken = (key: AccessKey, { securityToken }: SignedRequest, now: number): void => {
  const { tokenHash } = key;
  if (tokenHash === null) {
    if (securityToken === undefined || securityToken === '') return;
    throw invalidToken(
      'MismatchWithAccessKey',
      'mismatch with the AccessKey: this key is not a temporary one and takes no token',
    );
  }
  if (securityToken === undefined || securityToken === '') throw missing('SecurityToken');
  if (!timingSafeEqual(Buffer.from(hashToken(securityToken)), Buffer.from(tokenHash))) {
    throw invalidToken('MismatchWithAccessKey', 'mismatch with the AccessKey');
  }
  if (hasExpired(key, now)) throw invalidToken('Expired', 'is expired');
};

/** Ids as ours are: what looks otherwise may be a secret in the wrong place. */
const ourIds = /^(?:HTAK|STS\.)[0-9A-Za-z]{1,60}$/;

/** The key that a call claims, as a log may show it. */
export const shownKeyId = ({ accessKeyId }: Pick<SignedRequest, 'accessKeyId'>): string =>
  ourIds.test(accessKeyId) ? accessKeyId : '(no id of a key)';

/**
 * Finds out who signed a request, and that it is one of its own: signed by the key's secret, of now, and
 * never seen before.
 * @throws TagApiError with the cloud's code
 */
export const authenticate = async (
  deps: Omit<AuthenticateDeps, 'callLimit'>,
  request: SignedRequest,
): Promise<AccessKey> => {
  checkTime(request.timestamp, deps.clock());
  checkNonceForm(request.nonce);
  const key = await findKey(deps, request);
  await checkSignature(deps, key, request);
  checkToken(key, request, deps.clock());
  if (!(await deps.nonces.use(key.accessKeyId, request.nonce))) {
    throw new TagApiError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
  }
  return key;
};

/** Counts a call of a key. @throws TagApiError when it is one too many */
export const checkCallLimit = async (
  { callLimit }: Pick<AuthenticateDeps, 'callLimit'>,
  { accessKeyId }: AccessKey,
): Promise<void> => {
  const retryAfterMs = await callLimit.count(accessKeyId);
  if (retryAfterMs === 0) return;
  throw new TagApiError(
    429,
    'Throttling.User',
    'Request was denied due to user flow control: too many calls of this access key in this minute.',
    { retryAfterMs },
  );
};

import { createHash, createHmac } from 'node:crypto';
import { canonicalParameters } from '../../../model/percent-encoding.ts';

/** What a call is signed with. Never logged. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Undefined for a key that does not expire. */
  readonly securityToken: string | undefined;
};

/** A request before it is signed. */
export type Unsigned = {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: string;
  /** Names in small letters; all of those are signed that the protocol signs. */
  readonly headers: Readonly<Record<string, string>>;
};

/** When a request is signed, and what tells it from all others. */
export type Moment = { readonly now: number; readonly nonce: string };

const algorithm = 'ACS3-HMAC-SHA256';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const isSigned = (name: string): boolean =>
  name === 'host' || name === 'content-type' || name.startsWith('x-acs-');

/** 2006-01-02T15:04:05Z, as the protocol writes a time. */
const timeOf = (now: number): string => new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z');

/**
 * Signs a request by ACS3-HMAC-SHA256, as the official SDKs do.
 * @returns all of its headers
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export const signedHeaders = (
  { method, path, query, body, headers }: Unsigned,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
  { now, nonce }: Moment,
): Readonly<Record<string, string>> => {
  const bodyHash = sha256(body);
  const all: Readonly<Record<string, string>> = {
    ...headers,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': timeOf(now),
    'x-acs-signature-nonce': nonce,
    ...(securityToken === undefined
      ? {}
      : { 'x-acs-accesskey-id': accessKeyId, 'x-acs-security-token': securityToken }),
  };
  const signed = Object.keys(all).filter(isSigned).sort();
  const canonical = [
    method,
    path,
    canonicalParameters(query),
    ...signed.map((name) => `${name}:${all[name]?.trim()}`),
    '',
    signed.join(';'),
    bodyHash,
  ].join('\n');
  const signature = createHmac('sha256', accessKeySecret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `${algorithm} Credential=${accessKeyId},SignedHeaders=${signed.join(';')},Signature=${signature}`;
  return { ...all, authorization };
};

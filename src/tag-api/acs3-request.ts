import { createHash, createHmac } from 'node:crypto';
import { cutText } from '../model/cut-text.ts';
import { canonicalParameters } from '../model/percent-encoding.ts';
import { whenUsed } from '../model/when-used.ts';
import { formOf, readParameters } from './parameters.ts';
import type { RawRequest, SignedRequest } from './signed-request.ts';
import { missing, TagApiError } from './tag-api-error.ts';

const algorithm = 'ACS3-HMAC-SHA256';

const authorizationForm =
  /^ACS3-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** Headers without which a signature proves nothing. */
const alwaysSigned = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
] as const;

const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

const incomplete = (problem: string): TagApiError =>
  new TagApiError(
    400,
    'IncompleteSignature',
    `The request signature does not conform to the standard: ${problem}.`,
  );

const readAuthorization = (text: string) => {
  const [name = ''] = text.split(/\s/, 1);
  if (name !== algorithm) {
    throw new TagApiError(
      400,
      'InvalidSignatureMethod',
      `Specified signature method is not valid: "${cutText(name, 40)}"; expected ${algorithm}.`,
    );
  }
  const [, accessKeyId, headers, signature] = authorizationForm.exec(text) ?? [];
  if (accessKeyId === undefined || headers === undefined || signature === undefined) {
    throw incomplete(
      `expected Authorization: ${algorithm} Credential=<id>,SignedHeaders=<names>,Signature=<64 hexadecimal digits>`,
    );
  }
  return { accessKeyId, signedHeaders: headers.toLowerCase().split(';'), signature };
};

/** What a name of a header consists of. Source: RFC 9110, "token". */
const headerName = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

const longestShownName = 40;

/** Whatever the protocol reads must be signed, or somebody on the way could have put it there. */
const checkSignedHeaders = (signed: readonly string[], { headerNames }: RawRequest): void => {
  const odd = signed.find((name) => !headerName.test(name));
  if (odd !== undefined) {
    const shown = JSON.stringify(cutText(odd, longestShownName));
    throw incomplete(`SignedHeaders names ${shown}, which is no name of a header`);
  }
  const names = new Set(signed);
  const present = headerNames.filter((name) => name.startsWith('x-acs-'));
  const unsigned = [...alwaysSigned, ...present].find((name) => !names.has(name));
  if (unsigned !== undefined) throw incomplete(`the header ${unsigned} is not signed`);
};

const canonicalRequest = (
  { method, path, header }: RawRequest,
  parameters: ReadonlyMap<string, string>,
  { signedHeaders, bodyHash }: { signedHeaders: readonly string[]; bodyHash: string },
): string =>
  [
    method,
    path,
    canonicalParameters(parameters),
    ...signedHeaders.map((name) => `${name}:${(header(name) ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');

/** True when a request is of this protocol. */
export const isAcs3 = ({ header }: RawRequest): boolean => header('authorization') !== undefined;

/**
 * Reads a request of the newer protocol: action and version in headers, all signed by
 * ACS3-HMAC-SHA256.
 * @param formIn how a form is found in the body
 * @throws TagApiError
 */
export const readAcs3Request = (raw: RawRequest, formIn = formOf): SignedRequest => {
  const { accessKeyId, signedHeaders, signature } = readAuthorization(
    raw.header('authorization') ?? '',
  );
  const required = (header: string, name: string): string => {
    const value = raw.header(header);
    if (value === undefined || value === '') throw missing(name, header);
    return value;
  };
  const action = required('x-acs-action', 'Action');
  const version = required('x-acs-version', 'Version');
  const timestamp = required('x-acs-date', 'Timestamp');
  const nonce = required('x-acs-signature-nonce', 'SignatureNonce');
  const bodyHash = required('x-acs-content-sha256', 'ContentSha256');
  checkSignedHeaders(signedHeaders, raw);
  if (bodyHash !== sha256(raw.body)) {
    throw new TagApiError(
      400,
      'SignatureDoesNotMatch',
      'Specified signature is not matched with our calculation: x-acs-content-sha256 is not the SHA-256 of the body.',
    );
  }
  const query = readParameters({ query: raw.query, body: '' });
  const parameters = readParameters({ query: raw.query, body: formIn(raw) });
  const signedText = whenUsed(() => canonicalRequest(raw, query, { signedHeaders, bodyHash }));
  return {
    action,
    version,
    accessKeyId,
    nonce,
    timestamp,
    securityToken: raw.header('x-acs-security-token'),
    signature,
    sign: (secret) =>
      createHmac('sha256', secret)
        .update(`${algorithm}\n${sha256(signedText())}`)
        .digest('hex'),
    signedText,
    parameters,
  };
};

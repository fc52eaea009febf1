import { createHmac } from 'node:crypto';
import { cutText } from '../model/cut-text.ts';
import { canonicalParameters, percentEncode } from '../model/percent-encoding.ts';
import { whenUsed } from '../model/when-used.ts';
import { formOf, readParameters } from './parameters.ts';
import type { RawRequest, SignedRequest } from './signed-request.ts';
import { invalid, missing } from './tag-api-error.ts';

/** Parameters of the protocol; none of them reaches an action. */
const ownNames = [
  'AccessKeyId',
  'Action',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
  'Version',
] as const;

/** How a call says that it is signed; nothing else is spoken here. */
const expected = { SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0' } as const;

/**
 * Reads a request of the older protocol: everything in query or form body, signed by HMAC-SHA1.
 * @throws TagApiError
 */
export const readRpcRequest = (raw: RawRequest): SignedRequest => {
  const all = readParameters({ query: raw.query, body: formOf(raw) });
  const required = (name: (typeof ownNames)[number]): string => {
    const value = all.get(name);
    if (value === undefined || value === '') throw missing(name);
    return value;
  };
  const action = required('Action');
  const version = required('Version');
  const accessKeyId = required('AccessKeyId');
  const timestamp = required('Timestamp');
  const nonce = required('SignatureNonce');
  const signature = required('Signature');
  const check = (name: (typeof ownNames)[number], given: string, value: string): void => {
    if (given !== value) throw invalid(name, `"${cutText(given, 40)}"; expected "${value}"`);
  };
  check('SignatureMethod', required('SignatureMethod'), expected.SignatureMethod);
  check('SignatureVersion', required('SignatureVersion'), expected.SignatureVersion);
  // Some clients send it, and it says nothing.
  check('SignatureType', all.get('SignatureType') ?? '', '');
  const signed = new Map(all);
  signed.delete('Signature');
  const signedText = whenUsed(
    () => `${raw.method}&${percentEncode('/')}&${percentEncode(canonicalParameters(signed))}`,
  );
  const parameters = new Map(all);
  for (const name of ownNames) parameters.delete(name);
  return {
    action,
    version,
    accessKeyId,
    nonce,
    timestamp,
    securityToken: all.get('SecurityToken'),
    signature,
    sign: (secret) => createHmac('sha1', `${secret}&`).update(signedText()).digest('base64'),
    signedText,
    parameters,
  };
};

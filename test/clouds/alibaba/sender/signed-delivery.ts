import { sign } from 'node:crypto';
import type { KeyPair } from './self-signed.ts';

export const certificateUrl =
  'https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate_2021012501.pem';
export const token = 'a-token-of-the-stage';

export type Signing = {
  readonly keys: KeyPair;
  readonly url: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Signed instead of the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What follows the body in what is signed; the end of a line unless given. */
  readonly end?: '\n' | '';
};

/** Headers of a delivery, signed as EventBridge of Alibaba Cloud says that it signs. */
export const signedHeadersOf = ({
  keys,
  url,
  body,
  at,
  headers = {},
  end = '\n',
}: Signing): Readonly<Record<string, string>> => {
  const signed = {
    'x-eventbridge-signature-timestamp': String(at),
    'x-eventbridge-hash-method': 'SHA256',
    'x-eventbridge-signature-version': '1.0',
    'x-eventbridge-signature-url': certificateUrl,
    'x-eventbridge-signature-token': token,
    ...headers,
  };
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}`);
  const text = `${url}\n${lines.join('\n')}\n${body}${end}`;
  const signature = sign('RSA-SHA256', Buffer.from(text), keys.privateKey).toString('base64');
  return { ...signed, 'x-eventbridge-signature-v2': signature };
};

import type { WireCall } from '../proxy.ts';

/** A call of the query protocol, in the name of whoever has an access key: emulators check no signature. */
export const formCall = (
  { accessKeyId, region }: Pick<WireCall, 'accessKeyId' | 'region'>,
  service: string,
  parameters: Readonly<Record<string, string>>,
): WireCall => ({
  service,
  region,
  accessKeyId,
  method: 'POST',
  path: '/',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request`,
  },
  body: Buffer.from(String(new URLSearchParams(parameters))),
});

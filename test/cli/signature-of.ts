import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A call as it came in. */
export type Seen = {
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
  readonly body: string;
};

const sha256 = (message: string): string => createHash('sha256').update(message).digest('hex');
const hmac = (key: string | Buffer, message: string): Buffer =>
  createHmac('sha256', key).update(message).digest();

const percentEncode = (part: string): string =>
  encodeURIComponent(part).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * The signature of a request as AWS documents it, for the service execute-api.
 * Source: IAM user guide, "Create a signed AWS API request".
 */
export const signatureOf = ({ request, body }: Seen, secret: string): string => {
  const { authorization = '', host = '' } = request.headers;
  const [, date = '', region = '', names = ''] =
    /Credential=[^/]+\/(\d{8})\/([^/]+)\/execute-api\/aws4_request, SignedHeaders=([^,]+),/.exec(
      authorization,
    ) ?? [];
  const url = new URL(request.url ?? '', `http://${host}`);
  const query = [...url.searchParams]
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .sort()
    .join('&');
  const headers = names.split(';').map((name) => `${name}:${request.headers[name]}\n`);
  const canonical = [
    request.method,
    url.pathname.split('/').map(percentEncode).join('/'),
    query,
    headers.join(''),
    names,
    sha256(body),
  ].join('\n');
  const scope = `${date}/${region}/execute-api/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join(
    '\n',
  );
  const key = [date, region, 'execute-api', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${secret}`,
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
};

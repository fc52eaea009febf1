import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { WireKey } from './wire-fixture.ts';

/** A request as a test sends it. */
export type Sent = {
  readonly version: string;
  readonly action: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly method?: string;
  readonly path?: string;
  /** The name in the `Host` header; the endpoint's own unless given. */
  readonly host?: string;
  /** When it is sent, as the client says; now unless given. Milliseconds since the epoch. */
  readonly at?: number;
};

export type Received = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body where it is JSON. */
  readonly body: unknown;
};

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const encodeAll = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const bodyOf = ({ form, json }: Sent): readonly [type: string | undefined, body: string] => {
  if (json !== undefined) return ['application/json; charset=utf-8', JSON.stringify(json)];
  if (form !== undefined) return ['application/x-www-form-urlencoded', encodeAll(form)];
  return [undefined, ''];
};

/** Sends one request, signed by ACS3-HMAC-SHA256. */
export const send = (endpoint: string, key: WireKey, sent: Sent): Promise<Received> => {
  const { method = 'POST', path = '/', host = endpoint, version, action, at = Date.now() } = sent;
  const query = encodeAll(sent.query ?? {});
  const [type, body] = bodyOf(sent);
  const signed: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(body),
    'x-acs-date': new Date(at).toISOString().replace(/\.\d+Z/, 'Z'),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': version,
    ...(key.securityToken === undefined ? {} : { 'x-acs-security-token': key.securityToken }),
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    path,
    query,
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const signature = createHmac('sha256', key.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const headers = {
    ...signed,
    ...(type === undefined ? {} : { 'content-type': type }),
    authorization: `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const url = `http://${endpoint}${path}${query === '' ? '' : `?${query}`}`;
    const call = request(url, { method, headers, agent: false }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          body: parsed(text),
        }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
};

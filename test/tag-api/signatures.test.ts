import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readAcs3Request } from '../../src/tag-api/acs3-request.ts';
import { readRpcRequest } from '../../src/tag-api/rpc-request.ts';
import {
  isSignedWith,
  type RawRequest,
  type SignedRequest,
} from '../../src/tag-api/signed-request.ts';
import { TagApiError } from '../../src/tag-api/tag-api-error.ts';

const capturesSchema = z.object({
  signatureTestVectors: z.object({
    vectors: z.array(
      z.object({
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        canonicalRequest: z.string(),
        expectedSignature: z.string(),
      }),
    ),
  }),
});

/** Requests of `@alicloud/tag20180828`, captured on loopback. */
const { vectors } = capturesSchema.parse(
  JSON.parse(
    readFileSync(join(import.meta.dirname, '../fixtures/alicloud-sdk-captures.json'), 'utf8'),
  ),
).signatureTestVectors;

type Vector = (typeof vectors)[number];

const secret = 'testAccessKeySecret';

const rawOf = ({ method, url, headers }: Omit<Vector, 'canonicalRequest'>): RawRequest => {
  const [path = '', query = ''] = url.split('?', 2);
  return {
    method,
    path,
    query,
    header: (name) => headers[name],
    headerNames: Object.keys(headers),
    body: new Uint8Array(),
  };
};

const isGood = (
  read: (raw: RawRequest) => SignedRequest,
  raw: RawRequest,
  key = secret,
): boolean => {
  try {
    return isSignedWith(read(raw), key);
  } catch (error) {
    if (error instanceof TagApiError) return false;
    throw error;
  }
};

/** The text with one letter changed, for each of its letters. */
const changedOnce = (text: string): readonly string[] =>
  Array.from(text, (letter, at) => {
    const other = letter === 'x' ? 'y' : 'x';
    return text.slice(0, at) + other + text.slice(at + 1);
  });

describe.each(vectors.map((vector, index) => ({ vector, title: `vector ${index + 1}` })))(
  'ACS3-HMAC-SHA256, $title',
  ({ vector }) => {
    it('signs the very text that the client signed', () => {
      const request = readAcs3Request(rawOf(vector));

      expect(request.signedText()).toBe(vector.canonicalRequest);
      expect(request.sign(secret)).toBe(vector.expectedSignature);
    });

    it('is good', () => {
      expect(isGood(readAcs3Request, rawOf(vector))).toBe(true);
    });

    it('is not good with one letter of the query changed', () => {
      const good = changedOnce(vector.url.slice(2)).filter((query) =>
        isGood(readAcs3Request, rawOf({ ...vector, url: `/?${query}` })),
      );

      expect(good).toEqual([]);
    });

    it('is not good with one letter of a signed header changed', () => {
      const names = Object.keys(vector.headers).filter(
        (name) => name.startsWith('x-acs-') || name === 'host',
      );

      const good = names.flatMap((name) =>
        changedOnce(vector.headers[name] ?? '').filter((value) =>
          isGood(
            readAcs3Request,
            rawOf({ ...vector, headers: { ...vector.headers, [name]: value } }),
          ),
        ),
      );

      expect(names).toHaveLength(7);
      expect(good).toEqual([]);
    });

    it('is not good with one letter of the signed header names or the signature changed', () => {
      const [start = '', rest = ''] = (vector.headers.authorization ?? '').split('SignedHeaders=');

      const good = changedOnce(rest).filter((changed) => {
        const authorization = `${start}SignedHeaders=${changed}`;
        return isGood(
          readAcs3Request,
          rawOf({ ...vector, headers: { ...vector.headers, authorization } }),
        );
      });

      expect(rest.length).toBeGreaterThan(150);
      expect(good).toEqual([]);
    });

    it.each([
      ['another method', { method: 'GET' }],
      ['another path', { url: vector.url.replace('/', '/tag/') }],
      ['one parameter more', { url: `${vector.url}&Status=Enable` }],
    ])('is not good with %s', (_, change) => {
      expect(isGood(readAcs3Request, rawOf({ ...vector, ...change }))).toBe(false);
    });

    it('is not good with a body that was not signed', () => {
      const headers = { ...vector.headers, 'content-type': 'application/x-www-form-urlencoded' };
      const raw = rawOf({ ...vector, headers });

      expect(isGood(readAcs3Request, raw)).toBe(true);
      expect(isGood(readAcs3Request, { ...raw, body: Buffer.from('Status=Enable') })).toBe(false);
    });

    it('is not good with one letter of the secret changed', () => {
      const good = changedOnce(secret).filter((other) =>
        isGood(readAcs3Request, rawOf(vector), other),
      );

      expect(good).toEqual([]);
    });

    it('is refused when a header of the protocol is not signed', () => {
      const headers = { ...vector.headers, 'x-acs-security-token': 'put in on the way' };

      expect(() => readAcs3Request(rawOf({ ...vector, headers }))).toThrow(
        'the header x-acs-security-token is not signed',
      );
    });
  },
);

/** The example of the cloud's own documents, "Request signatures" of ECS. */
const published = {
  query:
    'Timestamp=2016-02-23T12:46:24Z&Format=XML&AccessKeyId=testid&Action=DescribeRegions&SignatureMethod=HMAC-SHA1&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&Version=2014-05-26&SignatureVersion=1.0',
  signature: 'OLeaidS1JvxuMvnyHOwuJ+uX5qY=',
  secret: 'testsecret',
} as const;

const rpcRaw = (query: string, form = ''): RawRequest => {
  const headers: Readonly<Record<string, string>> = {
    'content-type': 'application/x-www-form-urlencoded',
  };
  return {
    method: form === '' ? 'GET' : 'POST',
    path: '/',
    query,
    header: (name) => headers[name],
    headerNames: Object.keys(headers),
    body: Buffer.from(form),
  };
};

describe('RPC HMAC-SHA1, the published example', () => {
  const signature = `Signature=${encodeURIComponent(published.signature)}`;

  it('is good, wherever in the query the signature stands', () => {
    for (const query of [`${published.query}&${signature}`, `${signature}&${published.query}`]) {
      expect(isGood(readRpcRequest, rpcRaw(query), published.secret)).toBe(true);
    }
  });

  it('is not good with one letter changed', () => {
    const good = changedOnce(`${published.query}&${signature}`).filter((query) =>
      isGood(readRpcRequest, rpcRaw(query), published.secret),
    );

    expect(good).toEqual([]);
  });

  it('is not good with any other letter in the place of one of the signature', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';

    const good = [...letters]
      .flatMap((letter) =>
        Array.from(published.signature, (_, at) =>
          [published.signature.slice(0, at), published.signature.slice(at + 1)].join(letter),
        ),
      )
      .filter((changed) => changed !== published.signature)
      .filter((changed) => {
        const query = `${published.query}&Signature=${encodeURIComponent(changed)}`;
        return isGood(readRpcRequest, rpcRaw(query), published.secret);
      });

    expect(good).toEqual([]);
  });

  it('is not good as a POST, or with one parameter more in a body', () => {
    const raw = rpcRaw(`${published.query}&${signature}`);

    expect(isGood(readRpcRequest, { ...raw, method: 'POST' }, published.secret)).toBe(false);
    expect(
      isGood(readRpcRequest, { ...raw, body: Buffer.from('Status=Enable') }, published.secret),
    ).toBe(false);
  });
});

describe('RPC HMAC-SHA1, query and form', () => {
  const own =
    'AccessKeyId=id&Action=A&SignatureMethod=HMAC-SHA1&SignatureNonce=n&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2018-08-28&SignatureVersion=1.0&Signature=';
  const form = 'TagKeys.1=cost+center&TagKeys.2=%E6%88%90%E6%9C%AC%2A~%21%28x%29%27';
  const signatureFor = (signed: SignedRequest): string => encodeURIComponent(signed.sign(secret));

  it('signs both together, and hands on what is not of the protocol', () => {
    const unsigned = readRpcRequest(rpcRaw(`${own}AAAA`, form));
    const request = readRpcRequest(rpcRaw(`${own}${signatureFor(unsigned)}`, form));

    expect(isSignedWith(request, secret)).toBe(true);
    expect(request.parameters).toEqual(
      new Map([
        ['TagKeys.1', 'cost center'],
        ['TagKeys.2', "成本*~!(x)'"],
      ]),
    );
  });

  it('does not care where a parameter stands, nor how a blank is spelled', () => {
    const unsigned = readRpcRequest(rpcRaw(`${own}AAAA`, form));
    const moved = rpcRaw(
      `${own}${signatureFor(unsigned)}&${form.replaceAll('+', '%20')}`,
      'ignored',
    );

    expect(isGood(readRpcRequest, { ...moved, method: 'POST', body: new Uint8Array() })).toBe(true);
  });

  it('is not good with one letter of the form changed', () => {
    const unsigned = readRpcRequest(rpcRaw(`${own}AAAA`, form));

    const good = changedOnce(form).filter((changed) =>
      isGood(readRpcRequest, rpcRaw(`${own}${signatureFor(unsigned)}`, changed)),
    );

    expect(good).toEqual([]);
  });
});

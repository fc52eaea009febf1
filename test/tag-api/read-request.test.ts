import { createHash } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { readRequest } from '../../src/tag-api/read-request.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A parameter that takes long to spell as it is signed. */
const long = `Tag=${'*'.repeat(100_000)}`;
const body = Buffer.from(long);

const rpcQuery =
  'Action=ListTagKeys&Version=2018-08-28&AccessKeyId=nobody&Timestamp=2026-03-01T08%3A00%3A00Z&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=n&Signature=AAAA';

const acs3Headers: Readonly<Record<string, string>> = {
  host: 'localhost',
  'x-acs-action': 'ListTagKeys',
  'x-acs-content-sha256': createHash('sha256').update('').digest('hex'),
  'x-acs-date': '2026-03-01T08:00:00Z',
  'x-acs-signature-nonce': 'n',
  'x-acs-version': '2018-08-28',
};

const protocols: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['RPC signature', rpcQuery, {}],
  [
    'ACS3',
    long,
    {
      ...acs3Headers,
      authorization: `ACS3-HMAC-SHA256 Credential=nobody,SignedHeaders=${Object.keys(acs3Headers).join(';')},Signature=${'0'.repeat(64)}`,
    },
  ],
];

it.each(protocols)(
  'does not spell out what was signed before somebody asks for it: %s',
  (_, query, given) => {
    const spelled = vi.fn(encodeURIComponent);
    vi.stubGlobal('encodeURIComponent', spelled);
    const headers = { ...given, 'content-type': 'application/x-www-form-urlencoded' };
    const headerOf = new Map(Object.entries(headers));
    const isInBody = query === rpcQuery;

    const request = readRequest({
      method: 'POST',
      path: '/',
      query,
      header: (name) => headerOf.get(name),
      headerNames: [...headerOf.keys()],
      body: isInBody ? body : Buffer.alloc(0),
    });

    expect(spelled).not.toHaveBeenCalled();
    expect(request.signedText()).toContain('Tag');
  },
);

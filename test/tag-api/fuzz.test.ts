import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { mostBodyBytes } from '../../src/admin/read-bytes.ts';
import { diskRule } from '../engine/fixtures.ts';
import { fc } from '../properties.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import type { Credentials } from './clients.ts';
import { signRpc } from './sign-rpc.ts';
import { account, startTagApi, type TestTagApi } from './tag-api-fixture.ts';

const now = Date.parse('2026-03-01T08:00:00Z');
const runs = 150;

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;
let key: Credentials;
let nonces = 0;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await startTagApi(dynamoDb, { clock: () => now, isWithoutCloud: false });
  key = await api.newKey();
  return api.stop;
});
afterEach(() => {
  expect(api.reported).toEqual([]);
});

const refusalSchema = z.strictObject({
  RequestId: z.string().check(z.regex(/^[0-9A-F-]{36}$/)),
  HostId: z.string(),
  Code: z.string().check(z.regex(/^[A-Za-z0-9.]{1,200}$/)),
  Message: z.string().check(z.minLength(1), z.maxLength(3000)),
  AccessDeniedDetail: z.optional(z.unknown()),
});

type Sent = { readonly status: number; readonly code: string };

const form = { 'content-type': 'application/x-www-form-urlencoded' };

const send = async (query: string, init: RequestInit = {}): Promise<Sent> => {
  const response = await api.app.fetch(new Request(`http://tag.test/?${query}`, init));
  const body: unknown = await response.json();
  if (response.status === 200) return { status: 200, code: '' };
  return { status: response.status, code: refusalSchema.parse(body).Code };
};

/** What every call of the older protocol carries, but for its signature. */
const ofProtocol = (): [string, string][] => {
  nonces += 1;
  return [
    ['Version', '2018-08-28'],
    ['AccessKeyId', key.accessKeyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureVersion', '1.0'],
    ['SignatureNonce', `n${nonces}`],
    ['Timestamp', '2026-03-01T08:00:00Z'],
  ];
};

/** Signs what it is given, so that nothing but its content is wrong. */
const signed = (parameters: Iterable<readonly [string, string]>, method: 'GET' | 'POST') => {
  return signRpc(new Map([...ofProtocol(), ...parameters]), key.accessKeySecret, method);
};

const post = (parameters: Iterable<readonly [string, string]>): Promise<Sent> =>
  send('', { method: 'POST', headers: form, body: signed(parameters, 'POST') });

const stored = () => api.ruleAdmin.listRules(account);

const refusedAs = [400, 403, 404, 413];
/** Whatever somebody without a secret sends. */
const strangersGet = [...refusedAs, 405];

const asIs = (given: string): string => given;
/** Leaves percent signs alone, so that some of it is no encoding. */
const escapeHalf = (given: string): string => encodeURIComponent(given).replaceAll('%25', '%');

/** Well-formed Unicode: nothing else can be percent-encoded. */
const text = fc.string({ unit: 'binary', maxLength: 40 });

const knownName = fc.constantFrom(
  'SettingName',
  'SettingName.1',
  'Status',
  'TagKeys',
  'TagKeys.1',
  'TagKeys.2',
  'TagKeys.0',
  'TagKeys.01',
  'TagKeys.999999',
  'TagKeys.1.1',
  'CreateRulesList',
  'CreateRulesList.1',
  'CreateRulesList.1.SettingName',
  'CreateRulesList.1.Status',
  'CreateRulesList.1.TagKeys.1',
  'CreateRulesList.x.Status',
  'CreateRulesList.1.TagKeys.1.1',
  'MaxResult',
  'NextToken',
  'ResourceARN.1',
  'Tags',
  'TagKey.1',
  'RegionId',
  'Format',
  '__proto__',
  'constructor.1',
  '.',
  '..',
  'a..b',
);
const knownValue = fc.constantFrom(
  '',
  diskRule,
  'Enable',
  'Disable',
  'cost',
  'acs:x',
  '{"a":"b"}',
  '50',
  '-1',
  '1e9',
  'cn-hangzhou',
);
const action = fc.constantFrom(
  'CreateAssociatedResourceRules',
  'UpdateAssociatedResourceRule',
  'DeleteAssociatedResourceRule',
  'ListAssociatedResourceRules',
  'TagResources',
  'UntagResources',
  'ListTagResources',
);

describe('whatever is sent without a signature', () => {
  it('is refused with a code, be it query, headers or body', async () => {
    const authorization = fc.oneof(
      fc.constant(undefined),
      fc
        .string({ unit: 'grapheme-ascii', maxLength: 200 })
        .map((tail) => `ACS3-HMAC-SHA256 ${tail}`),
      fc.string({ unit: 'grapheme-ascii', maxLength: 50 }),
    );
    const sent = fc.record({
      query: fc.oneof(
        fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
        fc
          .array(fc.tuple(fc.oneof(knownName, text), fc.oneof(knownValue, text)))
          .map((pairs) => pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')),
      ),
      authorization,
      body: fc.uint8Array({ maxLength: 300 }),
      isForm: fc.boolean(),
    });

    await fc.assert(
      fc.asyncProperty(sent, async ({ query, authorization, body, isForm }) => {
        const headers = new Headers(isForm ? form : {});
        if (authorization !== undefined) headers.set('authorization', authorization.trim() || 'x');

        const { status } = await send(query.replaceAll('#', ''), {
          method: 'POST',
          headers,
          body: new Uint8Array(body),
        });

        expect(refusedAs).toContain(status);
      }),
      { numRuns: runs },
    );
    expect(await stored()).toEqual([]);
  });
});

/** Names of headers as programs and attackers spell them; `fetch` itself refuses other ones. */
const headerToken = fc
  .array(fc.constantFrom(..."abzX019!#$%&'*+-.^_`|~"), { minLength: 1, maxLength: 30 })
  .map((letters) => letters.join(''));
/** What stands in a list of signed headers may be anything. */
const signedName = fc.oneof(
  fc.constantFrom(
    'host',
    'x-acs-action',
    'b@d',
    'a:b',
    'ü',
    '(',
    ' ',
    '',
    '\u0000',
    '__proto__',
    'constructor',
  ),
  headerToken,
  fc.string({ unit: 'binary', maxLength: 10 }),
);
/** Bytes of a header's value, one a letter. */
const headerValue = fc
  .array(
    fc.integer({ min: 32, max: 255 }).filter((code) => code !== 127),
    { maxLength: 200 },
  )
  .map((codes) => String.fromCharCode(...codes).trim());
const latin = (text: string): string => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?').trim();
const size = fc.constantFrom(0, 1, 128, 4096, 100_000);
const long = fc
  .tuple(fc.constantFrom('*', 'a', '%', '&', '=', '[', 'é', '😀'), size)
  .map(([letter, length]) => letter.repeat(length));
const rpcName = fc.constantFrom(
  'Action',
  'Version',
  'AccessKeyId',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
  'Format',
);
const rpcValue = fc.constantFrom(
  '2018-08-28',
  'HMAC-SHA1',
  '1.0',
  '2026-03-01T08:00:00Z',
  '+275760-09-13T00:00:00Z',
  'ListAssociatedResourceRules',
  'constructor',
);

describe('whoever does not know a secret', () => {
  it('gets no 5xx for any headers of the newer protocol', async () => {
    const header = fc.constantFrom(
      'x-acs-action',
      'x-acs-version',
      'x-acs-date',
      'x-acs-signature-nonce',
      'x-acs-content-sha256',
      'x-acs-security-token',
      'content-type',
      'accept',
      'host',
    );
    const emptySha = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const proper = {
      'x-acs-action': 'ListAssociatedResourceRules',
      'x-acs-version': '2018-08-28',
      'x-acs-date': '2026-03-01T08:00:00Z',
      'x-acs-signature-nonce': 'n',
      'x-acs-content-sha256': emptySha,
    };
    const changes = fc.array(
      fc.tuple(fc.oneof(header, headerToken), fc.oneof(headerValue, rpcValue, long.map(latin))),
      { maxLength: 4 },
    );

    await fc.assert(
      fc.asyncProperty(
        changes,
        fc.array(signedName, { maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
        async (changed, extra, isKnownKey, method) => {
          const headers = new Headers(proper);
          for (const [name, value] of changed) headers.set(name, value);
          const all = ['host', ...Object.keys(proper), ...extra].join(';');
          const id = isKnownKey ? key.accessKeyId : 'HTAKunknown';
          headers.set(
            'authorization',
            latin(`ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=${all},Signature=${emptySha}`),
          );

          const { status } = await send('', { method, headers });

          expect(strangersGet).toContain(status);
        },
      ),
      { numRuns: runs },
    );
  });

  it('gets no 5xx for any parameters of the older protocol', async () => {
    const pair = fc.tuple(
      fc.oneof(rpcName, knownName, text),
      fc.oneof(rpcValue, knownValue, text, long),
    );
    /** As it should be, as a browser would send it, half way, and not at all. */
    const spell = fc.constantFrom(encodeURIComponent, encodeURI, escapeHalf, asIs);

    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { maxLength: 16 }),
        spell,
        fc.boolean(),
        fc.boolean(),
        async (pairs, spelled, isForm, isRepeated) => {
          const once = pairs.map((each) => each.map(spelled).join('=')).join('&');
          const sent = isRepeated ? `${once}&${once}` : once;

          const { status } = isForm
            ? await send('', { method: 'POST', headers: form, body: sent })
            : await send(sent.slice(0, 60_000).replaceAll('#', ''));

          expect(strangersGet).toContain(status);
        },
      ),
      { numRuns: runs },
    );
  });

  it('gets no 5xx for any wrong signature of a known key', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.oneof(knownName, text), fc.oneof(text, long))),
        text,
        async (pairs, secret) => {
          const query = signRpc(
            new Map([...pairs, ...ofProtocol(), ['Action', 'ListAssociatedResourceRules']]),
            `not ${secret}`,
            'POST',
          );

          const { status } = await send('', { method: 'POST', headers: form, body: query });

          expect(strangersGet).toContain(status);
        },
      ),
      { numRuns: runs },
    );
    expect(await stored()).toEqual([]);
  });
});

describe('whatever is signed', () => {
  it('is done, or refused with a code', async () => {
    await fc.assert(
      fc.asyncProperty(
        action,
        fc.array(fc.tuple(fc.oneof(knownName, text), fc.oneof(knownValue, text)), {
          maxLength: 12,
        }),
        async (name, parameters) => {
          const { status } = await post([['Action', name], ...parameters]);

          expect([200, ...refusedAs]).toContain(status);
        },
      ),
      { numRuns: runs },
    );
  });

  it('gives back any key that may be a tag key, letter for letter', async () => {
    await post([
      ['Action', 'CreateAssociatedResourceRules'],
      ['CreateRulesList.1.SettingName', diskRule],
      ['CreateRulesList.1.Status', 'Enable'],
    ]);

    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc
            .string({ unit: 'binary', minLength: 1, maxLength: 20 })
            .filter((each) => !/^(aliyun|acs:|aws:)/i.test(each) && !/https?:\/\//.test(each))
            .filter((each) => !/[\p{Cc}\p{Cs}]/u.test(each)),
          { minLength: 1, maxLength: 10 },
        ),
        async (tagKeys) => {
          const { status } = await post([
            ['Action', 'UpdateAssociatedResourceRule'],
            ['SettingName', diskRule],
            ...tagKeys.map((each, index) => [`TagKeys.${index + 1}`, each] as const),
          ]);

          expect(status).toBe(200);
          expect((await stored())[0]?.tagKeys).toEqual(tagKeys);
        },
      ),
      { numRuns: runs },
    );
  });

  it('is refused when one letter of it is changed on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom('x', '%', '&', '=', '+', '0'),
        async (at, letter) => {
          const query = signed(
            [
              ['Action', 'ListAssociatedResourceRules'],
              ['SettingName.1', diskRule],
              ['RegionId', 'cn-hangzhou'],
            ],
            'GET',
          );
          const place = at % query.length;
          const changed = query.slice(0, place) + letter + query.slice(place + 1);

          if (changed === query) return;
          expect(refusedAs).toContain((await send(changed)).status);
        },
      ),
      { numRuns: runs },
    );
  });
});

describe('too much', () => {
  const many = (count: number): [string, string][] => [
    ['Action', 'UpdateAssociatedResourceRule'],
    ['SettingName', diskRule],
    ...Array.from({ length: count }, (_, index): [string, string] => [
      `TagKeys.${index + 1}`,
      `k${index}`,
    ]),
  ];

  it('of keys is told by its own code, up to thousands', async () => {
    expect(await post(many(51))).toEqual({ status: 400, code: 'InvalidSettingName.NotFound' });
    await post([
      ['Action', 'CreateAssociatedResourceRules'],
      ['CreateRulesList.1.SettingName', diskRule],
      ['CreateRulesList.1.Status', 'Enable'],
    ]);

    expect(await post(many(51))).toEqual({ status: 400, code: 'NumberExceed.TagKeys' });
    expect(await post(many(5900))).toEqual({ status: 400, code: 'NumberExceed.TagKeys' });
  });

  it('of parameters is refused before anything is done with them', async () => {
    const body = `${signed([], 'POST')}${'&a'.repeat(300_000)}`;

    expect(await post(many(6000))).toEqual({ status: 400, code: 'InvalidParameter.Count' });
    expect(await send('', { method: 'POST', headers: form, body })).toEqual({
      status: 400,
      code: 'InvalidParameter.Count',
    });
  });

  it('of a query is refused', async () => {
    expect(await send('a'.repeat(131_073))).toEqual({ status: 413, code: 'RequestTooLarge' });
  });

  it('of a body is refused without being read to its end', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(97));
      },
    });
    const init = { method: 'POST', headers: form, body: endless, duplex: 'half' } as const;

    expect(await send('', init)).toEqual({ status: 413, code: 'RequestTooLarge' });
    expect(given).toBeLessThan(mostBodyBytes + 4 * 65_536);
  });

  it.each([
    ['a place far out', [['TagKeys.999999', 'x']], 'InvalidParameter.TagKeys'],
    ['a place beyond numbers', [[`TagKeys.${'9'.repeat(400)}`, 'x']], 'InvalidParameter.TagKeys'],
    ['a deep name', [[`TagKeys${'.1'.repeat(4000)}`, 'x']], 'InvalidParameter.TagKeys'],
    [
      'a value and a list',
      [
        ['TagKeys', 'x'],
        ['TagKeys.1', 'y'],
      ],
      'InvalidParameter.TagKeys',
    ],
    ['an object for a list', [['TagKeys.a', 'x']], 'InvalidParameter.TagKeys'],
    ['a list for a text', [['Status.1', 'Enable']], 'InvalidParameter.Status'],
    ['an unknown name', [['TagKey.1', 'x']], 'UnsupportedParameter'],
    ['a name of objects', [['__proto__', 'x']], 'UnsupportedParameter'],
    ['an empty name', [['', 'x']], 'UnsupportedParameter'],
  ])('of imagination is refused: %s', async (_, parameters, code) => {
    const pairs = parameters.map(([name = '', value = '']) => [name, value] as const);

    expect(
      await post([['Action', 'UpdateAssociatedResourceRule'], ['SettingName', diskRule], ...pairs]),
    ).toEqual({ status: 400, code });
  });

  it.each([
    ['a name given twice', '&Status=Enable&Status=Enable', 'InvalidParameter.Duplicate'],
    ['a name in query and body', '&Version=2018-08-28', 'InvalidParameter.Duplicate'],
    ['half a percent-encoding', '&Status=%E6%88', 'InvalidParameter.Encoding'],
    ['a percent sign alone', '&Status=100%', 'InvalidParameter.Encoding'],
    ['another encoding', '&Status=%FC', 'InvalidParameter.Encoding'],
  ])('of freedom is refused: %s', async (_, tail, code) => {
    const body = signed([['Action', 'ListAssociatedResourceRules']], 'POST');

    expect(await send(tail.slice(1), { method: 'POST', headers: form, body })).toEqual({
      status: 400,
      code,
    });
  });

  it.each([
    ['no UTF-8', form, new Uint8Array([0xff, 0xfe]), 'InvalidParameter.Encoding'],
    ['JSON', { 'content-type': 'application/json' }, '{}', 'InvalidContentType'],
    ['of no type', {}, new Uint8Array([97]), 'InvalidContentType'],
  ])('in a body is refused: %s', async (_, headers, body, code) => {
    expect(await send('', { method: 'POST', headers, body })).toEqual({ status: 400, code });
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalParameters, percentEncode } from '../../src/model/percent-encoding.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import type { Credentials } from './clients.ts';
import { signRpc } from './sign-rpc.ts';
import { account, startTagApi, type TagApiOptions, type TestTagApi } from './tag-api-fixture.ts';

const start = Date.parse('2026-03-01T08:00:00Z');
const hour = 3_600_000;

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;
let key: Credentials;
let time: number;

const open = async (options: TagApiOptions = {}): Promise<void> => {
  api = await startTagApi(dynamoDb, { clock: () => time, ...options });
  key = await api.newKey();
};

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  time = start;
  await open();
  return () => api.stop();
});

type Change = Readonly<Record<string, string | undefined>>;

const parametersFor = (credentials: Credentials, change: Change = {}): Map<string, string> => {
  const all = {
    Action: 'ListAssociatedResourceRules',
    Version: '2018-08-28',
    Format: 'JSON',
    AccessKeyId: credentials.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: new Date(time).toISOString().replace(/\.\d+Z/, 'Z'),
    SecurityToken: credentials.securityToken,
    ...change,
  };
  return new Map(
    Object.entries(all).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );
};

const send = async (query: string, init: RequestInit = {}) => {
  const response = await fetch(`http://${api.endpoint}/?${query}`, init);
  const body: unknown = await response.json();
  return { status: response.status, body };
};

/** Signs and sends one call. */
const call = (change: Change = {}, credentials = key) =>
  send(signRpc(parametersFor(credentials, change), credentials.accessKeySecret));

const good = { status: 200, body: { Rules: [], NextToken: '' } };
const refused = (status: number, Code: string) => ({ status, body: { Code } });

describe('the clock', () => {
  const at = (offsetMs: number) => ({
    Timestamp: new Date(start + offsetMs).toISOString().replace(/\.\d+Z/, 'Z'),
  });

  it('may be 15 minutes off, either way', async () => {
    expect(await call(at(-900_000))).toMatchObject(good);
    expect(await call(at(900_000))).toMatchObject(good);
  });

  it('may not be off by one second more', async () => {
    expect(await call(at(-901_000))).toMatchObject(refused(400, 'InvalidTimeStamp.Expired'));
    expect(await call(at(901_000))).toMatchObject(refused(400, 'InvalidTimeStamp.Expired'));
  });

  it.each(['yesterday', '2026-03-01', '2026-03-01T08:00:00+08:00', '2026-13-01T08:00:00Z', '0'])(
    'is not written as "%s"',
    async (Timestamp) => {
      expect(await call({ Timestamp })).toMatchObject(refused(400, 'InvalidTimeStamp.Format'));
    },
  );
});

describe('a nonce', () => {
  it('cannot be used twice, neither by the same request nor by another', async () => {
    const query = signRpc(parametersFor(key, { SignatureNonce: 'n' }), key.accessKeySecret);

    expect(await send(query)).toMatchObject(good);
    expect(await send(query)).toMatchObject(refused(400, 'SignatureNonceUsed'));
    time += 1000;
    expect(await call({ SignatureNonce: 'n' })).toMatchObject(refused(400, 'SignatureNonceUsed'));
  });

  it("counts for its own key, not for others'", async () => {
    await call({ SignatureNonce: 'n' });

    expect(await call({ SignatureNonce: 'n' }, await api.newKey())).toMatchObject(good);
  });

  it('is used once when many requests bring it at the same time', async () => {
    const query = signRpc(parametersFor(key, { SignatureNonce: 'n' }), key.accessKeySecret);

    const answers = await Promise.all(Array.from({ length: 20 }, () => send(query)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is not used up by a request with a wrong signature', async () => {
    const other = { ...key, accessKeySecret: 'another' };

    expect(await call({ SignatureNonce: 'n' }, other)).toMatchObject(
      refused(400, 'SignatureDoesNotMatch'),
    );
    expect(await call({ SignatureNonce: 'n' })).toMatchObject(good);
  });

  it('is kept until no request with it can be of now', async () => {
    const query = signRpc(parametersFor(key, { SignatureNonce: 'n' }), key.accessKeySecret);
    time = start - 900_000;
    expect(await send(query)).toMatchObject(good);

    const items = await api.table.scan({ prefixes: ['nonce#'], cursor: undefined });
    const [row] = items.items;
    const item = row && (await api.table.get(row));

    expect(item?.expiresAt).toBeGreaterThan((start + 900_000) / 1000);
  });

  it('has at most 128 characters', async () => {
    expect(await call({ SignatureNonce: 'n'.repeat(128) })).toMatchObject(good);
    expect(await call({ SignatureNonce: 'n'.repeat(129) })).toMatchObject(
      refused(400, 'InvalidSignatureNonce'),
    );
  });
});

describe('a key', () => {
  it.each(['HTAKnobody', '', '__proto__', '../../etc', 'k'.repeat(5000)])(
    'that is not there is refused: "%s"',
    async (AccessKeyId) => {
      const expected =
        AccessKeyId === ''
          ? refused(400, 'MissingAccessKeyId')
          : refused(404, 'InvalidAccessKeyId.NotFound');

      expect(await call({ AccessKeyId })).toMatchObject(expected);
    },
  );

  it('that is revoked is refused at once', async () => {
    expect(await call()).toMatchObject(good);

    await api.accessKeys.revoke({ accountId: account, accessKeyId: key.accessKeyId });

    expect(await call()).toMatchObject(refused(400, 'InvalidAccessKeyId.Inactive'));
  });

  it('counts with both secrets for a while after a rotation', async () => {
    const rotated = await api.accessKeys.rotate({
      accountId: account,
      accessKeyId: key.accessKeyId,
      graceHours: 2,
    });
    const renewed = { ...key, accessKeySecret: rotated.accessKeySecret };

    expect(await call({}, renewed)).toMatchObject(good);
    expect(await call()).toMatchObject(good);
    time += 2 * hour;
    expect(await call({}, renewed)).toMatchObject(good);
    expect(await call()).toMatchObject(refused(400, 'SignatureDoesNotMatch'));
  });

  it('counts with the new secret alone when there is no grace', async () => {
    await call();

    const { accessKeySecret } = await api.accessKeys.rotate({
      accountId: account,
      accessKeyId: key.accessKeyId,
      graceHours: 0,
    });

    expect(await call()).toMatchObject(refused(400, 'SignatureDoesNotMatch'));
    expect(await call({}, { ...key, accessKeySecret })).toMatchObject(good);
  });

  it('sees its own account alone', async () => {
    const other = await api.newKey({ accountId: '2000000000000002' });

    expect(await call({}, other)).toMatchObject(refused(400, 'InvalidOperation.NotActivated'));
  });

  it.each([
    ['OwnerId', 'InvalidOwnerId'],
    ['OwnerAccount', 'InvalidOwnerAccount'],
    ['ResourceOwnerId', 'InvalidResourceOwnerId'],
    ['ResourceOwnerAccount', 'InvalidResourceOwnerAccount'],
  ])('acts for nobody else: %s', async (name, code) => {
    expect(await call({ [name]: account })).toMatchObject(good);
    expect(await call({ [name]: '2000000000000002' })).toMatchObject(refused(400, code));
  });
});

describe('a security token', () => {
  it('is refused with a key that was made without', async () => {
    expect(await call({ SecurityToken: 'token' })).toMatchObject(
      refused(400, 'InvalidSecurityToken.MismatchWithAccessKey'),
    );
  });

  it('goes with the temporary key it was made for, until that ends', async () => {
    const temporary = await api.newKey({ temporaryHours: 1 });

    expect(temporary.accessKeyId).toMatch(/^STS\./);
    expect(await call({}, temporary)).toMatchObject(good);
    expect(await call({ SecurityToken: undefined }, temporary)).toMatchObject(
      refused(400, 'MissingSecurityToken'),
    );
    expect(await call({ SecurityToken: `${temporary.securityToken}x` }, temporary)).toMatchObject(
      refused(400, 'InvalidSecurityToken.MismatchWithAccessKey'),
    );
    time += hour;
    expect(await call({}, temporary)).toMatchObject(refused(400, 'InvalidSecurityToken.Expired'));
  });
});

describe('a limit of calls', () => {
  it('starts anew with each minute, and counts no call with a wrong signature', async () => {
    await api.stop();
    await open({ callsPerMinute: 2 });
    const wrong = { ...key, accessKeySecret: 'another' };

    for (let time = 0; time < 5; time += 1) await call({}, wrong);
    expect(await call()).toMatchObject(good);
    expect(await call()).toMatchObject(good);
    expect(await call()).toMatchObject(refused(429, 'Throttling.User'));
    time += 60_000;
    expect(await call()).toMatchObject(good);
  });
});

it('does not count a replay against the key, so that nobody can use up its calls', async () => {
  await api.stop();
  await open({ callsPerMinute: 2 });
  const query = signRpc(parametersFor(key), key.accessKeySecret);
  expect(await send(query)).toMatchObject(good);

  for (let time = 0; time < 5; time += 1) await send(query);

  expect(await call()).toMatchObject(good);
});

describe('a request that lacks something', () => {
  it.each([
    ['Action', 'MissingAction'],
    ['Version', 'MissingVersion'],
    ['AccessKeyId', 'MissingAccessKeyId'],
    ['Timestamp', 'MissingTimestamp'],
    ['SignatureNonce', 'MissingSignatureNonce'],
    ['SignatureMethod', 'MissingSignatureMethod'],
    ['SignatureVersion', 'MissingSignatureVersion'],
  ])('is told that it is %s', async (name, code) => {
    const query = canonicalParameters(parametersFor(key, { [name]: undefined }));

    const answer = await send(`${query}&Signature=any`);

    expect(answer).toMatchObject({
      status: 400,
      body: { Code: code, Message: `${name} is mandatory for this action.` },
    });
  });

  it('is told that it is the signature', async () => {
    const query = canonicalParameters(parametersFor(key));

    expect(await send(query)).toMatchObject(refused(400, 'MissingSignature'));
    expect(await send('')).toMatchObject(refused(400, 'MissingAction'));
  });

  it.each([
    [{ Version: '2014-05-26' }, 400, 'InvalidVersion'],
    [{ Action: 'ListTagKeys' }, 404, 'InvalidAction.NotFound'],
    [{ Action: 'toString' }, 404, 'InvalidAction.NotFound'],
    [{ SignatureMethod: 'HMAC-MD5' }, 400, 'InvalidSignatureMethod'],
    [{ SignatureVersion: '2.0' }, 400, 'InvalidSignatureVersion'],
    [{ Format: 'XML' }, 400, 'InvalidParameter.Format'],
    [{ TagKey: 'x' }, 400, 'UnsupportedParameter'],
  ])('or has something wrong: %j', async (change, status, code) => {
    expect(await call(change)).toMatchObject(refused(status, code));
  });

  it.each([
    ['Bearer abc', 'InvalidSignatureMethod'],
    ['ACS3-HMAC-SM3 Credential=a,SignedHeaders=b,Signature=c', 'InvalidSignatureMethod'],
    ['ACS3-HMAC-SHA256 Credential=a', 'IncompleteSignature'],
    [
      `ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=${'0'.repeat(64)}`,
      'MissingAction',
    ],
  ])('or has a wrong Authorization: %s', async (authorization, code) => {
    const answer = await send('', { headers: { authorization } });

    expect(answer).toMatchObject(refused(400, code));
  });

  it.each(['b@d', 'a:b', 'ü', '(', 'x y', '', '"', '\u00a0', '[', 'host;;host'])(
    'or says that a header named %j is signed, which cannot be',
    async (name) => {
      const authorization = `ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;${name},Signature=${'0'.repeat(64)}`;
      const headers = {
        authorization: Buffer.from(authorization).toString('latin1'),
        'x-acs-action': 'ListTagKeys',
        'x-acs-content-sha256': createHash('sha256').update('').digest('hex'),
        'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''),
        'x-acs-signature-nonce': randomUUID(),
        'x-acs-version': '2018-08-28',
      };

      const answer = await send('', {
        headers: {
          ...headers,
          authorization: headers.authorization.replace(
            'SignedHeaders=',
            `SignedHeaders=${Object.keys(headers).slice(1).join(';')};`,
          ),
        },
      });

      expect(answer).toMatchObject(refused(400, 'IncompleteSignature'));
    },
  );

  it.each(['PUT', 'DELETE', 'PATCH'])('is not sent by %s', async (method) => {
    const parameters = parametersFor(key);
    const signature = percentEncode('AAAA');

    expect(
      await send(`${canonicalParameters(parameters)}&Signature=${signature}`, { method }),
    ).toMatchObject(refused(405, 'UnsupportedHTTPMethod'));
  });
});

it('shows what it signed when a signature is wrong, so that a client can be put right', async () => {
  const { body } = await call({ SignatureNonce: 'n' }, { ...key, accessKeySecret: 'another' });

  expect(body).toMatchObject({
    Message: expect.stringContaining('server string to sign is:GET&%2F&AccessKeyId%3D'),
  });
});

describe('a call that is not let in', () => {
  it.each([
    [
      'a wrong signature',
      () => send(signRpc(parametersFor(key), 'wrong')),
      'SignatureDoesNotMatch',
    ],
    ['an old time', () => call({ Timestamp: '2026-02-01T08:00:00Z' }), 'InvalidTimeStamp.Expired'],
    [
      'a security token too much',
      () => call({ SecurityToken: 'x' }),
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
  ])('is told to the log and counted: %s', async (_, refuse, code) => {
    await refuse();

    const requestId = expect.stringMatching(/^[0-9A-F-]{36}$/);
    expect(api.refused).toEqual([
      { code, requestId, accessKeyId: key.accessKeyId, sourceAddress: '192.0.2.7' },
    ]);
    expect(api.counted).toEqual(['SignaturesRefused']);
  });

  it('is told even when it names no key, or none that could be ours', async () => {
    const secretAsId = { ...key, accessKeyId: key.accessKeySecret };

    await send('');
    await send('', { headers: { authorization: 'ACS3-HMAC-SHA256 x' } });
    await call({}, secretAsId);

    expect(api.refused).toMatchObject([
      { code: 'MissingAction', accessKeyId: undefined },
      { code: 'IncompleteSignature', accessKeyId: undefined },
      { code: 'InvalidAccessKeyId.NotFound', accessKeyId: '(no id of a key)' },
    ]);
    expect(JSON.stringify(api.refused)).not.toContain(key.accessKeySecret);
  });

  it('is neither one of a known caller that is refused, nor one too many, nor one that is done', async () => {
    await call();
    await call({ Action: 'NoSuchAction' });
    await open({ callsPerMinute: 0 });
    await call();

    expect(api.refused).toEqual([]);
    expect(api.counted).toEqual([]);
  });
});

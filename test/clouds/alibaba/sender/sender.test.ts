import { describe, expect, it } from 'vitest';
import { openAlibabaSender } from '../../../../src/clouds/alibaba/sender/sender.ts';
import type { Delivery, Proof } from '../../../../src/clouds/event-sender.ts';
import { newKeyPair, selfSigned } from './self-signed.ts';
import { certificateUrl, type Signing, signedHeadersOf, token } from './signed-delivery.ts';

const now = Date.parse('2026-03-01T08:00:00Z');
const url = 'https://in.example.com/v1/ingest/alibaba';
const body = '{"specversion":"1.0","data":{"eventName":"AttachDisk"}}';
const keys = newKeyPair();
const usual: Signing = { keys, url, body, at: now };

const deliveryOf = (
  headers: Readonly<Record<string, string>>,
  changes: Partial<Delivery> = {},
) => ({
  urls: [url, url.replace('https:', 'http:')],
  header: (name: string) => headers[name],
  body: Buffer.from(body),
  ...changes,
});

/** A check whose certificates come from here. */
const open = (
  load: (url: string) => Promise<string> = async () => selfSigned(keys, now - 1000),
) => {
  const loaded: string[] = [];
  let clock = now;
  const sender = openAlibabaSender({
    clock: () => clock,
    loadCertificate: (address) => {
      loaded.push(address);
      return load(address);
    },
  });
  return {
    loaded,
    setClock: (at: number) => {
      clock = at;
    },
    prove: (delivery: Delivery): Promise<Proof> =>
      sender.prove(delivery, (shown) => shown === token),
  };
};

const provedOf = (signing: Partial<Signing>, changes: Partial<Delivery> = {}) =>
  open().prove(deliveryOf(signedHeadersOf({ ...usual, ...signing }), changes));

const stranger = (code: string) => expect.objectContaining({ kind: 'stranger', code });

describe('a delivery that is signed', () => {
  it.each(['\n', ''] as const)('is known, with %j after its body', async (end) => {
    expect(await provedOf({ end })).toMatchObject({ kind: 'sender' });
  });

  it.each([-60_000, 60_000])('is known %d ms away from our time', async (away) => {
    expect(await provedOf({ at: now + away })).toMatchObject({ kind: 'sender' });
  });

  it.each([-60_001, 60_001])('is not known %d ms away from our time', async (away) => {
    expect(await provedOf({ at: now + away })).toEqual(stranger('SignatureExpired'));
  });

  it('has the same nonce however its signature is written, and another one each time', async () => {
    const headers = signedHeadersOf(usual);
    const signature = headers['x-eventbridge-signature-v2'] ?? '';
    const spaced = { ...headers, 'x-eventbridge-signature-v2': `${signature} ` };
    const later = signedHeadersOf({ ...usual, at: now + 1 });

    const [one, same, other] = await Promise.all(
      [headers, spaced, later].map((each) => open().prove(deliveryOf(each))),
    );

    expect(one).toMatchObject({ kind: 'sender' });
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it.each([
    ['address', { urls: ['https://elsewhere.example.com/v1/ingest/alibaba'] }],
    ['body', { body: Buffer.from(body.replace('Attach', 'Detach')) }],
  ] as const)('is not known with another %s', async (_, changes) => {
    expect(await provedOf({}, changes)).toEqual(stranger('SignatureDoesNotMatch'));
  });

  it('is not known by a key of somebody else', async () => {
    expect(await provedOf({ keys: newKeyPair() })).toEqual(stranger('SignatureDoesNotMatch'));
  });

  it.each([
    [{ 'x-eventbridge-hash-method': 'SHA1' }, 'SignatureUnknown'],
    [{ 'x-eventbridge-signature-version': '2.0' }, 'SignatureUnknown'],
    [{ 'x-eventbridge-signature-timestamp': 'now' }, 'SignatureExpired'],
    [{ 'x-eventbridge-signature-timestamp': String(now / 1000) }, 'SignatureExpired'],
    [{ 'x-eventbridge-signature-token': 'guessed' }, 'TokenWrong'],
    [{ 'x-eventbridge-signature-token': '' }, 'TokenWrong'],
  ])('is not known with %j', async (headers, code) => {
    expect(await provedOf({ headers })).toEqual(stranger(code));
  });
});

describe('certificates', () => {
  it.each([
    'https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com.example.com/c.pem',
    'https://evil-eventbridge.oss-accelerate.aliyuncs.com/c.pem',
    'https://example.com/cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/c.pem',
    'http://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/c.pem',
    'https://user@cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/c.pem',
    'https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com:8443/c.pem',
    'https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/c.pem?x=1',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'c.pem',
    '',
  ])('are fetched from the cloud alone, and not from %j', async (address) => {
    const { prove, loaded } = open();
    const headers = signedHeadersOf({
      ...usual,
      headers: { 'x-eventbridge-signature-url': address },
    });

    expect(await prove(deliveryOf(headers))).toEqual(stranger('CertificateForeign'));
    expect(loaded).toEqual([]);
  });

  it('are not fetched for who does not know the token', async () => {
    const { prove, loaded } = open();

    await prove(
      deliveryOf(signedHeadersOf({ ...usual, headers: { 'x-eventbridge-signature-token': 'x' } })),
    );

    expect(loaded).toEqual([]);
  });

  it('are fetched once in an hour, also by those who come together', async () => {
    const { prove, loaded, setClock } = open();
    const at = (time: number) => prove(deliveryOf(signedHeadersOf({ ...usual, at: time })));

    await Promise.all([at(now), at(now + 1)]);
    setClock(now + 3_599_000);
    await at(now + 3_599_000);
    expect(loaded).toEqual([certificateUrl]);
    setClock(now + 3_600_000);

    expect(await at(now + 3_600_000)).toMatchObject({ kind: 'sender' });
    expect(loaded).toHaveLength(2);
  });

  it('that could not be fetched are asked for again after a while, and not at once', async () => {
    let isThere = false;
    const { prove, loaded, setClock } = open(async () => {
      if (!isThere) throw new Error('it is away');
      return selfSigned(keys, now - 1000);
    });
    const delivery = deliveryOf(signedHeadersOf(usual));

    expect(await prove(delivery)).toEqual(stranger('CertificateUnusable'));
    isThere = true;
    expect(await prove(delivery)).toEqual(stranger('CertificateUnusable'));
    setClock(now + 10_000);

    expect(await prove(delivery)).toMatchObject({ kind: 'sender' });
    expect(loaded).toHaveLength(2);
  });

  const weak = newKeyPair(1024);

  it.each([
    ['ended', () => selfSigned(keys, now - 2000, now - 1000)],
    ['has not begun', () => selfSigned(keys, now + 1000)],
    ['is of a weak key', () => selfSigned(weak, now - 1000)],
    ['is none', () => keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['is empty', () => ''],
  ])('do not count when one %s', async (_, certificate) => {
    const { prove } = open(async () => certificate());
    const signing = { ...usual, keys: _ === 'is of a weak key' ? weak : keys };

    expect(await prove(deliveryOf(signedHeadersOf(signing)))).toEqual(
      stranger('CertificateUnusable'),
    );
  });
});

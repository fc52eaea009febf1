import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { assertGuarded, createGuard } from '../../src/local/guard.ts';

const open = (options: { hostname?: string; token?: string } = {}) => {
  const { hostname = '127.0.0.1', token } = options;
  const app = new Hono()
    .use(createGuard({ hostname, token, newRequestId: () => 'request-1' }))
    .all('*', (context) => context.text('let in'));
  return async (headers: Record<string, string>) => {
    const response = await app.request('/v1/feature', { method: 'PUT', headers });
    const text = await response.text();
    return text === 'let in'
      ? text
      : `${response.status} ${JSON.parse(text).code} ${JSON.parse(text).requestId}`;
  };
};

const forbiddenHost = '403 ForbiddenHost request-1';
const forbiddenOrigin = '403 ForbiddenOrigin request-1';
const unauthorized = '401 Unauthorized request-1';

describe('a runner on loopback', () => {
  it.each([
    ['127.0.0.1:8787', 'let in'],
    ['localhost:8787', 'let in'],
    ['[::1]:8787', 'let in'],
    ['LOCALHOST', 'let in'],
    ['evil.example:8787', forbiddenHost],
    ['127.0.0.1.evil.example', forbiddenHost],
    ['127.0.0.1@evil.example', forbiddenHost],
    ['', forbiddenHost],
  ])('answers to Host "%s": %s', async (host, outcome) => {
    expect(await open()({ host })).toBe(outcome);
  });

  it.each([
    ['http://127.0.0.1:8787', 'let in'],
    ['http://127.0.0.1:9999', forbiddenOrigin],
    ['https://evil.example', forbiddenOrigin],
    ['null', forbiddenOrigin],
  ])('answers to pages of %s: %s', async (origin, outcome) => {
    expect(await open()({ host: '127.0.0.1:8787', origin })).toBe(outcome);
  });

  it.each([
    ['same-origin', 'let in'],
    ['none', 'let in'],
    ['same-site', forbiddenOrigin],
    ['cross-site', forbiddenOrigin],
    ['', forbiddenOrigin],
  ])('lets pages that are "%s" write: %s', async (site, outcome) => {
    expect(await open()({ host: '127.0.0.1:8787', 'sec-fetch-site': site })).toBe(outcome);
  });

  it('needs no token unless one is set', async () => {
    const call = open({ token: 'secret' });
    const host = 'localhost';

    expect(await open()({ host })).toBe('let in');
    expect(await call({ host })).toBe(unauthorized);
    expect(await call({ host, authorization: 'Bearer secre' })).toBe(unauthorized);
    expect(await call({ host, authorization: 'Basic secret' })).toBe(unauthorized);
    expect(await call({ host, authorization: 'Bearer secret' })).toBe('let in');
  });
});

describe('a runner that others can reach', () => {
  it('takes any name, for the token', async () => {
    const call = open({ hostname: '0.0.0.0', token: 'secret' });

    expect(await call({ host: 'box.example:8787', authorization: 'Bearer secret' })).toBe('let in');
    expect(await call({ host: 'box.example:8787' })).toBe(unauthorized);
  });

  it('does not start without a token', () => {
    expect(() => assertGuarded({ hostname: '0.0.0.0', token: undefined })).toThrow('HEIRTAG_TOKEN');
    expect(() => assertGuarded({ hostname: '0.0.0.0', token: 'secret' })).not.toThrow();
    expect(() => assertGuarded({ hostname: '127.0.0.1', token: '' })).toThrow('is empty');
    expect(() => assertGuarded({ hostname: '::1', token: undefined })).not.toThrow();
  });
});

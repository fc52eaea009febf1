import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalRunner, startLocal } from '../../src/local/start-local.ts';
import { fc } from '../properties.ts';

const runs = 150;

let folder: string;
let runner: LocalRunner;
let guarded: LocalRunner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-hostile-'));
  const start = (name: string, token?: string) =>
    startLocal({ dataDir: join(folder, name), port: 0, token });
  runner = await start('open');
  guarded = await start('guarded', 'a-secret-of-the-operator');
});
afterAll(async () => {
  await runner.stop();
  await guarded.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Sends bytes as they are, and takes what comes. @returns the status; 0 when the connection was closed */
const send = (to: LocalRunner, bytes: Buffer): Promise<number> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(to.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(Number(/HTTP\/1\.1 (?!100)(\d{3})/.exec(text)?.[1] ?? 0)));
    socket.end(bytes);
  });

const bytesOf = (codes: readonly number[]): string => String.fromCharCode(...codes);
/** Latin letters, control characters and halves of UTF-8. */
const anything = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 }).map(bytesOf);
/** What an HTTP parser lets through in most places, and everywhere. */
const printable = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((text) => encodeURIComponent(text)),
  },
  {
    weight: 3,
    arbitrary: fc
      .string({ unit: 'grapheme-ascii', maxLength: 20 })
      .map((text) => text.replaceAll(/[ #]/g, '')),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 33, max: 255 }), { maxLength: 60 }).map(bytesOf),
  },
);

const method = fc.constantFrom(
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'M-SEARCH',
  'CONNECT',
  'get',
  'XX',
);
const piece = fc.constantFrom(
  'v1',
  'accounts',
  '1000000000000001',
  'rules',
  'feature',
  'events',
  'resources',
  'explain',
  'history',
  'jobs',
  'audit',
  'queue',
  'dead-letters',
  'redrive',
  'access-keys',
  'cloud',
  'stage',
  'openapi.json',
  'plan',
  '..',
  '.',
  '%2e%2e',
  '%00',
  '%',
  '%E0%A4',
  '%ff',
  '__proto__',
  'constructor',
  '*',
  '@',
  ':',
  ';',
  '',
  '\\',
  'acs:ecs:cn-hangzhou:1000000000000001:disk%2Fd-1',
);
const route = fc.constantFrom(
  '/v1/feature',
  '/v1/rules',
  '/v1/events',
  '/v1/jobs',
  '/v1/audit',
  '/v1/history',
  '/v1/contested',
  '/v1/access-keys',
  '/v1/cloud/Ecs/RunInstances',
  '/v1/accounts/1000000000000001/rules/plan',
  '/v1/accounts/1000000000000001/events',
  '/v1/resources/acs:ecs:cn-hangzhou:1000000000000001:disk%2Fd-1',
  '/v1/dead-letters/redrive',
  '/',
);
const path = fc.oneof(
  { weight: 4, arbitrary: route },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof(piece, piece, printable), { maxLength: 6 })
      .map((all) => `/${all.join('/')}`),
  },
  fc.constantFrom(
    '*',
    'http://evil.example/',
    '//evil.example/v1',
    '/v1/../..',
    `/${'a'.repeat(20_000)}`,
  ),
  printable,
);
const query = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          'accountId',
          'resource',
          'key',
          'limit',
          'cursor',
          'from',
          'to',
          'status',
          '__proto__',
        ),
        printable,
      ),
      fc.oneof(
        fc.constantFrom(
          '',
          '1000000000000001',
          '-1',
          '1e999',
          'NaN',
          '%',
          '%ff',
          '9'.repeat(400),
          '[]',
          '{}',
          '+275760-09-13T00:00:00Z',
        ),
        printable,
      ),
    ),
    { maxLength: 5 },
  )
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.join('=')).join('&')}`));
const host = fc.oneof(
  { weight: 8, arbitrary: fc.constant('127.0.0.1') },
  fc.constantFrom(
    '127.0.0.1',
    'localhost',
    '127.0.0.1:99999',
    '127.0.0.1:x',
    '[::1',
    '',
    ' ',
    'a@127.0.0.1',
    '127.0.0.1/v1',
    'evil.example',
    '127.0.0.1#',
    '127.0.0.1?',
    'xn--',
    '%',
  ),
  printable,
);
const header = fc.tuple(
  fc.constantFrom(
    'Origin',
    'Sec-Fetch-Site',
    'Authorization',
    'Content-Type',
    'Accept',
    'Cookie',
    'If-Match',
    'If-None-Match',
    'Expect',
    'Range',
    'X-Forwarded-For',
    'Content-Encoding',
    'Upgrade',
    'Host',
    'x-acs-action',
    '__proto__',
  ),
  fc.oneof(
    fc.constantFrom(
      '',
      'null',
      'Bearer ',
      'Bearer x',
      'Basic eA==',
      'application/json',
      '"1"',
      '*',
      'W/"x"',
      'gzip',
      '100-continue',
      'bytes=9-1',
      'http://[',
    ),
    printable,
  ),
);
const body = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '{"__proto__":1}',
    '{"events":[null]}',
    '{"events":[{"detail":"x"}]}',
    `${'['.repeat(20_000)}`,
    '"\\ud800"',
    '\u00ef\u00bb\u00bf{}',
  ),
  fc.json().map((text) => Buffer.from(text).toString('latin1')),
  anything,
);

const request = fc.record({
  method,
  path,
  query,
  host,
  headers: fc.array(header, { maxLength: 2 }),
  body,
});

const spell = (given: typeof request extends fc.Arbitrary<infer Given> ? Given : never): Buffer =>
  Buffer.from(
    [
      `${given.method} ${given.path}${given.query} HTTP/1.1`,
      `Host: ${given.host}`,
      'Connection: close',
      ...given.headers.map(([name, value]) => `${name}: ${value}`),
      `Content-Length: ${given.body.length}`,
      '',
      given.body,
    ].join('\r\n'),
    'latin1',
  );

it.each([
  ['a runner without a token', () => runner],
  ['a runner whose token the caller does not know', () => guarded],
])('%s answers no call with 5xx', async (_, to) => {
  const statuses = new Map<number, number>();

  await fc.assert(
    fc.asyncProperty(request, async (given) => {
      const status = await send(to(), spell(given));

      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 4 * runs },
  );
  // It was not the parser alone that refused.
  expect(statuses.size).toBeGreaterThan(3);
});

it.each([
  ['a runner without a token', () => runner],
  ['a runner whose token the caller does not know', () => guarded],
])('%s answers no bytes with 5xx, and goes on', async (_, to) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { maxLength: 20 }), async (all) => {
      expect(await send(to(), Buffer.from(all.join('\r\n'), 'latin1'))).toBeLessThan(500);
    }),
    { numRuns: runs },
  );

  expect((await fetch(`${to().url}/v1/health`)).status).toBeLessThan(402);
});

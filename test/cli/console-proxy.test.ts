import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { authorizeFor } from '../../src/cli/authorize.ts';
import { createConsoleProxy } from '../../src/cli/console-proxy.ts';
import { sendHttp } from '../../src/cli/http.ts';
import { type ConsoleFiles, openConsoleFiles } from '../../src/console/console-files.ts';
import { createDoor } from '../../src/console/door.ts';
import type { Seen } from './signature-of.ts';
import { startVerifyingGateway, type VerifyingGateway } from './verifying-gateway.ts';

const secret = 'secret/with+signs';

let folder: string;
let files: ConsoleFiles;
let gateway: VerifyingGateway;
let endpoint: URL;
/** What got past the signature. */
let seen: Seen[];
/** What API Gateway says instead of asking the API. */
let refusal: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-proxy-'));
  await writeFile(join(folder, 'index.html'), 'the console');
  const opened = await openConsoleFiles(folder);
  if (opened === undefined) throw new Error('the console was not found');
  files = opened;
  gateway = await startVerifyingGateway({
    secret,
    refusal: () => refusal,
    answer: (call, response) => {
      seen.push(call);
      response
        .setHeader('x-request-id', 'r-1')
        .setHeader('etag', '"7"')
        .setHeader('x-next-cursor', 'page%202')
        .end('{"status":"Enable"}');
    },
  });
  endpoint = gateway.endpoint;
});
afterAll(async () => {
  gateway.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  seen = [];
  refusal = undefined;
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
});
afterEach(() => vi.unstubAllEnvs());

type Headers = Readonly<Record<string, string>>;

const openProxy = (isReadOnly = false) => {
  let made = 0;
  const secrets = () => {
    made += 1;
    return `secret-${made}`;
  };
  const door = createDoor({ name: 'c', secrets, clock: () => 0 });
  const authorize = authorizeFor(endpoint, { sign: true, region: 'eu-west-1' });
  const app = createConsoleProxy({
    files,
    door,
    endpoint,
    send: async (request) => sendHttp(endpoint, { ...request, headers: await authorize(request) }),
    isReadOnly,
    profile: 'ops',
    newRequestId: () => 'local-1',
  });
  const call = (path: string, headers: Headers = {}, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { host: '127.0.0.1:8788', ...headers } });
  const enter = async (): Promise<Headers> => {
    const opened = await call(door.path);
    const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';');
    return { cookie, 'sec-fetch-site': 'same-origin' };
  };
  return { door, call, enter };
};

const put = { method: 'PUT', body: '{"status":"Enable"}' } as const;

describe('a call of the console', () => {
  it('goes on signed in the user’s name, with its query and body, and comes back as it is', async () => {
    const { call, enter } = openProxy();
    const browser = await enter();

    const answer = await call(
      '/v1/accounts/42/rules/rule:a%2Fb?dryRun=true&key=a%20b%2Bc',
      { ...browser, 'if-match': '"6"', 'content-type': 'application/json', 'x-evil': '1' },
      put,
    );

    expect([answer.status, await answer.json()]).toEqual([200, { status: 'Enable' }]);
    expect(answer.headers.get('etag')).toBe('"7"');
    expect(answer.headers.get('x-request-id')).toBe('r-1');
    // Where a plan that is taken away as a file goes on.
    expect(answer.headers.get('x-next-cursor')).toBe('page%202');
    expect(answer.headers.get('x-heirtag-console')).toBe('read-write');
    expect(seen).toMatchObject([{ body: put.body, request: { method: 'PUT' } }]);
    expect(seen[0]?.request.headers).toMatchObject({ 'if-match': '"6"' });
    expect(seen[0]?.request.headers).not.toHaveProperty('x-evil');
    expect(seen[0]?.request.headers).not.toHaveProperty('cookie');
  });

  it('is refused when a parameter is given twice, so that none can hide the other', async () => {
    const { call, enter } = openProxy(true);

    const answer = await call('/v1/feature?dryRun=true&dryRun=false', await enter(), put);

    expect([answer.status, seen]).toEqual([400, []]);
  });
});

describe('without the cookie', () => {
  it('nobody can use the port, nor with a token that was used', async () => {
    const { door, call, enter } = openProxy();
    await enter();

    const answers = await Promise.all([
      call('/v1/about'),
      call('/console/'),
      call('/'),
      call('/v1/about', { cookie: 'c=secret-2' }),
      call(door.path),
      call('/v1/about', { authorization: 'Bearer secret-1' }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
    expect(seen).toEqual([]);
  });

  it('nobody gets in by the token of an earlier console', async () => {
    const { call } = openProxy();

    expect((await call('/console/?token=of-yesterday')).status).toBe(401);
  });
});

it.each<readonly [string, Headers]>([
  ['another origin', { origin: 'https://evil.example' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:9999' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another port, by its nearness', { 'sec-fetch-site': 'same-site' }],
  ['a name that was made to lead here', { host: 'evil.example:8788' }],
])('refuses a page of %s, cookie or not', async (_, headers) => {
  const { call, enter } = openProxy();
  const browser = await enter();

  const answers = [
    await call('/v1/about', { ...browser, ...headers }),
    await call('/v1/feature', { ...browser, ...headers }, put),
    await call('/console/', { ...browser, ...headers }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect(seen).toEqual([]);
});

it('serves the page to who has the cookie', async () => {
  const { call, enter } = openProxy();
  const browser = await enter();

  expect(await (await call('/console/', browser)).text()).toBe('the console');
  expect((await call('/', browser)).headers.get('location')).toBe('/console/');
});

describe('--read-only', () => {
  it('lets looks and dry runs through, says so, and stops everything else', async () => {
    const { call, enter } = openProxy(true);
    const browser = await enter();

    const looked = await call('/v1/about', browser);
    const planned = await call('/v1/rules/a?dryRun=true', browser, put);
    const stopped = [
      await call('/v1/rules/a', browser, put),
      await call('/v1/rules/a?dryRun=false', browser, put),
      await call('/v1/rules/a', browser, { method: 'DELETE' }),
      await call('/v1/events', browser, { method: 'POST', body: '[]' }),
    ];

    expect([looked.status, looked.headers.get('x-heirtag-console')]).toEqual([200, 'read-only']);
    expect(planned.status).toBe(200);
    expect(stopped.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(await stopped[0]?.json()).toMatchObject({ code: 'ReadOnly', requestId: 'local-1' });
    expect(seen.map(({ request }) => request.method)).toEqual(['GET', 'PUT']);
  });
});

describe('what API Gateway refuses', () => {
  it('is told with the action and the resource that a policy would have to allow', async () => {
    refusal = 'Forbidden';
    const { call, enter } = openProxy();

    const answer = await call('/v1/accounts/42/rules', await enter());

    expect([answer.status, await answer.json()]).toMatchObject([
      403,
      {
        code: 'Forbidden',
        message: expect.stringMatching(/execute-api:Invoke on \S+\/GET\/v1\/accounts\/42\/rules$/),
      },
    ]);
  });

  it.each(['The security token included in the request is expired', 'Signature expired: now'])(
    'says how to sign in again: %s',
    async (message) => {
      refusal = message;
      const { call, enter } = openProxy();

      const answer = await call('/v1/about', await enter());

      expect(await answer.json()).toMatchObject({
        code: 'CredentialsExpired',
        message: expect.stringContaining('aws sso login --profile ops'),
      });
    },
  );

  it('is what is signed with another secret', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another');
    const { call, enter } = openProxy();

    const answer = await call('/v1/about', await enter());

    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'Forbidden' }]);
    expect(seen).toEqual([]);
  });
});

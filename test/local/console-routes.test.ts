import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConsoleFiles, openConsoleFiles } from '../../src/console/console-files.ts';
import { createDoor, type Door } from '../../src/console/door.ts';
import { serveConsole } from '../../src/local/console-routes.ts';
import { createGuard } from '../../src/local/guard.ts';
import { isLookedAt } from '../../src/runtime/tag-api.ts';

let folder: string;
let files: ConsoleFiles | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-routes-'));
  await writeFile(join(folder, 'index.html'), 'the console');
  files = await openConsoleFiles(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A runner with a token, and what it serves beside the console. */
const open = (built: ConsoleFiles | undefined = files) => {
  let made = 0;
  const secrets = () => {
    made += 1;
    return `secret-${made}`;
  };
  const door: Door = createDoor({ name: 'c', secrets, clock: () => 0 });
  const hostname = '127.0.0.1';
  const app = new Hono();
  app.use(serveConsole({ files: Promise.resolve(built), door, hostname, isLookedAt }));
  app.get('/', ({ text }) => text('the Tag API'));
  app.use(createGuard({ hostname, token: 'the token', door, newRequestId: () => 'r-1' }));
  app.all('/v1/*', ({ text }) => text('the API'));
  const get = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    app.request(path, { method, headers: { host: '127.0.0.1:8787', ...headers } });
  return { door, get };
};

it('sends browsers from the root to the console, and nobody else', async () => {
  const { get } = open();

  const browser = await get('/', { accept: 'text/html' });

  expect([browser.status, browser.headers.get('location')]).toEqual([302, '/console/']);
  expect(await (await get('/')).text()).toBe('the Tag API');
  expect(await (await get('/?Action=A', { accept: 'text/html' })).text()).toBe('the Tag API');
  expect(await (await get('/console/')).text()).toBe('the console');
});

it('serves what it served before where there is no console', async () => {
  const app = new Hono();
  app.use(
    serveConsole({
      files: Promise.resolve(undefined),
      door: undefined,
      hostname: 'localhost',
      isLookedAt,
    }),
  );
  app.all('*', ({ text }) => text('before'));

  const headers = { host: 'localhost', accept: 'text/html' };

  expect(await (await app.request('/', { headers })).text()).toBe('before');
  expect(await (await app.request('/console/', { headers })).text()).toBe('before');
});

it('lets the browser that opened the address call the API without the token, and no other site', async () => {
  const { door, get } = open();
  const opened = await get(door.path);
  const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';');

  const calls = await Promise.all([
    get('/v1/about', { cookie }),
    get('/v1/feature', { cookie, 'sec-fetch-site': 'same-origin' }, 'PUT'),
    get('/v1/about'),
    get('/v1/feature', { cookie, 'sec-fetch-site': 'cross-site' }, 'PUT'),
    get('/v1/about', { cookie, origin: 'http://127.0.0.1:9999' }),
    get('/v1/about', { cookie, host: 'evil.example' }),
    get('/console/', { host: 'evil.example' }),
  ]);

  expect(calls.map(({ status }) => status)).toEqual([200, 200, 401, 403, 403, 403, 403]);
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleFiles, openConsoleFiles } from '../../src/console/console-files.ts';

let folder: string;
let files: ConsoleFiles | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-files-'));
  await mkdir(join(folder, 'dist/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.json'), '{}');
  await writeFile(join(folder, 'dist/.sources'), 'hash');
  await writeFile(join(folder, 'dist/index.html'), '<!doctype html>');
  await writeFile(join(folder, 'dist/assets/main-ABC.js'), 'export {}');
  await writeFile(join(folder, 'dist/assets/main-ABC.woff2'), 'font');
  await writeFile(join(folder, 'dist/assets/notes.txt'), 'not part of it');
  files = await openConsoleFiles(join(folder, 'dist'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const get = (path: string, init?: RequestInit) =>
  files?.answer(new Request(`http://127.0.0.1:8787${path}`, init));

it('is nothing where nothing was built', async () => {
  expect(await openConsoleFiles(join(folder, 'nowhere'))).toBeUndefined();
});

describe('the console', () => {
  it('is one page that is asked for anew each time, and assets that are kept for ever', async () => {
    const page = get('/console/');
    const script = get('/console/assets/main-ABC.js');

    expect(await page?.text()).toBe('<!doctype html>');
    expect(page?.headers.get('cache-control')).toBe('no-cache');
    expect(page?.headers.get('content-type')).toBe('text/html;charset=utf-8');
    expect(script?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script?.headers.get('content-type')).toBe('text/javascript;charset=utf-8');
    expect(get('/console/assets/main-ABC.woff2')?.headers.get('content-type')).toBe('font/woff2');
  });

  it.each(['/console/', '/console/assets/main-ABC.js', '/console/nothing', '/console'])(
    'lets nothing inline and nothing of others run, at %s',
    (path) => {
      const headers = get(path)?.headers;

      const policy = headers?.get('content-security-policy');
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers?.get('x-content-type-options')).toBe('nosniff');
      expect(headers?.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it.each([
    '/console/.sources',
    '/console/assets/notes.txt',
    '/console/../secret.json',
    '/console/%2e%2e/secret.json',
    '/console/..%2fsecret.json',
    '/console/assets/',
  ])('has nothing at %s', (path) => {
    expect(get(path)?.status ?? 404).toBe(404);
  });

  it('begins below its slash, is only read, and leaves other paths alone', () => {
    expect([get('/console')?.status, get('/console')?.headers.get('location')]).toEqual([
      308,
      '/console/',
    ]);
    expect(get('/console/', { method: 'POST' })?.status).toBe(405);
    expect(get('/console/', { method: 'HEAD' })?.headers.get('content-length')).toBe('15');
    expect([get('/v1/health'), get('/'), get('/consoles')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

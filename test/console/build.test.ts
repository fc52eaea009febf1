import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole } from '../../console/build.ts';

/** Bytes of script, packed with gzip, that must come before the first view is there. */
const mostScriptBytes = 320_000;

let folder: string;
let page: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-console-'));
  await buildConsole({ outDir: folder });
  page = await readFile(join(folder, 'index.html'), 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (name: string): Promise<string> => readFile(join(folder, 'assets', name), 'utf8');

/** A script and all that it imports at once; what it may import later is left out. */
const withImports = async (name: string, seen = new Set<string>()): Promise<Set<string>> => {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = await read(name);
  const imports = text.matchAll(/(?:import|from)\s*"\.\/([^"]+\.js)"/g);
  for (const [, each = ''] of imports) await withImports(each, seen);
  return seen;
};

const firstOf = async (prefix: string): Promise<string> => {
  const names = await readdir(join(folder, 'assets'));
  return names.find((name) => name.startsWith(prefix) && name.endsWith('.js')) ?? '';
};

it('has no script and no style within the page', () => {
  expect(page).not.toMatch(/<style|<script(?![^>]* src=)|\sstyle=|\son\w+=/);
});

it('names every asset after its content, relative to the page', async () => {
  const named = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, name = '']) => name);

  const assets = await readdir(join(folder, 'assets'));

  expect(named).toHaveLength(3);
  for (const name of named) expect(name).toMatch(/^assets\/[\w.-]+-[A-Z0-9]{8}\.\w+$/);
  for (const name of assets) expect(name).toMatch(/-[A-Z0-9]{8}\.\w+$/);
});

it('keeps fonts out of the style sheet', async () => {
  const [style = ''] = (await readdir(join(folder, 'assets'))).filter((name) =>
    name.endsWith('.css'),
  );

  const text = await read(style);

  expect(text).not.toContain('data:font');
  expect(text.match(/url\([^)]*font-\d+-[A-Z0-9]{8}\.woff2/g)?.length).toBeGreaterThan(0);
});

it('shows its first view with little script', async () => {
  const scripts = new Set([
    ...(await withImports(await firstOf('main-'))),
    ...(await withImports(await firstOf('overview-'))),
  ]);

  const sizes = await Promise.all(
    [...scripts].map(async (name) => gzipSync(await read(name)).length),
  );

  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThanOrEqual(mostScriptBytes);
});

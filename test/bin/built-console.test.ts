import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtConsole } from '../../bin/built-console.ts';
import type { ConsoleFiles } from '../../src/console/console-files.ts';

let folder: string;
let told: string[];

/** A console that is built in no time: its page says what its source said. */
const builds = `
import { cp, mkdir } from 'node:fs/promises';
const [, , outDir] = process.argv;
await mkdir(outDir + '/assets', { recursive: true });
await cp(new URL('src/page.ts', import.meta.url), outDir + '/index.html');
`;

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

beforeEach(async () => {
  told = [];
  folder = await mkdtemp(join(tmpdir(), 'heirtag-built-'));
  await mkdir(join(folder, 'src'));
  await write('build.ts', '');
  await write('build-into.ts', builds);
  await write('src/page.ts', 'first');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => builtConsole((line) => told.push(line), folder);

const pageOf = (files: ConsoleFiles | undefined): Promise<string | undefined> =>
  Promise.resolve(files?.answer(new Request('http://127.0.0.1:1/console/'))?.text());

it('is built when it is opened for the first time, and not a second time', async () => {
  const first = await pageOf(await open());
  const second = await pageOf(await open());

  expect([first, second]).toEqual(['first', 'first']);
  expect(told).toEqual(['building the console, once']);
});

it('is built again when a source has changed', async () => {
  await open();
  await write('src/page.ts', 'second');

  expect(await pageOf(await open())).toBe('second');
  expect(told).toHaveLength(2);
});

it('is whole for each of several that build it at once', async () => {
  const opened = await Promise.all([open(), open(), open()]);

  expect(await Promise.all(opened.map(pageOf))).toEqual(['first', 'first', 'first']);
});

it('stays as it was built when it cannot be built anew, and says so', async () => {
  await open();
  await write('build-into.ts', 'process.exit(7);');

  const page = await pageOf(await open());

  expect(page).toBe('first');
  expect(told.at(-1)).toBe('the console cannot be built: the build of the console ended with 7');
});

it('is taken as the package has it, which holds no sources', async () => {
  await mkdir(join(folder, 'dist'));
  await write('dist/index.html', 'packed');
  await rm(join(folder, 'build.ts'));

  expect(await pageOf(await open())).toBe('packed');
  expect(told).toEqual([]);
});

it('is none where it was never built and cannot be', async () => {
  await write('build-into.ts', 'process.exit(7);');

  expect(await open()).toBeUndefined();
});

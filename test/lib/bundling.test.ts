import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../lib/bundling.ts';

let folder: string;
let map: SourceMap;
/** Lines of the bundle. */
let lines: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-bundle-'));
  const file = join(folder, 'index.js');
  await bundleFunction('src/handlers/worker.ts', file);
  lines = (await readFile(file, 'utf8')).split('\n');
  map = new SourceMap(JSON.parse(await readFile(`${file}.map`, 'utf8')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The source of the place where a text stands in the bundle. */
const sourceOf = (text: string): string | undefined => {
  const line = lines.findIndex((each) => each.includes(text));
  const entry = map.findEntry(line, lines[line]?.indexOf(text) ?? 0);
  return 'originalSource' in entry ? entry.originalSource : undefined;
};

describe('the source map of a function', () => {
  it('names our own files', () => {
    expect(sourceOf('the environment is not usable')).toMatch(/src\/runtime\/environment\.ts$/);
  });

  it('has next to nothing of packages', () => {
    const { sources, mappings } = map.payload;
    const own = sources.filter((source) => !source.includes('node_modules'));

    expect(own.length).toBeGreaterThan(sources.length / 2);
    expect(mappings.length).toBeLessThan(lines.join('\n').length);
  });
});

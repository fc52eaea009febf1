import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../lib/bundling.ts';

const root = join(import.meta.dirname, '../..');
const thrower = 'src/runtime/environment.ts';

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-traces-'));
  bundle = join(folder, 'index.js');
  await bundleFunction('src/handlers/worker.ts', bundle);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a process says of the error that a bundle throws while it loads: there is no environment. */
const traceOf = (file: string): string =>
  execFileSync(
    process.execPath,
    ['-e', `try { require(${JSON.stringify(file)}) } catch ({ stack }) { console.log(stack) }`],
    { env: {}, encoding: 'utf8' },
  );

/** The place in our own files that the first frame names. */
const placeIn = (trace: string) => {
  const [, file = '', line = ''] = /^ {4}at \((?:.*?\/)?(src\/\S+):(\d+):\d+\)$/m.exec(trace) ?? [];
  return { file, line: Number(line) };
};

describe('a stack trace of a bundle', () => {
  it('names the file and the line of the source', async () => {
    const { file, line } = placeIn(traceOf(bundle));

    const source = (await readFile(join(root, thrower), 'utf8')).split('\n');
    expect(file).toBe(thrower);
    expect(source[line - 1]).toContain('throw new InvalidInputError');
  });

  it('starts with the error as it tells itself', () => {
    expect(traceOf(bundle)).toMatch(/^InvalidInputError: the environment is not usable: /);
  });

  it('leaves frames of Node as they are', () => {
    expect(traceOf(bundle)).toMatch(/^ {4}at Module\.\S+ \(node:internal\S+:\d+:\d+\)$/m);
  });

  it('names lines of the bundle where its map is lost', async () => {
    const lost = `${bundle}.map`;
    await rename(lost, `${lost}.lost`);
    try {
      const trace = traceOf(bundle);

      expect(trace).toMatch(/^InvalidInputError: /);
      expect(trace).toContain(`${bundle}:`);
    } finally {
      await rename(`${lost}.lost`, lost);
    }
  });
});

it('a bundle names no source map, which Node would read at every cold start', async () => {
  expect(await readFile(bundle, 'utf8')).not.toContain('sourceMappingURL');
});

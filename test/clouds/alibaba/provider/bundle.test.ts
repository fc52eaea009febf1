import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../..');

/** What Alibaba Cloud itself may add to the worker, in the place of the simulated one. Bytes, minified. */
const mostBytes = 15_000;

/** Bundles the worker of a stage. @param stage which cloud it touches */
const bundle = async (stage: 'real' | 'simulated') => {
  const { outputFiles, metafile } = await build({
    target: 'node24',
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: root,
    entryPoints: ['src/handlers/worker.ts'],
    outfile: 'worker.js',
    alias: { '#openers': `./test/clouds/alibaba/openers/${stage}.ts` },
    logLevel: 'error',
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0);
  return { bytes, files: Object.keys(metafile.inputs) };
};

it('adds few bytes to the worker, and no client of its own', { timeout: 60_000 }, async () => {
  const simulated = await bundle('simulated');

  const real = await bundle('real');

  expect(real.bytes - simulated.bytes).toBeLessThanOrEqual(mostBytes);
  expect(real.bytes).toBeGreaterThan(simulated.bytes);
  const packages = real.files.filter((file) => file.includes('node_modules/'));
  expect(packages.filter((file) => /@alicloud|client-(?:sts|secrets)/.test(file))).toEqual([]);
});

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../lib/bundling.ts';

const root = join(import.meta.dirname, '../..');

/** What is bundled: the functions, and two that do next to nothing, to compare them with. */
const functions = [
  ['empty', 'bench/measured/functions/empty.ts'],
  ['only a DynamoDB client', 'bench/measured/functions/only-client.ts'],
  ['worker', 'src/handlers/worker.ts'],
  ['admin', 'src/handlers/admin.ts'],
  ['tag-api', 'src/handlers/tag-api.ts'],
] as const;

export type FunctionName = (typeof functions)[number][0];

export type FunctionBundle = {
  readonly name: FunctionName;
  readonly file: string;
  /** Minified, without the source map. */
  readonly bytes: number;
};

/** Bundles an entry as the stack does. */
export const bundleAs = async (entry: string, outfile: string): Promise<void> => {
  const { sourceMap, externalModules, ...options } = bundling;
  await build({
    ...options,
    sourcemap: sourceMap,
    external: externalModules,
    format: 'cjs',
    platform: 'node',
    bundle: true,
    entryPoints: [entry],
    absWorkingDir: root,
    outfile,
    logLevel: 'error',
  });
};

/** Bundles every function into a folder that is gone after the work. */
export const withBundles = async <T>(
  work: (bundles: readonly FunctionBundle[], folder: string) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-bundles-'));
  try {
    const bundles: FunctionBundle[] = [];
    for (const [index, [name, entry]] of functions.entries()) {
      const file = join(folder, `${index}`, 'index.js');
      await bundleAs(entry, file);
      bundles.push({ name, file, bytes: (await stat(file)).size });
    }
    return await work(bundles, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod/mini';
import { packageFolder } from '../lib/package-folder.ts';

const packageSchema = z.object({ imports: z.record(z.string(), z.string()) });

/** The package's own names for some of its files, `#clouds` and the like: what is bundled knows them no more. */
const ownNames = async (): Promise<Record<string, string>> => {
  const text = await readFile(join(packageFolder, 'package.json'), 'utf8');
  return packageSchema.parse(JSON.parse(text)).imports;
};

/** Bundles what runs on a machine: the command and the construct, without the packages that npm installs beside it. */
export const bundleModules = async (outdir: string): Promise<void> => {
  await build({
    target: 'node24',
    platform: 'node',
    format: 'esm',
    bundle: true,
    // What one command needs, another does not load.
    splitting: true,
    packages: 'external',
    alias: await ownNames(),
    sourcemap: true,
    absWorkingDir: packageFolder,
    entryPoints: { cli: 'bin/cli.ts', cdk: 'lib/cdk.ts' },
    chunkNames: 'chunks/[name]-[hash]',
    outdir,
    logLevel: 'error',
  });
};

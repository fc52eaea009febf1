import { build } from 'esbuild';
import { packageFolder } from '../lib/package-folder.ts';

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
    // One of this package's own names, not a package.
    alias: { '#clouds': './src/clouds/clouds.ts', '#openers': './src/clouds/openers.ts' },
    sourcemap: true,
    absWorkingDir: packageFolder,
    entryPoints: { cli: 'bin/cli.ts', cdk: 'lib/cdk.ts' },
    chunkNames: 'chunks/[name]-[hash]',
    outdir,
    logLevel: 'error',
  });
};

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { fontFiles } from './build/font-files.ts';
import { pageOf } from './build/page.ts';

const folder = import.meta.dirname;

/** Where the built console is, unless another place is named. */
export const consoleDist = join(folder, 'dist');

const common = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  target: 'es2022',
  logLevel: 'warning',
  metafile: true,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
} as const satisfies BuildOptions;

/** Scripts, split so that a view's own come when it is opened. */
const buildScripts = (outdir: string) =>
  build({
    ...common,
    entryPoints: [join(folder, 'src/main.tsx')],
    outdir,
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Styles that belong to split scripts are loaded by nobody: all are one file, below.
    loader: { '.css': 'empty' },
  });

/** Styles of everything that the scripts import, as one file. */
const buildStyles = (outdir: string) =>
  build({
    ...common,
    entryPoints: [join(folder, 'src/main.tsx')],
    outdir,
    format: 'esm',
    jsx: 'automatic',
    plugins: [fontFiles],
    write: false,
  });

const buildIcon = (outdir: string) =>
  build({
    ...common,
    entryPoints: [join(folder, 'src/icon.svg')],
    outdir,
    loader: { '.svg': 'copy' },
  });

const outputOf = ({ outputs }: Metafile, is: (name: string, entry?: string) => boolean): string => {
  const [name] =
    Object.entries(outputs).find(([each, { entryPoint }]) => is(each, entryPoint)) ?? [];
  if (name === undefined) throw new Error(`the build made ${Object.keys(outputs).join(', ')}`);
  return name;
};

/**
 * Builds the console: `index.html`, and `assets` whose names tell their content, so that they may be kept
 * for ever. What was there before goes.
 */
export const buildConsole = async ({ outDir = consoleDist } = {}): Promise<void> => {
  await rm(outDir, { recursive: true, force: true });
  const assets = join(outDir, 'assets');
  await mkdir(assets, { recursive: true });
  const [scripts, styles, icons] = await Promise.all([
    buildScripts(assets),
    buildStyles(assets),
    buildIcon(assets),
  ]);
  for (const { path, contents } of styles.outputFiles) {
    if (!path.endsWith('.js')) await writeFile(path, contents);
  }
  const fromPage = (name: string): string =>
    relative(outDir, join(process.cwd(), name)).replaceAll('\\', '/');
  await writeFile(
    join(outDir, 'index.html'),
    pageOf({
      script: fromPage(
        outputOf(scripts.metafile, (_, entry) => entry?.endsWith('main.tsx') === true),
      ),
      style: fromPage(outputOf(styles.metafile, (name) => name.endsWith('.css'))),
      icon: fromPage(outputOf(icons.metafile, (name) => name.endsWith('.svg'))),
    }),
  );
};

if (import.meta.main) await buildConsole();

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const inlineFont = /url\('data:font\/woff2;base64,([^']+)'\)/g;
const namespace = 'inline-font';

/**
 * Makes files of the fonts that a style sheet carries within itself: the page's policy lets fonts come from
 * files only, and a browser loads none that it does not need.
 */
export const fontFiles: Plugin = {
  name: 'font-files',
  setup: (build) => {
    const fonts: string[] = [];
    build.onLoad({ filter: /global-styles[\\/]index\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      const contents = css.replace(
        inlineFont,
        (_, base64: string) => `url('${namespace}:font-${fonts.push(base64)}.woff2')`,
      );
      return { contents, loader: 'css' };
    });
    build.onResolve({ filter: new RegExp(`^${namespace}:`) }, ({ path }) => ({
      path: path.slice(namespace.length + 1),
      namespace,
    }));
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => {
      const number = Number(/\d+/.exec(path)?.[0]);
      return { contents: Buffer.from(fonts[number - 1] ?? '', 'base64'), loader: 'file' };
    });
  },
};

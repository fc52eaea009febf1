import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A source map of a file's first line alone: esbuild takes it for the file's own, and maps the rest to nothing. */
const emptyMap = `data:application/json;base64,${Buffer.from(
  JSON.stringify({ version: 3, sources: [''], mappings: 'AAAA' }),
).toString('base64')}`;

/** Where a client of the SDK says what its requests and answers look like, those of all its operations. */
const schemas = /[\\/]@aws-sdk[\\/].+[\\/]schemas_\d+\.js$/;

/**
 * Writes keys such as `[_n]`, where the file has `const _n = "name"`, as `"name"`. What has keys that are computed
 * is never left out of a bundle, though nothing use it, and what it names is not, either: most of a client.
 * @param text of a file that says what requests look like
 */
export const withPlainKeys = (text: string): string => {
  const declared = text.matchAll(/^const (\w+) = ("[^"\\]*");$/gm);
  const names = new Map([...declared].map(([, name = '', value = '']) => [name, value]));
  return text.replace(/\[(\w+)\](?=:)/g, (key, name) => names.get(name) ?? key);
};

/**
 * Loads at once what a package would load when it needs it: it is in the bundle anyhow, and esbuild wraps each module
 * that such a one needs in a function of its own, which costs more than it saves.
 * @param isLeftOut true for a package that the bundle does not hold
 */
export const withImportsAtStart = (text: string, isLeftOut: (name: string) => boolean): string => {
  const started: string[] = [];
  const code = text.replace(/await import\("([^"]+)"\)/g, (whole, name) => {
    if (name.startsWith('node:') || isLeftOut(name)) return whole;
    started.push(`import * as loaded${started.length}$ from "${name}";\n`);
    return `loaded${started.length - 1}$`;
  });
  return `${started.join('')}${code}`;
};

/**
 * Takes of packages what a function needs; see docs/decisions/0014-lean-bundles.md and 0076-what-a-cold-start-pays-for.md.
 * They are not in its source map: stack traces name our own files and lines.
 */
export const leanPackages: Plugin = {
  name: 'lean packages',
  setup: ({ onLoad, initialOptions: { external = [] } }) => {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const plain = schemas.test(path) ? withPlainKeys(text) : text;
      const code = withImportsAtStart(plain, (name) => external.includes(name));
      return { contents: `${code}\n//# sourceMappingURL=${emptyMap}`, loader: 'js' };
    });
    // Clients read there which version they are, to say who they are.
    onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version }: { readonly version?: unknown } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vitepress';
import { startLocal } from '../src/local/start-local.ts';
import { apiPage } from './api-page.ts';

/** `npm run docs:site`: the documents of the repository as pages with search, in `site/dist`. */
const root = join(import.meta.dirname, '..');
const pages = join(import.meta.dirname, 'pages');

const sources = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root });
const isPage: ReadonlySet<string> = new Set(sources);

/** Documents for programs: the site has them as they are, at the same place. */
const schemas = globSync('docs/**/*.schema.json', { cwd: root });
const isSchema: ReadonlySet<string> = new Set(schemas);

/** True for a document that is there and is no page of the site. */
const isElsewhere = (file: string): boolean => existsSync(join(root, file)) && !isPage.has(file);

/**
 * Links to what the site does not have (code) say what they name, and lead nowhere. One to a document that is not there stays a
 * link, so that VitePress refuses it.
 */
const pageOf = (source: string, text: string): string =>
  text.replace(/(?<!!)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, label: string, link: string) => {
    if (/^(?:[a-z]+:|#)/.test(link)) return whole;
    const [path = ''] = link.split('#');
    if (isSchema.has(join(dirname(source), path))) return whole;
    if (!path.endsWith('.md') || isElsewhere(join(dirname(source), path))) return label;
    return `[${label}](${link.replace(/(^|\/)README\.md/, '$1index.md')})`;
  });

/** What the running API says of itself. */
const openApiDocument = async (): Promise<unknown> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'heirtag-site-'));
  const runner = await startLocal({ dataDir, port: 0 });
  try {
    return await (await fetch(`${runner.url}/v1/openapi.json`)).json();
  } finally {
    await runner.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

await rm(pages, { recursive: true, force: true });
for (const source of sources) {
  const target = join(pages, source.replace(/(^|\/)README\.md$/, '$1index.md'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, pageOf(source, await readFile(join(root, source), 'utf8')));
}
for (const schema of schemas) await cp(join(root, schema), join(pages, 'public', schema));
await cp(join(root, 'docs/images'), join(pages, 'docs/images'), { recursive: true });
await writeFile(join(pages, 'api.md'), apiPage(await openApiDocument()));
await build(import.meta.dirname);

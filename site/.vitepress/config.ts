import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';

const pages = join(import.meta.dirname, '../pages');

/** The first heading of a page. */
const titleOf = (page: string): string =>
  /^# (.+)$/m.exec(readFileSync(join(pages, page), 'utf8'))?.[1] ?? page;

const linkTo = (page: string) => ({ text: titleOf(page), link: `/${page.replace(/\.md$/, '')}` });

const decisions = readdirSync(join(pages, 'docs/decisions')).sort();

const group = (text: string, names: readonly string[], collapsed = false) => ({
  text,
  collapsed,
  items: names.map(linkTo),
});

const docs = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `docs/${name}.md`);

/** Pages in the order of who needs them; those that nobody put anywhere come last. */
const groups = [
  group('Use it', docs('package', 'rules', 'rules-as-code', 'console', 'cli', 'tag-api')),
  group('Run it', docs('deploy', 'settings', 'runbook', 'metrics', 'events-out', 'cost')),
  group('The API', ['api.md', ...docs('http-api')]),
  group('How it is made', [
    ...docs('architecture', 'reliability', 'performance', 'threat-model', 'add-a-cloud'),
    'CONTRIBUTING.md',
    'SECURITY.md',
    'CHANGELOG.md',
  ]),
  group(
    'Decisions',
    decisions.map((name) => `docs/decisions/${name}`),
    true,
  ),
];

const placed = new Set(groups.flatMap(({ items }) => items.map(({ link }) => link)));
const others = readdirSync(join(pages, 'docs'))
  .filter((name) => name.endsWith('.md') && !placed.has(linkTo(`docs/${name}`).link))
  .map((name) => `docs/${name}`);
const sidebar = [
  { text: 'Heirtag', link: '/' },
  ...groups,
  ...(others.length === 0 ? [] : [group('More', others)]),
];

export default defineConfig({
  title: 'Heirtag',
  description: 'Associated resources inherit the tags of their primary resource',
  srcDir: 'pages',
  outDir: 'dist',
  cleanUrls: true,
  // `<stage>` in a sentence and `{accountId}` in a heading are placeholders, no elements or attributes.
  markdown: { attrs: { disable: true }, config: (md) => void md.set({ html: false }) },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar,
  },
});

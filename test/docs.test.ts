import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

const root = join(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).sort();
const decisions = pages.filter((page) => page.startsWith('docs/decisions/'));

const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const isBroken = (page: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchorsOf(target).includes(anchor);
};

describe('the docs', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);

    expect(links.filter((link) => !/^[a-z]+:/.test(link) && isBroken(page, link))).toEqual([]);
  });

  it.each(pages.filter((page) => page !== 'CHANGELOG.md' && !decisions.includes(page)))(
    '%s names files that are there',
    (page) => {
      const named = [...read(page).matchAll(/`((?:src|test|bench)\/[\w./-]+)`/g)].map(
        ([, path = '']) => path,
      );

      expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    },
  );

  it.each(['README.md', 'docs/deploy.md'])(
    '%s says in its first lines which clouds can be touched',
    (page) => {
      const first = read(page).split('\n').slice(0, 6).join(' ');

      const clouds = ['AWS', 'Alibaba Cloud', 'simulated'];
      expect(clouds.filter((cloud) => !first.includes(cloud))).toEqual([]);
    },
  );

  it('CHANGELOG.md has versions, newest first, each with its day, and that of package.json is the newest', () => {
    const { version } = z
      .looseObject({ version: z.string() })
      .parse(JSON.parse(read('package.json')));
    const [first = '', ...sections] = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(
      ([, heading = '']) => heading,
    );

    const released = sections.map((section) =>
      /^(\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)$/.exec(section),
    );
    const days = released.map((section) => section?.[2] ?? 'no version with its day');

    expect(first).toBe('Unreleased');
    expect(released[0]?.[1]).toBe(version);
    expect(days.map((day) => Date.parse(day)).filter(Number.isNaN)).toEqual([]);
    expect(days).toEqual(days.toSorted().toReversed());
  });

  it('name the package as npm pack names it, and so do the examples', () => {
    const { version } = z
      .looseObject({ version: z.string() })
      .parse(JSON.parse(read('package.json')));
    const files = [...pages, ...globSync('examples/*/package.json', { cwd: root })];

    const named = files.flatMap((file) =>
      [...read(file).matchAll(/heirtag-\d[\w.-]*\.tgz/g)].map(([name]) => ({ file, name })),
    );

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ name }) => name !== `heirtag-${version}.tgz`)).toEqual([]);
  });

  it('number each decision once, in its name and its heading', () => {
    const numbers = decisions.map((page) => basename(page).slice(0, 4));
    const headings = decisions.map((page) => read(page).split('.')[0]);

    expect(new Set(numbers).size).toBe(decisions.length);
    expect(headings).toEqual(numbers.map((number) => `# ${Number(number)}`));
  });
});

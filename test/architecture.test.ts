import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/**
 * Who may import whom below `src`, from entries down to the nouns. A folder may always import
 * itself; a folder that is missing here fails the test.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  rules: ['model'],
  storage: ['model'],
  aws: ['model'],
  queue: ['model', 'rules', 'aws'],
  bus: ['model', 'aws'],
  settings: ['model', 'rules', 'storage'],
  history: ['model', 'rules', 'storage'],
  ledger: ['model', 'rules', 'storage', 'history'],
  audit: ['model', 'storage'],
  access: ['model', 'storage', 'aws'],
  jobs: ['model', 'rules', 'storage', 'queue'],
  sources: ['model', 'rules', 'queue', 'bus'],
  cloud: ['model', 'rules', 'storage', 'bus'],
  wave: ['model', 'storage', 'cloud'],
  engine: ['model', 'rules', 'wave', 'cloud', 'ledger', 'history', 'settings', 'queue'],
  worker: ['model', 'rules', 'cloud', 'ledger', 'settings', 'queue', 'jobs', 'sources', 'engine'],
  admin: [
    'model',
    'rules',
    'cloud',
    'ledger',
    'history',
    'settings',
    'audit',
    'access',
    'queue',
    'jobs',
    'bus',
    'sources',
    'engine',
  ],
  'tag-api': ['model', 'rules', 'storage', 'cloud', 'settings', 'audit', 'access', 'admin'],
  runtime: [
    'model',
    'rules',
    'storage',
    'wave',
    'cloud',
    'ledger',
    'history',
    'settings',
    'audit',
    'access',
    'queue',
    'jobs',
    'bus',
    'sources',
    'engine',
    'worker',
    'admin',
    'tag-api',
  ],
  handlers: ['model', 'cloud', 'runtime'],
  local: ['model', 'rules', 'storage', 'cloud', 'queue', 'sources', 'runtime', 'worker', 'admin'],
  demo: ['model', 'rules'],
  cli: ['model', 'rules', 'cloud', 'access', 'settings', 'admin'],
};

type Import = { readonly file: string; readonly from: string; readonly to: string };

const importsOf = (file: string): readonly Import[] =>
  [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map(
    ([, still, dynamic]) => ({
      file: relative(root, file),
      from: folderOf(file),
      to: folderOf(join(dirname(file), still ?? dynamic ?? '')),
    }),
  );

const folderOf = (file: string): string => {
  const [top, folder] = relative(root, file).split('/');
  return top === 'src' && folder !== undefined ? folder : `outside src: ${top}`;
};

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(root, 'src', name));

it('lets imports point one way, from entries down to the nouns', () => {
  const wrong = sources
    .flatMap(importsOf)
    .filter(({ from, to }) => from !== to && !(mayImport[from] ?? []).includes(to))
    .map(({ file, to }) => `${file} imports ${to}`);

  expect(wrong).toEqual([]);
});

it('constructs clients only where processes are put together', () => {
  const constructing = sources
    .filter((file) => /new (\w+Client|DynamoDBDocument\w*)\(/.test(readFileSync(file, 'utf8')))
    .map(folderOf);

  expect([...new Set(constructing)].sort()).toEqual(['local', 'runtime']);
});

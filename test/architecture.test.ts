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
  storage: ['model'],
  aws: ['model'],
  clouds: ['model', 'storage', 'bus'],
  queue: ['model', 'clouds', 'aws'],
  bus: ['model', 'aws'],
  settings: ['model', 'clouds', 'storage'],
  history: ['model', 'clouds', 'storage'],
  ledger: ['model', 'clouds', 'storage', 'history'],
  audit: ['model', 'storage'],
  access: ['model', 'storage', 'aws'],
  jobs: ['model', 'clouds', 'storage', 'queue'],
  wave: ['model', 'clouds', 'storage'],
  engine: ['model', 'clouds', 'wave', 'ledger', 'history', 'settings', 'queue'],
  worker: ['model', 'clouds', 'ledger', 'settings', 'queue', 'jobs', 'engine'],
  admin: [
    'model',
    'clouds',

    'ledger',
    'history',
    'settings',
    'audit',
    'access',
    'queue',
    'jobs',
    'bus',

    'engine',
  ],
  'rules-file': ['model', 'clouds', 'settings', 'admin'],
  'tag-api': ['model', 'clouds', 'storage', 'settings', 'audit', 'access', 'admin'],
  runtime: [
    'model',
    'clouds',
    'storage',
    'wave',

    'ledger',
    'history',
    'settings',
    'audit',
    'access',
    'queue',
    'jobs',
    'bus',

    'engine',
    'worker',
    'admin',
    'tag-api',
  ],
  handlers: ['model', 'clouds', 'runtime'],
  local: ['model', 'clouds', 'storage', 'queue', 'runtime', 'worker', 'admin'],
  cli: ['model', 'clouds', 'access', 'settings', 'admin', 'rules-file'],
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

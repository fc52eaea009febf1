import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  clouds: ['model', 'storage', 'bus', 'aws'],
  queue: ['model', 'clouds', 'aws'],
  bus: ['model', 'aws'],
  settings: ['model', 'clouds', 'storage'],
  history: ['model', 'clouds', 'storage'],
  ledger: ['model', 'clouds', 'storage', 'history'],
  audit: ['model', 'storage'],
  access: ['model', 'storage', 'aws'],
  jobs: ['model', 'clouds', 'storage', 'queue'],
  wave: ['model', 'clouds', 'storage', 'ledger'],
  announce: ['model', 'settings', 'jobs', 'bus'],
  engine: ['model', 'clouds', 'wave', 'ledger', 'history', 'settings', 'queue'],
  worker: ['model', 'clouds', 'ledger', 'settings', 'queue', 'jobs', 'announce', 'engine'],
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
  'rules-file': ['model', 'clouds', 'settings', 'audit', 'admin'],
  'tag-api': ['model', 'clouds', 'storage', 'settings', 'audit', 'access', 'admin'],
  ingest: ['model', 'clouds', 'bus', 'access', 'admin'],
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
    'announce',

    'engine',
    'worker',
    'admin',
    'rules-file',
    'tag-api',
    'ingest',
  ],
  console: ['model'],
  handlers: ['model', 'clouds', 'aws', 'runtime'],
  local: ['model', 'console', 'clouds', 'storage', 'queue', 'runtime', 'worker', 'admin'],
  cli: ['model', 'console', 'clouds', 'access', 'settings', 'admin', 'rules-file', 'replay'],
  replay: ['model'],
};

/** A module, and one that it imports; paths below the root. */
type Import = { readonly file: string; readonly imported: string };

/** What stands for a list of clouds, as package.json resolves it. */
const lists: ReadonlyMap<string, string> = new Map([
  ['#clouds', 'src/clouds/clouds.ts'],
  ['#connections', 'src/clouds/connections.ts'],
  ['#doctors', 'src/clouds/doctors.ts'],
  ['#openers', 'src/clouds/openers.ts'],
]);

const importsOf = (file: string): readonly Import[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(/(?:from |import |import\()'([.#][^']+)'/g),
  ].map(([, name = '']) => ({ file, imported: lists.get(name) ?? join(dirname(file), name) }));

const folderOf = (file: string): string => {
  const [top, folder] = file.split('/');
  return top === 'src' && folder !== undefined ? folder : `outside src: ${top}`;
};

const modulesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

const sources = modulesIn('src');

/** The folder of the cloud that a module belongs to, if it belongs to one. */
const cloudOf = (file: string): string | undefined => /^src\/clouds\/([^/]+)\//.exec(file)?.[1];

const told = ({ file, imported }: Import): string => `${file} imports ${imported}`;

it('lets imports point one way, from entries down to the nouns', () => {
  const wrong = sources.flatMap(importsOf).filter(({ file, imported }) => {
    const [from, to] = [folderOf(file), folderOf(imported)];
    return from !== to && !(mayImport[from] ?? []).includes(to);
  });

  expect(wrong.map(told)).toEqual([]);
});

/** Entries that are about one cloud: the demo plays the stories of a simulated one. */
const aboutOneCloud: readonly string[] = ['bin/demo.ts'];

it("imports what is in a cloud's folder nowhere but into the lists of clouds", () => {
  const wrong = [...sources, ...modulesIn('lib'), ...modulesIn('bin')]
    .filter((file) => ![...lists.values(), ...aboutOneCloud].includes(file))
    // The lists of functions of one stage.
    .filter((file) => !file.startsWith('lib/variants/'))
    .flatMap(importsOf)
    .filter(({ file, imported }) => {
      const cloud = cloudOf(imported);
      return cloud !== undefined && cloud !== cloudOf(file);
    });

  expect(wrong.map(told)).toEqual([]);
});

it('lets no cloud know the lists that it stands in', () => {
  const ofLists = sources
    .filter((file) => cloudOf(file) === undefined)
    .flatMap(importsOf)
    .filter(({ imported }) => [...lists.values()].includes(imported))
    .map(({ file }) => file);
  const wrong = sources
    .filter((file) => cloudOf(file) !== undefined)
    .flatMap(importsOf)
    .filter(({ imported }) => [...lists.values(), ...ofLists].includes(imported));

  expect(ofLists).not.toEqual([]);
  expect(wrong.map(told)).toEqual([]);
});

it('lets nobody look at stages but the command line, so that no function is bundled with what that takes', () => {
  const isOfDoctors = (file: string): boolean =>
    lists.get('#doctors') === file || /^src\/clouds\/[^/]+\/doctor\//.test(file);
  const looking = [...sources, ...modulesIn('lib'), ...modulesIn('bin')]
    .filter((file) => !isOfDoctors(file))
    .flatMap(importsOf)
    .filter(({ imported }) => isOfDoctors(imported));

  expect(looking.map(({ file }) => folderOf(file))).toEqual(['cli']);
});

/** Where a cloud may be named: in the lists, and where its own Tag API is spoken, which is that cloud's protocol. */
const mayNameClouds = (file: string): boolean =>
  cloudOf(file) !== undefined || [...lists.values()].includes(file) || folderOf(file) === 'tag-api';

it('names no cloud outside of its folder', () => {
  const names = new Set(sources.flatMap((file) => cloudOf(file) ?? []));
  // AWS is also what the service runs on: as a cloud it is told by its name alone, and by its audit trail.
  const spelt = [...names].map((name) => (name === 'aws' ? `'aws'|cloudtrail` : name));
  const words = new RegExp(`${spelt.join('|')}|\\bacs\\b|aliyun|actiontrail|\\baws:`, 'i');
  // What AWS itself puts on messages: the local runner stands in for it.
  const ofThePlatform = /'(?:arn:)?aws:sqs/;
  const wrong = sources
    .filter((file) => !mayNameClouds(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => words.test(line))
        .filter(
          (line) => !(folderOf(file) === 'local' && ofThePlatform.test(line.replace('`', "'"))),
        )
        .map((line) => `${file}: ${line.trim()}`),
    );

  expect([...names].sort()).toEqual(['alibaba', 'aws']);
  expect(wrong).toEqual([]);
});

it('constructs clients only where processes are put together', () => {
  const constructing = sources
    .filter((file) =>
      /new (\w+Client|DynamoDBDocument\w*)\(/.test(readFileSync(join(root, file), 'utf8')),
    )
    // A cloud makes clients for each account and region, when somebody asks about it.
    .map((file) => (file.startsWith('src/clouds/') ? file : folderOf(file)));

  expect([...new Set(constructing)].sort()).toEqual([
    'local',
    'runtime',
    'src/clouds/alibaba/open.ts',
    'src/clouds/aws/doctor/clients.ts',
    'src/clouds/aws/provider/clients.ts',
  ]);
});

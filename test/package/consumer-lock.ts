import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';

const packageSchema = z.looseObject({
  version: z.optional(z.string()),
  dependencies: z.optional(z.record(z.string(), z.string())),
  optionalDependencies: z.optional(z.record(z.string(), z.string())),
});

type LockedPackage = z.infer<typeof packageSchema>;

const repositoryLock = z
  .object({ packages: z.record(z.string(), packageSchema) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')));

const { packages } = repositoryLock;

/** Where Node finds a package that is imported from a folder of the lock file. */
const placeOf = (name: string, from: string): string | undefined => {
  const place = join(from, 'node_modules', name);
  if (packages[place] !== undefined) return place;
  return from === '' || from === '.' ? undefined : placeOf(name, outOf(from));
};

/** The folder whose `node_modules` holds this one. */
const outOf = (place: string): string => {
  const above = dirname(place.slice(0, place.lastIndexOf('node_modules') + 1));
  return above === '.' ? '' : above;
};

const neededBy = ({ dependencies = {}, optionalDependencies = {} }: LockedPackage) => [
  ...Object.keys(dependencies),
  ...Object.keys(optionalDependencies),
];

/** Places in the lock file of packages and of all that they need. */
const closureOf = (names: readonly string[]): readonly string[] => {
  const found = new Set<string>();
  const visit = (wanted: readonly string[], from: string): void => {
    for (const name of wanted) {
      const place = placeOf(name, from);
      if (place === undefined || found.has(place)) continue;
      found.add(place);
      visit(neededBy(packages[place] ?? {}), place);
    }
  };
  visit(names, '');
  return [...found];
};

/**
 * A lock file that installs the packed package and, at the repository's own versions, what it needs:
 * the registry is asked for no list of versions, and npm's cache may have the rest.
 * @param tarball relative to the consumer's folder @param extra other packages that the consumer has
 */
export const consumerLock = (tarball: string, extra: readonly string[]) => {
  const { version, dependencies = {}, ...about } = packages[''] ?? {};
  const versionOf = (name: string) => packages[`node_modules/${name}`]?.version ?? '';
  const wanted = {
    heirtag: `file:${tarball}`,
    ...Object.fromEntries(extra.map((name) => [name, versionOf(name)])),
  };
  const entries = closureOf([...Object.keys(dependencies), ...extra]).map((place) => {
    const { dev: _, peer: __, devOptional: ___, ...locked } = packages[place] ?? {};
    return [place, locked];
  });
  const { peerDependencies, peerDependenciesMeta, bin, engines } = about;
  const packed = { peerDependencies, peerDependenciesMeta, bin, engines, dependencies };
  const manifest = {
    name: 'consumer',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: wanted,
  };
  return {
    manifest,
    lock: {
      ...manifest,
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': manifest,
        'node_modules/heirtag': { version, resolved: `file:${tarball}`, ...packed },
        ...Object.fromEntries(entries),
      },
    },
  };
};

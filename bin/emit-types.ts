import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { packageFolder } from '../lib/package-folder.ts';

/** How a declaration names others. */
const named = /from '(\.[^']+)\.ts'/g;

/** Files whose types a declaration names, itself among them. */
const withNamed = async (file: string, found = new Set<string>()): Promise<ReadonlySet<string>> => {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name = ''] of (await readFile(file, 'utf8')).matchAll(named)) {
    await withNamed(join(dirname(file), `${name}.d.ts`), found);
  }
  return found;
};

/**
 * Writes the types of the construct, and those that they name, into a folder.
 * @throws Error when they name what is no part of `lib`: the service's insides are nobody's types
 */
export const emitTypes = async (outdir: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-types-'));
  try {
    const tsc = join(packageFolder, 'node_modules/.bin/tsc');
    execFileSync(tsc, ['-p', 'tsconfig.types.json', '--outDir', folder], { cwd: packageFolder });
    for (const file of await withNamed(join(folder, 'lib/cdk.d.ts'))) {
      const name = relative(join(folder, 'lib'), file);
      if (name.startsWith('..')) throw new Error(`the construct's types name ${name}`);
      const text = await readFile(file, 'utf8');
      await writeFile(join(outdir, name), text.replace(named, "from '$1.js'"));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

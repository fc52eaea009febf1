import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { type Consumer, installConsumer } from './consumer.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const packSchema = z.object({
  filename: z.string(),
  size: z.number(),
  unpackedSize: z.number(),
  files: z.array(z.object({ path: z.string(), size: z.number() })),
});

export type Packed = z.infer<typeof packSchema> & {
  /** Its path. */
  readonly tarball: string;
  /** Makes an empty folder and installs the package there. @param extra other packages, at our versions */
  readonly installInto: (name: string, ...extra: readonly string[]) => Promise<Consumer>;
  readonly remove: () => Promise<void>;
};

/** npm 10 answers a list, npm 11.19 an object by name. */
const packAnswer = z.union([z.array(packSchema), z.record(z.string(), packSchema)]);

/** What is in no commit, or made anew. */
const leftOut = new Set(['.git', 'node_modules', 'dist', 'cdk.out', '.emulators', '.heirtag']);

/** Builds and packs the package as `npm pack` does, in a copy: other tests may use what was built before. */
export const pack = async (): Promise<Packed> => {
  const home = await mkdtemp(join(tmpdir(), 'heirtag-package-'));
  const copy = join(home, 'clone');
  await cp(root, copy, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
  await run(process.execPath, ['bin/build.ts', copy], { cwd: root });
  const options = ['--ignore-scripts', '--json', '--pack-destination', home];
  const { stdout } = await run('npm', ['pack', ...options], { cwd: copy, maxBuffer: 2 ** 24 });
  const [told] = Object.values(packAnswer.parse(JSON.parse(stdout)));
  if (told === undefined) throw new Error(`npm pack packed nothing: ${stdout}`);
  return {
    ...told,
    tarball: join(home, told.filename),
    installInto: (name, ...extra) =>
      installConsumer(join(home, name), join('..', told.filename), extra),
    remove: () => rm(home, { recursive: true, force: true }),
  };
};

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Builds and packs the package, as `npm pack` does. */
export const pack = async (): Promise<Packed> => {
  const home = await mkdtemp(join(tmpdir(), 'heirtag-package-'));
  await run(process.execPath, ['bin/build.ts'], { cwd: root });
  const options = ['--ignore-scripts', '--json', '--pack-destination', home];
  const { stdout } = await run('npm', ['pack', ...options], { cwd: root, maxBuffer: 2 ** 24 });
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

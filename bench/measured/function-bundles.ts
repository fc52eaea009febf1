import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BundleOptions, bundleFunction } from '../../lib/bundling.ts';

/** What is bundled: the functions, and some that do next to nothing, to compare them with. */
const functions = [
  ['empty', 'bench/measured/functions/empty.ts'],
  ['only a DynamoDB client', 'bench/measured/functions/only-client.ts'],
  ['the same, all bundled', 'bench/measured/functions/only-client.ts'],
  ['worker', 'src/handlers/worker.ts'],
  ['worker, no rule on', 'src/handlers/worker.ts'],
  ['worker of Alibaba Cloud, no rule on', 'src/handlers/worker.ts'],
  ['only the clients of AWS', 'bench/measured/functions/only-aws-clients.ts'],
  ['the same, bundled as esbuild does', 'bench/measured/functions/only-aws-clients.ts'],
  ['the clients of AWS and their calls', 'bench/measured/functions/aws-clients-and-calls.ts'],
  ['worker of AWS, no rule on', 'src/handlers/worker.ts'],
  ['admin', 'src/handlers/admin.ts'],
  ['tag-api', 'src/handlers/tag-api.ts'],
] as const;

export type FunctionName = (typeof functions)[number][0];

export type FunctionBundle = {
  readonly name: FunctionName;
  readonly file: string;
  /** Minified, without the source map. */
  readonly bytes: number;
};

const optionsOf = (name: FunctionName): BundleOptions => {
  switch (name) {
    case 'the same, all bundled':
      return { leftOut: [] };
    case 'worker of Alibaba Cloud, no rule on':
      return { variant: 'alibaba' };
    case 'the same, bundled as esbuild does':
      return { variant: 'aws', leftOut: [], isLean: false };
    case 'only the clients of AWS':
    case 'the clients of AWS and their calls':
    case 'worker of AWS, no rule on':
      return { variant: 'aws' };
    default:
      return {};
  }
};

/** Bundles every function into a folder that is gone after the work. */
export const withBundles = async <T>(
  work: (bundles: readonly FunctionBundle[], folder: string) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-bundles-'));
  try {
    const bundles: FunctionBundle[] = [];
    for (const [index, [name, entry]] of functions.entries()) {
      const file = join(folder, `${index}`, 'index.js');
      await bundleFunction(entry, file, optionsOf(name));
      bundles.push({ name, file, bytes: (await stat(file)).size });
    }
    return await work(bundles, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

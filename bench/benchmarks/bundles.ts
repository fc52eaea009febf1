import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Benchmark, Row } from '../report.ts';

const root = join(import.meta.dirname, '../..');

const bare = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => ({ batchItemFailures: [], client: client.config.apiVersion });
`;

/** Bundles as the stack does. @returns bytes, minified, SDK included */
const sizeOf = async (entry: string): Promise<number> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    nodePaths: [join(root, 'node_modules')],
    write: false,
    logLevel: 'error',
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0);
};

const rowOf = (bundle: string, bytes: number): Row => ({
  bundle,
  'kB, minified': Math.round(bytes / 1000),
});

/** How large the functions are, beside one that only makes a DynamoDB client. */
export const bundles: Benchmark = {
  about: 'bytes of each bundle, minified as deployed, SDK included',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heirtag-bundle-'));
    try {
      const entry = join(folder, 'bare.ts');
      await writeFile(entry, bare);
      const rows = [rowOf('only a DynamoDB client', await sizeOf(entry))];
      for (const name of ['worker', 'admin', 'tag-api']) {
        rows.push(rowOf(name, await sizeOf(join(root, 'src/handlers', `${name}.ts`))));
      }
      return rows;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

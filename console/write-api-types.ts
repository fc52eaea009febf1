import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocal } from '../src/local/start-local.ts';
import { apiTypesOf } from './api-types.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'heirtag-api-'));
const runner = await startLocal({ dataDir, port: 0 });
try {
  const document = await (await fetch(`${runner.url}/v1/openapi.json`)).text();
  const file = join(import.meta.dirname, 'src/api/schema.d.ts');
  await writeFile(file, await apiTypesOf(document));
  process.stdout.write(`wrote ${file}\n`);
} finally {
  await runner.stop();
  await rm(dataDir, { recursive: true, force: true });
}

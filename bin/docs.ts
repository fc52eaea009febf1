import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { references } from '../lib/reference/references.ts';

for (const { file, make } of references) {
  await writeFile(join(import.meta.dirname, '..', file), make());
  console.log(`wrote ${file}`);
}

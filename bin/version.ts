import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { packageFolder } from '../lib/package-folder.ts';

const packageJson: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));

/** Version of this package. */
export const { version } = z.object({ version: z.string() }).parse(packageJson);

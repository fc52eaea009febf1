import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFunctions } from '../lib/bundling.ts';
import { packageFolder } from '../lib/package-folder.ts';
import { bundleModules } from './bundle-modules.ts';
import { emitTypes } from './emit-types.ts';

// All that is packed beside documents: see docs/decisions/0044-a-package-of-few-files.md.
const dist = join(packageFolder, 'dist');

await rm(dist, { recursive: true, force: true });
await bundleModules(dist);
await emitTypes(dist);
await bundleFunctions(join(dist, 'functions'));

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildConsole } from '../console/build.ts';
import { bundleFunctions } from '../lib/bundling.ts';
import { packageFolder } from '../lib/package-folder.ts';
import { bundleModules } from './bundle-modules.ts';
import { emitTypes } from './emit-types.ts';

// All that is packed beside documents, into this package or, where one is named, into another folder:
// see docs/decisions/0044-a-package-of-few-files.md.
const [folder = packageFolder] = process.argv.slice(2);
const dist = join(folder, 'dist');

await rm(dist, { recursive: true, force: true });
await bundleModules(dist);
await emitTypes(dist);
await bundleFunctions(join(dist, 'functions'));
await buildConsole({ outDir: join(folder, 'console/dist') });

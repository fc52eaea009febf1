import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Where this package lies: a clone, or a folder below somebody's `node_modules`. */
export const packageFolder = dirname(
  createRequire(import.meta.url).resolve('heirtag/package.json'),
);

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Suites that need emulators from a Python package index: `npm run test:emulators`. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/emulators/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
  },
});

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { UnsteadyReporter } from '../unsteady-reporter.ts';

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/deploy/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
    reporters: ['default', new UnsteadyReporter()],
  },
});

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { UnsteadyReporter } from './test/unsteady-reporter.ts';

const toy = join(import.meta.dirname, 'test/clouds/toy');

export default defineConfig({
  test: {
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new UnsteadyReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'heirtag',
          include: ['test/**/*.test.ts'],
          exclude: ['test/deploy/**', 'test/emulators/**', 'test/clouds/toy/**'],
        },
      },
      {
        extends: true,
        // The same sources, built with another list of clouds.
        resolve: {
          alias: { '#clouds': join(toy, 'clouds.ts'), '#openers': join(toy, 'openers.ts') },
        },
        test: { name: 'with one more cloud', include: ['test/clouds/toy/**/*.test.ts'] },
      },
    ],
  },
});

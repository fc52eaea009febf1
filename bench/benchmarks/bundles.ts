import { withBundles } from '../measured/function-bundles.ts';
import type { Benchmark } from '../report.ts';

/** How large the functions are, beside one that only makes a DynamoDB client. */
export const bundles: Benchmark = {
  about: 'bytes of each bundle, minified as deployed, SDK included',
  run: () =>
    withBundles(async (all) =>
      all.map(({ name, bytes }) => ({ bundle: name, 'kB, minified': Math.round(bytes / 1000) })),
    ),
};

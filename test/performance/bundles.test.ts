import { expect, it } from 'vitest';
import { withBundles } from '../../bench/measured/function-bundles.ts';

/** Minified, the SDK included, by the benchmark's names; see docs/performance.md, "Bundles". */
const mostBytes = {
  worker: 496_000,
  'worker of Alibaba Cloud, no rule on': 512_000,
  'worker of AWS, no rule on': 835_000,
  'tag-api': 461_000,
  admin: 665_000,
} as const;

it('bundles the workers and both APIs into the bytes that they may have', {
  timeout: 120_000,
}, async () => {
  const bytes = await withBundles(
    async (bundles) => new Map<string, number>(bundles.map((each) => [each.name, each.bytes])),
  );

  for (const [name, most] of Object.entries(mostBytes)) {
    expect.soft(bytes.get(name), name).toBeLessThanOrEqual(most);
  }
});

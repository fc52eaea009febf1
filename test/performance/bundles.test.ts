import { expect, it } from 'vitest';
import { withBundles } from '../../bench/measured/function-bundles.ts';

/** Minified, the SDK included; see docs/performance.md, "Bundles". */
const mostBytes = { worker: 496_000, 'tag-api': 461_000, admin: 665_000 } as const;

it('bundles every function into the bytes it may have', { timeout: 120_000 }, async () => {
  const bytes = await withBundles(
    async (bundles) => new Map(bundles.map((each) => [each.name, each.bytes])),
  );

  expect(bytes.get('worker')).toBeLessThanOrEqual(mostBytes.worker);
  expect(bytes.get('tag-api')).toBeLessThanOrEqual(mostBytes['tag-api']);
  expect(bytes.get('admin')).toBeLessThanOrEqual(mostBytes.admin);
});

import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider, Resource } from '../../src/clouds/provider.ts';

/**
 * A cloud that describes resources one after the other: a batch read is not one moment.
 * @param reads.order puts the resources of one call in order
 * @param reads.before happens before each is read
 */
export const tornCloud = (
  cloud: CloudProvider,
  reads: {
    readonly order: (arns: readonly Arn[]) => readonly Arn[];
    readonly before: (arn: Arn) => Promise<void>;
  },
): CloudProvider => ({
  ...cloud,
  describe: async (arns) => {
    const found = new Map<Arn, Resource>();
    for (const arn of reads.order([...new Set(arns)])) {
      await reads.before(arn);
      const resource = (await cloud.describe([arn])).get(arn);
      if (resource !== undefined) found.set(arn, resource);
    }
    return found;
  },
});

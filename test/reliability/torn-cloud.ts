import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider, Sight } from '../../src/clouds/provider.ts';

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
  describe: async (arns, call) => {
    const seen = new Map<Arn, Sight>();
    for (const arn of reads.order([...new Set(arns)])) {
      await reads.before(arn);
      for (const each of await cloud.describe([arn], call)) seen.set(...each);
    }
    return seen;
  },
});

import type { CloudProvider, Resource } from '../../src/cloud/provider.ts';
import type { Arn } from '../../src/model/arn.ts';
import type { Random } from './random.ts';
import type { Turns } from './turns.ts';

/** A cloud that describes resources one after the other, in any order: a batch read is not one moment. */
export const tornCloud = (cloud: CloudProvider, turns: Turns, random: Random): CloudProvider => ({
  ...cloud,
  describe: async (arns) => {
    const found = new Map<Arn, Resource>();
    for (const arn of random.shuffled([...new Set(arns)])) {
      const resource = (await cloud.describe([arn])).get(arn);
      if (resource !== undefined) found.set(arn, resource);
      await turns.wait();
    }
    return found;
  },
});

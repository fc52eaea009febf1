import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { overTagCalls } from '../../test/clouds/over-tag-calls.ts';

/** A cloud each of whose calls takes so long, as over a network; tag calls of 50 resources. @param callMs 0 adds nothing */
export const slowCloud = (cloud: CloudProvider, callMs: number): CloudProvider => {
  const late =
    <Args extends readonly unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      if (callMs > 0) await sleep(callMs);
      return call(...args);
    };
  const reads = {
    ...cloud,
    describe: late(cloud.describe),
    heirs: late(cloud.heirs),
    list: late(cloud.list),
  };
  return overTagCalls(reads, (_, next) => late(next)());
};

import type { CloudProvider, TagChange } from '../../src/clouds/provider.ts';

/** Calls of the cloud by name: `describe`, `heirs`, `list`, `setTags`, `removeTags`. */
export type CloudCounts = Readonly<Record<string, number>>;

export type CountedCloud = {
  readonly cloud: CloudProvider;
  /** What was called since the last `take`, and begins anew. */
  readonly take: () => CloudCounts;
};

/** Counts the calls of a cloud, those that fail included. */
export const countCalls = (cloud: CloudProvider): CountedCloud => {
  let counts: Record<string, number> = {};
  const counted =
    <Args extends readonly unknown[], Answer>(
      name: string,
      call: (...args: Args) => Promise<Answer>,
    ): ((...args: Args) => Promise<Answer>) =>
    (...args) => {
      counts[name] = (counts[name] ?? 0) + 1;
      return call(...args);
    };
  const add = (name: string, count: number): void => {
    if (count > 0) counts[name] = (counts[name] ?? 0) + count;
  };
  /** Where nothing is refused, the calls that the cloud makes of changes are those that it tells before. */
  const countTagCalls = (changes: readonly TagChange[]): void => {
    add('setTags', cloud.tagCallsFor(changes.map((change) => ({ ...change, remove: [] }))));
    add('removeTags', cloud.tagCallsFor(changes.map((change) => ({ ...change, set: new Map() }))));
  };
  return {
    cloud: {
      ...cloud,
      describe: counted('describe', cloud.describe),
      heirs: counted('heirs', cloud.heirs),
      list: counted('list', cloud.list),
      write: (writes, call) => {
        countTagCalls(writes);
        return cloud.write(writes, call);
      },
    },
    take: () => {
      const taken = counts;
      counts = {};
      return taken;
    },
  };
};

import { schemaKey } from '../../src/storage/schema.ts';
import type { Table } from '../../src/storage/table.ts';

/** A table whose every call goes through `step`, but for what a process asks once. */
export const stepping = (inner: Table, step: <T>(work: () => Promise<T>) => Promise<T>): Table => ({
  get: (key) => (key.pk === schemaKey.pk ? inner.get(key) : step(() => inner.get(key))),
  getMany: (keys) => step(() => inner.getMany(keys)),
  put: (item, expectation) => step(() => inner.put(item, expectation)),
  putMany: (items) => step(() => inner.putMany(items)),
  putParts: (key, write) => step(() => inner.putParts(key, write)),
  delete: (key, expectation) => step(() => inner.delete(key, expectation)),
  query: (listing) => step(() => inner.query(listing)),
  count: (key, expiresAt) => step(() => inner.count(key, expiresAt)),
  scan: (scan) => step(() => inner.scan(scan)),
});

/** A process that stops at each table call until it is told to go on. */
export type Puppet = {
  /** Lets it do one table call; false when it has come to its end. */
  readonly go: () => Promise<boolean>;
};

/** Starts `play` on a table whose calls wait for `go`. `play` must not reject. */
export const puppet = (inner: Table, play: (table: Table) => Promise<void>): Puppet => {
  let call: (() => Promise<void>) | undefined;
  let hasEnded = false;
  let halted = Promise.withResolvers<void>();
  const table = stepping(
    inner,
    (work) =>
      new Promise((resolve, reject) => {
        call = () => work().then(resolve, reject);
        halted.resolve();
      }),
  );
  void play(table).finally(() => {
    hasEnded = true;
    halted.resolve();
  });
  return {
    go: async () => {
      await halted.promise;
      if (hasEnded || call === undefined) return false;
      const next = call;
      call = undefined;
      halted = Promise.withResolvers();
      await next();
      await halted.promise;
      return true;
    },
  };
};

/** Every order in which two processes of `left` and `right` calls can take turns. */
export const interleavings = (left: number, right: number): readonly string[] => {
  if (left === 0) return ['B'.repeat(right)];
  if (right === 0) return ['A'.repeat(left)];
  return [
    ...interleavings(left - 1, right).map((rest) => `A${rest}`),
    ...interleavings(left, right - 1).map((rest) => `B${rest}`),
  ];
};

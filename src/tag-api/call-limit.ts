import type { Clock } from '../model/clock.ts';
import type { Table } from '../storage/table.ts';

/** Counts the calls of each key. */
export type CallLimit = {
  /** Counts a call. @returns how long to wait when it is one too many, else 0. Milliseconds. */
  readonly count: (accessKeyId: string) => Promise<number>;
};

const windowMs = 60_000;

/** Calls a minute, counted in DynamoDB, so that the limit is one for all functions together. */
export const createCallLimit = ({
  table,
  clock,
  callsPerMinute,
}: {
  readonly table: Table;
  readonly clock: Clock;
  readonly callsPerMinute: number;
}): CallLimit => ({
  count: async (accessKeyId) => {
    const now = clock();
    const window = Math.floor(now / windowMs);
    const calls = await table.count(
      { pk: `calls#${accessKeyId}#${window}`, sk: 'calls' },
      Math.ceil((now + 2 * windowMs) / 1000),
    );
    return calls > callsPerMinute ? (window + 1) * windowMs - now : 0;
  },
});

import type { Requests } from './cost.ts';

/** One event of the cloud, as far as it decides what a correct design must ask for. */
export type Occurrence = {
  /** Resources whose tags change because of it. */
  readonly changed: number;
  /** Resources that it makes us look at and that are right. */
  readonly right: number;
  /** Tag calls, each of which comes back onto the bus as an event. */
  readonly tagCalls: number;
  /** Changed resources that get their first tag of a primary, or lose the last. */
  readonly lookUpRows: number;
};

/** Messages that one invocation of the worker takes. */
export type Together = 1 | 10;

/** What a design may leave to the good behaviour of others. */
export type Floor = {
  /** Rows of history a change: under the resource and under the account, so that both can be asked for. */
  readonly historyRows: 1 | 2;
  /** A line of log for each resource that changed. */
  readonly logs: boolean;
};

/** Every promise of ours, with the least requests. */
export const sameFloor: Floor = { historyRows: 2, logs: true };

/** Nothing that any design could leave out and still end with the right tags. */
export const barestFloor: Floor = { historyRows: 1, logs: false };

/** Intend and confirm. */
const ledgerWrites = 2;

/**
 * The least that a correct design asks of AWS for an event, of those that come so many together; the
 * reasons stand in `docs/performance.md`.
 */
export const leastRequests = (
  { changed, right, tagCalls, lookUpRows }: Occurrence,
  together: Together,
  floor: Floor,
): Requests => {
  const invocations = 1 / together;
  return {
    // What comes back from our own tag calls is kept out by the bus, which takes money for it all the same.
    events: 1 + tagCalls,
    // The bus sends the message; a batch is received and deleted with one request each.
    sqs: 1 + 2 * invocations,
    invocations,
    // Each resource's ledger record, and the settings once a batch.
    readUnits: changed + right + invocations,
    writeUnits: changed * (ledgerWrites + floor.historyRows) + lookUpRows,
    logLines: floor.logs ? changed : 0,
  };
};

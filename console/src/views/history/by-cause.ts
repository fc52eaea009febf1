import type { HistoryEntry } from '../../api/answers';

/** What one event led to. */
export type CauseGroup = {
  readonly id: string;
  readonly cause: HistoryEntry['cause'];
  /** Of the newest entry. */
  readonly time: string;
  readonly entries: readonly HistoryEntry[];
};

/** Puts entries that one event caused together; the order stays that of the newest entry of each. */
export const byCause = (entries: readonly HistoryEntry[]): readonly CauseGroup[] =>
  [...Map.groupBy(entries, ({ cause }) => cause.eventId)].map(([id, each]) => {
    const [first] = each;
    if (first === undefined) throw new Error('a group has an entry');
    return { id, cause: first.cause, time: first.time, entries: each };
  });

/** "3 set, 1 refused". */
export const tellActions = (entries: readonly HistoryEntry[]): string =>
  [...Map.groupBy(entries, ({ action }) => action)]
    .map(([action, each]) => `${each.length} ${action}`)
    .join(', ');

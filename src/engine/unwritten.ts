import type { LedgerChange, LedgerEntry, LedgerRecord } from '../ledger/ledger.ts';

/** What a record says while our intent is open, and what it said before. */
export type Intended = { readonly before: LedgerRecord; readonly held: LedgerRecord };

const entriesWithout = (
  { before, held }: Intended,
  unwritten: ReadonlySet<string>,
): ReadonlyMap<string, LedgerEntry> => {
  const entries = new Map(held.entries);
  for (const key of unwritten) {
    const entry = before.entries.get(key);
    if (entry === undefined) entries.delete(key);
    else entries.set(key, entry);
  }
  return entries;
};

/**
 * What a record must say of an intent whose tag calls failed for some keys and are sure to have done nothing there: of
 * those, what it said before. Else a tag that somebody puts there later, with the very value, would count as ours.
 * @param version of the change that the intent tells of these keys; earlier ones stay
 */
export const withoutUnwritten = (
  intended: Intended,
  unwritten: ReadonlySet<string>,
  version: number | undefined,
): LedgerChange => {
  const { refusals, intent } = intended.held;
  const changes = (intent?.changes ?? [])
    .map((change) =>
      change.version === version
        ? { ...change, lines: change.lines.filter(({ key }) => !unwritten.has(key)) }
        : change,
    )
    .filter(({ lines }) => lines.length > 0);
  return {
    entries: entriesWithout(intended, unwritten),
    refusals,
    intent: intent === null || changes.length === 0 ? null : { ...intent, changes },
  };
};

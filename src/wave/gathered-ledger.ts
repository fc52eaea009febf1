import pLimit from 'p-limit';
import type { Ledger, LedgerChange, LedgerRecord } from '../ledger/ledger.ts';
import type { Gather } from './wave.ts';

/** Connections that a client of AWS has; what waits for one longer than connecting may take fails. */
const connections = 50;

/** A record that was read, and what it is to say. */
type Replacement = { readonly previous: LedgerRecord; readonly change: LedgerChange };

/**
 * A ledger whose records are replaced together: each by a conditional write of its own, and all are answered when the
 * last of them is. So those who write equal changes stay side by side however long hundreds of records take, and none
 * of their tag calls goes before the others can join it.
 */
export const gatheredLedger = (ledger: Ledger, gather: Gather): Ledger => {
  const limit = pLimit(connections);
  const replace = gather<Replacement, LedgerRecord>((all) =>
    Promise.allSettled(
      all.map(({ previous, change }) => limit(() => ledger.replace(previous, change))),
    ),
  );
  return { ...ledger, replace: (previous, change) => replace({ previous, change }) };
};

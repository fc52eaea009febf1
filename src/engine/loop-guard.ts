import type { Contest, LedgerEntry, Repair } from '../ledger/ledger.ts';

/** When to stop repairing a tag that somebody else keeps changing back. */
export type LoopGuard = {
  /** So many repairs of one key of one resource are made within the window; the next one is not. */
  readonly mostRepairs: number;
  readonly windowSeconds: number;
};

/** Somebody else's change of a tag of ours, as a reconcile finds it. */
export type Drift = {
  /** What they put there; undefined when they removed the tag. */
  readonly actual: string | undefined;
  /** Who did it; null when no event told. */
  readonly by: string | null;
  /** ISO 8601, UTC. */
  readonly now: string;
};

/** Whether to undo a change: what the entry must then remember. */
export type Verdict =
  | { readonly kind: 'repair'; readonly repairs: readonly Repair[] }
  | { readonly kind: 'contested'; readonly contest: Contest };

/** The one who was named last; what one look does not know, an earlier one may have seen. */
const latestNamed = (repairs: readonly Repair[]): string | null =>
  repairs.findLast(({ by }) => by !== null)?.by ?? null;

/**
 * Judges one drift of a tag by the repairs that were made lately:
 *
 * | entry | repairs in the window | verdict |
 * |---|---|---|
 * | an open intent | any | repair, and count nothing: the last repair may never have arrived |
 * | confirmed | fewer than the most | repair, and count it |
 * | confirmed | the most | contested |
 */
export const judgeDrift = (entry: LedgerEntry, drift: Drift, guard: LoopGuard): Verdict => {
  if (entry.state === 'intended') return { kind: 'repair', repairs: entry.repairs };
  const start = Date.parse(drift.now) - guard.windowSeconds * 1000;
  const recent = entry.repairs.filter(({ time }) => Date.parse(time) > start);
  if (recent.length < guard.mostRepairs) {
    return { kind: 'repair', repairs: [...recent, { time: drift.now, by: drift.by }] };
  }
  const by = drift.by ?? latestNamed(recent);
  return { kind: 'contested', contest: { since: drift.now, by, theirs: drift.actual ?? null } };
};

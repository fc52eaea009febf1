import type { History } from '../history/history.ts';
import type { LedgerChange, LedgerRecord } from '../ledger/ledger.ts';
import type { Clock } from '../model/clock.ts';
import type { Key } from '../queue/message.ts';
import type { KnownSettings } from '../settings/known-settings.ts';
import type { TagWriter } from '../wave/tag-writer.ts';
import type { Wave } from '../wave/wave.ts';
import type { IntentPolicy } from './intent-policy.ts';
import type { LoopGuard } from './loop-guard.ts';
import type { Eyes } from './observe.ts';
import type { SendOn } from './tell.ts';

export type ReconcileDeps = Eyes & {
  /**
   * An account's settings as they were at some time since the request was made. They spare a read:
   * a plan that writes anything is checked against `settings` first.
   */
  readonly knownSettings: KnownSettings;
  readonly writer: TagWriter;
  /** The reconciles that this one goes forward with. */
  readonly wave: Wave;
  readonly history: Pick<History, 'record'>;
  readonly sendOn: SendOn;
  readonly clock: Clock;
  readonly intents: IntentPolicy;
  readonly guard: LoopGuard;
  /** Waits between two looks at a resource that somebody else is writing. @param attempt 0, 1, … */
  readonly pause: (attempt: number) => Promise<void>;
};

export type ReconcileRequest = Key & {
  /** No further delivery follows: decide now what could otherwise wait. */
  readonly isLastAttempt: boolean;
};

/** A record in which our own intent is open. */
export type Held = {
  readonly record: LedgerRecord;
  /** What it must say when the intent ends here; what it says now unless given. */
  readonly left?: LedgerChange;
  /** Keys that are somebody else's, though the record does not say so yet; none unless given. */
  readonly theirs?: readonly string[];
  /** Tells what our tag calls did, and ends the intent; undefined until all of them were answered. */
  readonly end?: () => Promise<void>;
};

/** One reconcile of one resource: who we are in the ledger. */
export type Session = ReconcileDeps & {
  readonly owner: string;
  readonly request: ReconcileRequest;
  /** Remembers the record that our open intent stands in; null when there is none any more. */
  readonly hold: (held: Held | null) => void;
};

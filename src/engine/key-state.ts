import type { LedgerEntry } from '../ledger/ledger.ts';
import type { Cause } from '../model/cause.ts';
import type { Reach } from '../queue/reach.ts';
import type { AccountSettings } from '../settings/settings.ts';
import type { Association, Winner } from './desired.ts';
import type { LoopGuard } from './loop-guard.ts';

/** When, why and how patiently a resource is looked at; the same for all of its keys. */
export type Look = {
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly cause: Cause;
  /** Who else changed the resource's tags, when the cause is that very event; else null. */
  readonly rival: string | null;
  /** On what it may act beyond what the ledger knows. */
  readonly reach: Reach;
  readonly guard: LoopGuard;
  /** What the cloud refused in an earlier round; none unless given. */
  readonly tried?: ReadonlySet<string>;
};

/** All that the decision on one key depends on. */
export type KeyState = {
  readonly key: string;
  /** The tag's value on the resource; undefined when absent. */
  readonly actual: string | undefined;
  readonly entry: LedgerEntry | undefined;
  readonly winner: Winner | undefined;
  /** The winner's rule asked for the key before, and was refused. */
  readonly isRefused: boolean;
  readonly associations: readonly Association[];
  readonly settings: AccountSettings;
  readonly look: Look;
};

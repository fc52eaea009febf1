import type { ResourceChange } from '../history/history.ts';
import type { Intent, LedgerRecord } from '../ledger/ledger.ts';
import type { Clock } from '../model/clock.ts';
import { RetryableError } from '../model/errors.ts';

/**
 * Who may write a resource while another reconcile is between "intend" and "confirm": nobody, until
 * that one is done or can send nothing more. Without this, a worker that stalls before its tag call
 * could write after a second one has closed the entry, and its tag would be nobody's for ever.
 */
export type IntentPolicy = {
  /** A name no other reconcile has. */
  readonly newOwner: () => string;
  /** @param changes what it is about to do, and what earlier ones did whose history may be missing */
  readonly begin: (owner: string, changes: readonly ResourceChange[]) => Intent;
  /** The intent of one that sends nothing more: others may go on at once, and tell its history. */
  readonly end: (intent: Intent) => Intent;
  readonly isHeldByOther: (record: LedgerRecord, owner: string) => boolean;
  /** @throws RetryableError `IntentExpired` when too little of the intent's time is left for a tag call */
  readonly assertMayWrite: (held: LedgerRecord) => void;
};

export type IntentPolicyOptions = {
  readonly clock: Clock;
  readonly newId: () => string;
  /** How long an intent holds, from "intend" on. */
  readonly intentSeconds: number;
  /** The longest a single tag call takes to arrive, retries and time-outs included. */
  readonly callSeconds: number;
  /** For how long reads may show what was before: others wait so much longer, to see what has arrived. */
  readonly lagSeconds: number;
  /** True when this process is the only worker: earlier processes send nothing more. */
  readonly isSingleWorker: boolean;
};

/**
 * How far clocks of workers may be apart: others wait so much longer than the owner's clock says. Clocks that are
 * set by the network differ by milliseconds.
 */
const clockSkewMs = 15_000;

/** Makes the policy of one process. */
export const createIntentPolicy = (options: IntentPolicyOptions): IntentPolicy => {
  const { clock, newId, intentSeconds, callSeconds, lagSeconds, isSingleWorker } = options;
  const longerMs = clockSkewMs + lagSeconds * 1000;
  const processName = newId();
  return {
    newOwner: () => `${processName}/${newId()}`,

    begin: (owner, changes) => ({ owner, expiresAt: clock() + intentSeconds * 1000, changes }),

    end: (intent) => ({ ...intent, expiresAt: 0 }),

    isHeldByOther: ({ intent }, owner) => {
      if (intent === null || intent.owner === owner) return false;
      const isDead = isSingleWorker && !intent.owner.startsWith(`${processName}/`);
      if (isDead && lagSeconds === 0) return false;
      return clock() < intent.expiresAt + longerMs;
    },

    assertMayWrite: ({ arn, intent }) => {
      if (intent !== null && clock() + callSeconds * 1000 < intent.expiresAt) return;
      throw new RetryableError({
        code: 'IntentExpired',
        message: `too late to write the tags of ${arn}: others may take over at ${intent?.expiresAt ?? 'once'}`,
      });
    },
  };
};

import type { Arn } from '../clouds/arn.ts';
import type { Unnamed } from '../clouds/reading.ts';
import type { Cause } from '../model/cause.ts';
import type { Reach } from './reach.ts';

/** `eventName` of the causes that are not events of the cloud. */
export const ownCauses = {
  sweep: 'Sweep',
  backfill: 'ApplyToExistingResources',
  resume: 'ResumeContested',
} as const;

/** True when an event of the cloud made us look, so that its time says how late we are. */
export const isCloudEvent = ({ eventName }: Cause): boolean =>
  !Object.values<string>(ownCauses).includes(eventName);

/** One resource to reconcile: only a name, never what to do with it. */
export type Key = {
  readonly arn: Arn;
  /** The event deleted it, so that "not found" is no surprise. */
  readonly isGone: boolean;
  /** The event names this very resource, not one that it may inherit from. */
  readonly isNamed: boolean;
  readonly cause: Cause;
  /** What is new about it. */
  readonly reach: Reach;
  readonly lateUntil?: LateUntil;
};

/**
 * Until then the cloud may not show yet what makes us look, milliseconds since the epoch: what could not be
 * taken back waits for the second look. Undefined when it is sure to show it.
 */
export type LateUntil = number | undefined;

/**
 * The queue took every message about what makes us look no later than this, by its own clock,
 * milliseconds since the epoch. Undefined in a message: no later than the message itself.
 */
export type Since = number | undefined;

/** The reach of looks that a message leads to. Undefined, as in messages of before: all. */
export type SentReach = readonly string[] | undefined;

/** Work that the service sends itself over the changes queue. */
export type InternalMessage =
  /** Resources to reconcile. */
  | {
      readonly kind: 'keys';
      readonly arns: readonly Arn[];
      /** What `Key` says of all of them; false where it is missing. */
      readonly isNamed?: true | undefined;
      readonly isGone?: true | undefined;
      readonly cause: Cause;
      readonly since?: Since;
      readonly reach?: SentReach;
      readonly lateUntil?: LateUntil;
    }
  /** What an event touched, to be looked at once more, with its heirs, now that the cloud is sure to show it. */
  | {
      readonly kind: 'touched';
      readonly resources: readonly { readonly arn: Arn; readonly isGone: boolean }[];
      /** What the event means without naming it. */
      readonly unnamed?: readonly Unnamed[] | undefined;
      readonly cause: Cause;
    }
  /** A page of a primary's heirs to turn into keys. */
  | {
      readonly kind: 'heirs';
      readonly primary: Arn;
      /** Where to go on; null for the beginning. */
      readonly cursor: string | null;
      readonly cause: Cause;
      readonly since?: Since;
      readonly reach?: SentReach;
      readonly lateUntil?: LateUntil;
    }
  /** The next step of a lane of a job; the job's record says what that is. */
  | {
      readonly kind: 'job';
      readonly jobId: string;
      /** Its place among the job's lanes; the first unless given, as in messages of before. */
      readonly lane?: number | undefined;
      /** Another step in the record makes the message stale. */
      readonly step: number;
      readonly cause: Cause;
    }
  /** Starts a sweep over all accounts; the cause names it, so that a doubled message makes one. */
  | { readonly kind: 'sweep'; readonly cause: Cause };

/** The message that starts a sweep. @param started names the run and says when, ISO 8601 */
export const sweepStart = (started: Pick<Cause, 'eventId' | 'eventTime'>): InternalMessage => ({
  kind: 'sweep',
  cause: { ...started, eventName: ownCauses.sweep, principal: 'schedule' },
});

/** The changes queue, for sending. Bodies are what `parseMessage` reads. */
export type ChangesQueue = {
  /**
   * Sends messages in as few calls as possible; resolves when all are stored.
   * @param delaySeconds how long nobody sees them; 0 unless given
   * @throws RetryableError
   */
  readonly send: (messages: readonly InternalMessage[], delaySeconds?: number) => Promise<void>;
};

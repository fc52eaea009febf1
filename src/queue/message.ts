import type { Arn } from '../model/arn.ts';
import type { Cause } from '../model/cause.ts';
import type { SettingName } from '../rules/catalogue.ts';

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
};

/** Work that the service sends itself over the changes queue. */
export type InternalMessage =
  /** Resources to reconcile. */
  | { readonly kind: 'keys'; readonly arns: readonly Arn[]; readonly cause: Cause }
  /** A page of a primary's heirs to turn into keys. */
  | {
      readonly kind: 'heirs';
      readonly primary: Arn;
      /** Only heirs under this rule; null for all rules and for what the ledger knows. */
      readonly rule: SettingName | null;
      /** Where to go on; null for the beginning. */
      readonly cursor: string | null;
      readonly cause: Cause;
    }
  /** A page of a rule's primaries, for Apply To Existing Resources. */
  | {
      readonly kind: 'backfill';
      readonly accountId: string;
      readonly rule: SettingName;
      /** Id in the rule setting that asked for it; another one there makes the page stale. */
      readonly backfillId: string;
      readonly cursor: string | null;
      readonly cause: Cause;
    }
  /** A page of everything that the ledger and the settings know, to look at again. */
  | { readonly kind: 'sweep'; readonly cursor: string | null; readonly cause: Cause };

/** The message that starts a sweep. @param started names the run and says when, ISO 8601 */
export const sweepStart = (started: Pick<Cause, 'eventId' | 'eventTime'>): InternalMessage => ({
  kind: 'sweep',
  cursor: null,
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

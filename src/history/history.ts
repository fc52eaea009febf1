import type { Arn } from '../clouds/arn.ts';
import type { SettingName } from '../clouds/catalogue.ts';
import type { Cause } from '../model/cause.ts';
import type { Page } from '../model/page.ts';

/** What can happen to one key of one resource. */
export const historyActions = [
  /** Our value was written. */
  'set',
  /** Our tag was taken away. */
  'removed',
  /** The value that ours had displaced was put back. */
  'restored',
  /** A rule asks for a value, and it was not written. */
  'refused',
  /** Somebody changed what we wrote, and the rule's policy lets them keep it. */
  'handed over',
  /** The tag stays as it is and is not ours any more. */
  'closed',
  /** The tag stays as it is and comes from another primary now. */
  'adopted',
] as const;
export type HistoryAction = (typeof historyActions)[number];

/** One key of one change. */
export type ChangeLine = {
  readonly key: string;
  readonly action: HistoryAction;
  /** What stands there afterwards, null for no tag; of a refusal: what the rule asked for. */
  readonly value: string | null;
  /** What stood there before; null for no tag. */
  readonly previous: string | null;
  readonly rule: SettingName;
  readonly primary: Arn;
  /** Why, as the engine names its reasons. */
  readonly reason: string;
};

/** What one write of a resource's ledger record is about, for the history. */
export type ResourceChange = {
  /** Version of the record that announced it; with the resource, it names the change. */
  readonly version: number;
  /** When it was decided. ISO 8601, UTC. */
  readonly time: string;
  readonly cause: Cause;
  readonly lines: readonly ChangeLine[];
};

/** One line of the history: what happened to a key of a resource, when, and on which event. */
export type HistoryEntry = ChangeLine & {
  readonly resource: Arn;
  readonly time: string;
  readonly cause: Cause;
};

/** A stretch of time, both ends included. ISO 8601 with milliseconds, UTC. */
export type TimeRange = { readonly from: string; readonly to: string };

/** Where a listing goes on, and how much of it is wanted at once. */
export type PageRequest = {
  /** `next` of the page before. */
  readonly cursor: string | undefined;
  /** Entries on a page at the most. */
  readonly limit: number;
};

/**
 * What was done to resources, kept for a while. Reads are strong; listings begin with the newest. A
 * page may hold fewer entries than wanted, or none, and still have a next one.
 */
export type History = {
  /**
   * Keeps changes of one resource; doing it again changes nothing.
   * @throws RetryableError when not all of it could be kept
   */
  readonly record: (resource: Arn, changes: readonly ResourceChange[]) => Promise<void>;

  /** Lists what happened to one resource. @throws InvalidInputError `InvalidParameter.Cursor` */
  readonly ofResource: (
    resource: Arn,
    range: TimeRange,
    page: PageRequest,
  ) => Promise<Page<HistoryEntry>>;

  /** Lists what happened in one account, under some rules. @throws InvalidInputError `InvalidParameter.Cursor` */
  readonly ofRules: (
    scope: { readonly accountId: string; readonly rules: readonly SettingName[] },
    range: TimeRange,
    page: PageRequest,
  ) => Promise<Page<HistoryEntry>>;
};

import type { Arn } from '../clouds/arn.ts';
import type { SettingName } from '../clouds/catalogue.ts';
import type { ResourceChange } from '../history/history.ts';
import type { Cause } from '../model/cause.ts';
import type { Page } from '../model/page.ts';
import type { Heirship } from './heir-rows.ts';

/** A change by somebody else that was undone. */
export type Repair = {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Who had made it, as the audit trail names them; null when no event told. */
  readonly by: string | null;
};

/** Says that somebody else kept changing a tag back, so that it is left alone until an operator resumes it. */
export type Contest = {
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Who, as the audit trail names them; null when no event told. */
  readonly by: string | null;
  /** The value they had put there by then; null when they had removed the tag. */
  readonly theirs: string | null;
};

/** What we wrote under one key of one associated resource, why, and what it displaced. */
export type LedgerEntry = {
  readonly key: string;
  /** The value we wrote, or, while intended, are about to write. */
  readonly value: string;
  /** While intended: our own earlier value, which may still stand if the write never happened. */
  readonly previous: string | null;
  readonly rule: SettingName;
  readonly primary: Arn;
  /** Generation of the rule setting under which the entry counts. */
  readonly generation: number;
  /** The value of somebody else's tag that ours took the place of; null when there was none. */
  readonly displaced: string | null;
  /** When the value was written. ISO 8601, UTC. */
  readonly writtenAt: string;
  /** What made us write the value. */
  readonly cause: Cause;
  /** The latest repairs of the tag, oldest first. */
  readonly repairs: readonly Repair[];
  readonly contest: Contest | null;
  /** `intended` until the write is known to have happened. */
  readonly state: 'intended' | 'confirmed';
};

/** What a rule asked for under one key and was not written, remembered so that it is told once. */
export type LedgerRefusal = {
  readonly key: string;
  /** Why, as the engine names its reasons. */
  readonly reason: string;
  readonly value: string;
  readonly rule: SettingName;
  readonly primary: Arn;
  /** Of the rule's setting; one of another says nothing of now. */
  readonly generation: number;
  /** A mark of the resource's tags when the cloud refused it: with other tags it may take it. */
  readonly tagsMark?: string | undefined;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly cause: Cause;
};

/**
 * Says that a reconcile is between "intend" and "confirm": its tag calls may still arrive.
 * Others wait until it is gone, or until nothing of it can arrive any more.
 */
export type Intent = {
  /** Names the one reconcile that holds it. */
  readonly owner: string;
  /**
   * From this moment on, by its own clock, the owner sends no more tag calls; 0 when it said so itself.
   * Milliseconds since the epoch.
   */
  readonly expiresAt: number;
  /** What it is about to do, and what earlier ones did whose history may be missing. */
  readonly changes: readonly ResourceChange[];
};

/** Our last tag calls: until the cloud's lag is over, reads may show what stood there before them. */
export type LastWrite = {
  /** When they had been answered. ISO 8601, UTC. */
  readonly at: string;
  /** Tags of ours that were taken away, each with the value put back in its place; null for none. */
  readonly removed: readonly { readonly key: string; readonly restored: string | null }[];
  /** Keys whose entries stay, and that a look had found changed by somebody else; none unless given. */
  readonly theirs?: readonly string[] | undefined;
};

/** Something that a look did not see although the record rests on it. */
export type Missing = {
  readonly arn: Arn;
  /** When it was first not seen. ISO 8601, UTC. */
  readonly since: string;
};

/** The ledger's record of one associated resource: one item, one conditional write per change. */
export type LedgerRecord = {
  readonly arn: Arn;
  /** 0 when nothing was ever stored; each write adds 1. */
  readonly version: number;
  readonly intent: Intent | null;
  /** key → entry */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** key → refusal */
  readonly refusals: ReadonlyMap<string, LedgerRefusal>;
  /** Undefined where reads are strong. */
  readonly lastWrite?: LastWrite | undefined;
  /** The resource itself, or primaries; none where reads are strong. */
  readonly missing?: readonly Missing[] | undefined;
};

/** The new content of a record; without a last write, that of before stays, and what was missing does not. */
export type LedgerChange = Pick<
  LedgerRecord,
  'intent' | 'entries' | 'refusals' | 'lastWrite' | 'missing'
>;

/** A key of a resource that is contested. */
export type ContestedKey = { readonly resource: Arn; readonly key: string };

/** Where a listing goes on, and how much a page holds at the most. */
type PageOf = { readonly cursor: string | undefined; readonly limit: number };

/** Durable record of what was inherited from where. Reads are strong. */
export type Ledger = {
  /** The record of a resource; version 0 and empty when there is none. */
  readonly read: (arn: Arn) => Promise<LedgerRecord>;

  /**
   * Replaces the record that was read as `previous`.
   * @returns the record as stored, with the next version
   * @throws ConflictError when somebody wrote since `previous` was read; nothing is changed then
   */
  readonly replace: (previous: LedgerRecord, change: LedgerChange) => Promise<LedgerRecord>;

  /**
   * Lists the resources that inherited from a primary by the ledger, in ARN order, in pages (of an
   * older schema first, until they are renewed). May name one whose entries are gone already; never leaves out one that has entries.
   */
  readonly heirs: (primary: Arn, cursor: string | undefined) => Promise<Page<Arn>>;

  /**
   * Lists the primaries that resources of an account inherited from by the ledger, in no order, in
   * pages, some of which may be empty. May name one twice, or one whose heirs are gone; never leaves
   * out one that has had heirs since the listing began, once `renew` has come to its end.
   */
  readonly primaries: (accountId: string, cursor: string | undefined) => Promise<Page<Arn>>;

  /** Reads the records of several resources, in their order. @param arns any number, distinct */
  readonly readMany: (arns: readonly Arn[]) => Promise<readonly LedgerRecord[]>;

  /**
   * Lists who inherited from whom in an account, primary by primary, in pages, some of which may be
   * empty. A resource comes once for each primary. May name one whose entries are gone already; never
   * leaves out one that has entries, once `renew` has come to its end.
   * @param scope `primary`: only its heirs @throws InvalidInputError `InvalidParameter.Cursor`
   */
  readonly heirships: (
    scope: { readonly accountId: string; readonly primary: Arn | undefined },
    page: PageOf,
  ) => Promise<Page<Heirship>>;

  /**
   * Lists an account's resources that have refusals, in ARN order, in pages. May name one whose
   * refusals are gone; never leaves out one that has some, once `renew` has come to its end.
   * @throws InvalidInputError `InvalidParameter.Cursor`
   */
  readonly refused: (accountId: string, page: PageOf) => Promise<Page<Arn>>;

  /**
   * Moves what was stored in an older schema to where it belongs now, a page at a time, by reading the
   * whole table; does nothing once it has come to its end. The pages are empty.
   */
  readonly renew: (cursor: string | undefined) => Promise<Page<Arn>>;

  /**
   * Lists an account's contested keys, in ARN order, in pages. May name one that is resumed already;
   * never leaves out one that is contested.
   * @param page `limit`: keys on a page at the most
   * @throws InvalidInputError `InvalidParameter.Cursor`
   */
  readonly contested: (accountId: string, page: PageOf) => Promise<Page<ContestedKey>>;
};

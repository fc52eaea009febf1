import type { SettingName } from '../clouds/catalogue.ts';
import type { Page } from '../model/page.ts';

/** Spelled as the product's API spells it. */
export const statuses = ['Enable', 'Disable'] as const;
export type Status = (typeof statuses)[number];

/** What to do when somebody else's tag stands where an inherited one belongs. */
export const conflictPolicies = ['overwrite', 'keep'] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** What an account chose for one rule. */
export type RuleSetting = {
  readonly settingName: SettingName;
  readonly status: Status;
  /** Keys to inherit, order kept, at most 50; empty means all. */
  readonly tagKeys: readonly string[];
  /** Keys never inherited, at most 50; a `*` at the end stands for any ending. */
  readonly excludedKeys: readonly string[];
  /** Withheld keys that this rule inherits all the same, at most 10; none unless given. */
  readonly letThroughKeys?: readonly string[] | undefined;
  /** Apply To Existing Resources; each switch from Disable to Enable starts one backfill. */
  readonly existingStatus: Status;
  readonly conflictPolicy: ConflictPolicy;
  /** When an inherited tag goes, put back the value it displaced. */
  readonly restoreDisplaced: boolean;
  /** Never given twice: raised by every disable, and new for a rule that was deleted and made again. */
  readonly generation: number;
  /** The job that the last switch to Apply To Existing Resources started; null when it is off. */
  readonly backfillId: string | null;
  /** Given anew by every change of this rule; a change may name the one it saw. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
  /** Who changed it last; undefined where that was not kept yet. */
  readonly updatedBy?: string | undefined;
};

/** Everything an account chose; one version of it all, so that a reconcile sees one consistent picture. */
export type AccountSettings = {
  readonly accountId: string;
  /** 0 when nothing was ever stored; each write adds 1. Generations are taken from it. */
  readonly version: number;
  /** The switch for the whole feature. */
  readonly feature: Status;
  readonly rules: ReadonlyMap<SettingName, RuleSetting>;
};

/** The new content of an account's settings. */
export type SettingsChange = Pick<AccountSettings, 'feature' | 'rules'>;

/** Durable rule settings and feature switch, per account. Reads are strong. */
export type SettingsStore = {
  /** An account's settings; version 0, feature off and no rules when nothing was stored. */
  readonly read: (accountId: string) => Promise<AccountSettings>;

  /**
   * Writes what a change of the settings that were read as `previous` makes of them: the rules that
   * are other objects than before, each of which gets a new version, and the switch; all or nothing.
   * Writers of different rules do not meet.
   * @returns the settings as stored, with a later version; others may have changed other rules
   * @throws ConflictError when somebody wrote one of these rules or the switch since `previous` was
   * read, or anything when the switch is changed; nothing is changed then
   */
  readonly replace: (previous: AccountSettings, change: SettingsChange) => Promise<AccountSettings>;

  /**
   * Lists the accounts that ever stored settings, in order, in pages.
   * @param limit accounts on a page at the most; 100 unless given
   * @throws InvalidInputError `InvalidParameter.Cursor`
   */
  readonly accounts: (cursor: string | undefined, limit?: number) => Promise<Page<string>>;
};

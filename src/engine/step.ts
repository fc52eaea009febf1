import type { Arn } from '../clouds/arn.ts';
import type { SettingName } from '../clouds/catalogue.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';

/** The cloud would not take it, with its own code; tried again when something changes. */
export type CloudRefusal = `refused by the cloud: ${string}`;

/** Why a step is what it is; stable, for explain, history and metrics. */
export type Reason =
  /** Nobody's tag stood there. */
  | 'inherited'
  /** Somebody else's tag stood there and the policy is overwrite. */
  | 'overwrites'
  /** Our own older value stood there. */
  | 'follows'
  /** Somebody deleted or changed what we wrote. */
  | 'repairs'
  /** The tag is as we wrote it. */
  | 'in place'
  /** Somebody else wrote the very value; it is not ours. */
  | 'own value'
  | 'key left primary'
  | 'association ended'
  /** The association ended and the rule does not remove on detach. */
  | 'stays after detach'
  | 'out of scope'
  /** Other software reads the key as evidence, and the rule does not let it through. */
  | 'withheld key'
  /** The tag is not what we wrote any more. */
  | 'changed by others'
  /** The rule was off meanwhile and the association ended. */
  | 'from before the rule was off'
  | 'policy keep'
  /** Existed before the rule: nothing happens until the primary's tags change, or an association is made. */
  | 'existed before the rule: waits for the primary'
  | 'tag quota'
  | CloudRefusal
  /** Somebody else keeps changing the tag back, and repairing it was given up until it is resumed. */
  | 'contested'
  /** The resource does not exist any more. */
  | 'resource gone';

/** What a rule asks for: a value, and the primary it comes from. */
export type Asked = { readonly value: string; readonly rule: SettingName; readonly primary: Arn };

/** What to do with one key of one resource. */
export type Step = { readonly key: string; readonly reason: Reason } & (
  | {
      /** Write the value; `entry` is the ledger entry to confirm afterwards. */
      readonly action: 'set';
      readonly entry: LedgerEntry;
      /** Place of the key in the rule's own key order; infinite when all keys flow. */
      readonly position: number;
      /** The resource has no tag of this key yet, so the write needs a free place. */
      readonly isNew: boolean;
    }
  | {
      /** Take our tag away, or put `restored` in its place. */
      readonly action: 'remove';
      readonly entry: LedgerEntry;
      readonly restored: string | null;
    }
  | {
      /** Leave the tag, or that there is none; `entry` is what the ledger must say, undefined when it is not ours. */
      readonly action: 'keep';
      readonly entry: LedgerEntry | undefined;
      /** What a rule would put there later. */
      readonly asked?: Asked;
    }
  /** Leave the tag and forget the entry. */
  | { readonly action: 'close' }
  | {
      /** Do not write what a rule asks for. */
      readonly action: 'refuse';
      readonly asked: Asked;
      /** Of the setting of the rule that asks. */
      readonly generation: number;
      /** Of the tags with which the cloud has just refused it; undefined when nobody asked the cloud. */
      readonly tagsMark?: string;
      /** Forget the entry, too. */
      readonly closes: boolean;
      /** What the ledger must say from now on; undefined when it may stay as it is. */
      readonly entry: LedgerEntry | undefined;
    }
);

/** Leaves a tag as it is. */
export type Keep = Extract<Step, { readonly action: 'keep' }>;

import type { BusEvent } from '../bus/bus.ts';
import type { Cause } from '../model/cause.ts';
import type { Tags } from '../model/tags.ts';
import type { AccountRegion } from './call.ts';
import type { Arn, ResourceType } from './cloud.ts';

/** A resource an event touches. `isGone`: the call deleted it, so that "not found" is no surprise. */
export type Touched = { readonly arn: Arn; readonly isGone: boolean };

/** Resources of a type that an event means without naming them: it names an association of one that ended. */
export type Unnamed = AccountRegion & { readonly type: ResourceType };

/** What an event says of the tags of the only resource that it touches. */
export type TagsTold = {
  /** Those that were set, changed or removed. */
  readonly changedKeys: readonly string[];
  /** All that the resource has now. */
  readonly tags: Tags;
};

/** Why a proper event touches nothing, in one word for counts. */
export const ignoredWhys = [
  'FailedCall',
  'DryRun',
  'UnwatchedCall',
  'OtherRegion',
  'NoResource',
  'OwnCall',
] as const;

export type IgnoredWhy = (typeof ignoredWhys)[number];

/** A proper event that touches nothing, and why, for people. */
export type Ignored = {
  readonly kind: 'ignored';
  readonly why: IgnoredWhy;
  readonly reason: string;
};

/** What a source makes of an event. */
export type Reading =
  /** Resources may be out of date. */
  | {
      readonly kind: 'touched';
      /** None only where some are not named. */
      readonly resources: readonly Touched[];
      readonly unnamed?: readonly Unnamed[] | undefined;
      readonly tagsTold?: TagsTold;
      readonly cause: Cause;
    }
  | Ignored
  /** No event at all, and what is wrong with it and where. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** What goes onto the bus, and what whoever takes it from there will make of it. */
export type Taken =
  | {
      readonly kind: 'event';
      readonly event: BusEvent;
      /** Whose it is; undefined when nothing says so. */
      readonly accountId: string | undefined;
      /** When it happened, ISO 8601, UTC; undefined when nothing says so. */
      readonly time: string | undefined;
      readonly reading: Extract<Reading, { kind: 'touched' }> | Ignored;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

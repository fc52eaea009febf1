import type { BusEvent } from '../bus/bus.ts';
import type { Cause } from '../model/cause.ts';
import type { Arn } from './cloud.ts';

/** A resource an event touches. `isGone`: the call deleted it, so that "not found" is no surprise. */
export type Touched = { readonly arn: Arn; readonly isGone: boolean };

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
  | { readonly kind: 'touched'; readonly resources: readonly Touched[]; readonly cause: Cause }
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

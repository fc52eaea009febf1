import type { Arn } from '../model/arn.ts';
import type { Cause } from '../model/cause.ts';

/** A resource an event touches. `isGone`: the call deleted it, so that "not found" is no surprise. */
export type Touched = { readonly arn: Arn; readonly isGone: boolean };

/** What a source makes of an event. */
export type Reading =
  /** Resources may be out of date. */
  | { readonly kind: 'touched'; readonly resources: readonly Touched[]; readonly cause: Cause }
  /** A proper event that touches nothing, and why: failed call, dry run, unknown call or region. */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** No event at all, and what is wrong with it and where. */
  | { readonly kind: 'invalid'; readonly reason: string };

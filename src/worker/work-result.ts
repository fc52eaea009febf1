import type { IgnoredWhy } from '../clouds/reading.ts';
import type { Cause } from '../model/cause.ts';

/** How one message ended well. */
export type WorkResult =
  | { readonly kind: 'done'; readonly cause: Cause }
  /** A proper event that touches nothing, or, without a `why`, a message of our own with nothing to do. */
  | { readonly kind: 'ignored'; readonly reason: string; readonly why?: IgnoredWhy }
  /** Nothing anybody can do anything with; coming again would not help. */
  | { readonly kind: 'malformed'; readonly reason: string };

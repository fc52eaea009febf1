import type { Since } from '../queue/message.ts';
import type { Delivery as KeysDelivery } from './reconcile-once.ts';

/** How a message came. */
export type Delivery = KeysDelivery & {
  /** The queue's name of the message; the same each time it comes. */
  readonly messageId: string;
  /** How often it was delivered, from 1. */
  readonly receives: number;
  /** It was received before, and not done: whoever had it may have died with its intents on record. */
  readonly isAgain: boolean;
  /** True when a failure of this kind makes a dead letter of the message now. */
  readonly isLastFor: (failure: unknown) => boolean;
};

/**
 * From when on looks of others do for a message. None does for one that comes again: a look from before
 * has not seen the intents that its first delivery may have left.
 * @param written what our own message says
 */
export const sinceOf = ({ isAgain, since }: Delivery, written: Since = undefined): Since =>
  isAgain ? undefined : (written ?? since);

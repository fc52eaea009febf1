import type { Arn } from './arn.ts';
import {
  type CallChange,
  type CallRefusal,
  keysOf,
  type TagCall,
  type Together,
} from './tag-calls.ts';

/** What one call answers for one of its resources that it did not write. */
export type CallProblem =
  | ({ readonly kind: 'refused' } & CallRefusal)
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Nothing is wrong with it: the call did nothing at all, because of others of its resources, which it names. */
  | { readonly kind: 'neighbour'; readonly error: unknown }
  /** This way does not take such a resource, and another may. */
  | { readonly kind: 'other way'; readonly error: unknown };

/** One way in which a cloud makes changes. */
export type TagWay = Together & {
  /** The cloud's name of the API that makes a change. */
  readonly apiOf: (change: CallChange) => string;
  /** The longest that one call may take. */
  readonly seconds: number;
  /**
   * Makes one call.
   * @returns what did not become of which resources; those left out are written
   * @throws what fails the call as a whole; `details.mayHaveHappened` when it may still arrive
   */
  readonly send: (tagCall: TagCall, signal: AbortSignal) => Promise<ReadonlyMap<Arn, CallProblem>>;
};

/**
 * A way that makes no call for a change without a key: there is nothing to do, and services understand such a call as
 * one for all tags, the owner's own ones, too. Source: EC2 API reference, "DeleteTags".
 */
export const neverWithoutKeys = (way: TagWay): TagWay => ({
  ...way,
  send: async (tagCall, signal) =>
    keysOf(tagCall.change).length === 0 ? new Map() : way.send(tagCall, signal),
});

/** The ways in which a cloud makes changes of a resource. */
export type TagWays = {
  readonly first: TagWay;
  /** Tried one after the other where the first does not take such a resource; none unless given. */
  readonly others?: readonly TagWay[];
};

/** How a cloud makes tag calls. */
export type TagWaysOf = (arn: Arn) => TagWays;

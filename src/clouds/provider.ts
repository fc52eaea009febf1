import type { Page } from '../model/page.ts';
import type { Tags } from '../model/tags.ts';
import type { Arn } from './arn.ts';
import type { AccountRegion, Pass, Rate } from './call.ts';
import type { ResourceType } from './resource-types.ts';

/** A resource as the cloud shows it at one moment. */
export type Resource = {
  readonly arn: Arn;
  readonly tags: Tags;
  /**
   * What this resource hangs on, as the cloud knows it; some may be gone already, and some may be of types
   * that no rule knows: those are left aside. Where a cloud tells associations from the primary's side only,
   * they come from an index that it keeps for a bounded time (`parents-index.ts`).
   */
  readonly parents: readonly Arn[];
};

/** What a cloud can say of a resource that it was asked for. */
export type Sight =
  | { readonly kind: 'present'; readonly resource: Resource }
  /** The cloud answered, and showed no such resource. */
  | { readonly kind: 'gone' }
  /** No permission, throttled, an answer in part: that decides nothing. */
  | { readonly kind: 'cannot-tell'; readonly error: unknown };

/** A sight of every resource that was asked for. */
export type Sights = ReadonlyMap<Arn, Sight>;

/** How one question is put, or one change made. */
export type Call = {
  /** Whatever is asked of the cloud's own API goes through it, call by call. */
  readonly pass: Pass;
};

/** What is to become of a resource's tags; other tags stay. Removals come first, so that additions find their places. */
export type TagChange = {
  readonly arn: Arn;
  readonly set: Tags;
  /** Absent keys are no error. */
  readonly remove: readonly string[];
};

/** A change of tags to be made. */
export type TagWrite = TagChange & {
  /** Asked right before each call that makes a part of the change; what it throws ends the change there. */
  readonly assertMaySend: () => void;
};

/** Why the cloud does not take a key as it is asked for: somebody must ask for something else. */
export type KeyRefusal = {
  readonly kind: 'quota full' | 'key refused';
  /** The cloud's own. */
  readonly code: string;
  /** What was attempted, on what, and what came back. */
  readonly message: string;
};

/** What became of a change, key by key. A key that stands in neither is written. */
export type WriteResult = {
  readonly refused: ReadonlyMap<string, KeyRefusal>;
  /**
   * Why a key is not written, or not for sure: then `details.mayHaveHappened` says that it may still be.
   * NotFoundError when the resource is gone.
   */
  readonly failed: ReadonlyMap<string, unknown>;
};

/** The two ends of associations. */
export type Pair = { readonly primary: ResourceType; readonly associated: ResourceType };

/** Lists resources, in pages. */
export type Listing = (cursor: string | undefined, call: Call) => Promise<Page<Arn>>;

/**
 * What a cloud must be able to do. Every method may throw ThrottledError, other RetryableErrors (timeout,
 * 5xx, a code nobody knows) and AccessDeniedError.
 */
export type CloudProvider = {
  /**
   * Reads resources by name. What concerns one resource is its own sight; only what concerns the call as a whole
   * is thrown. "Gone" is said only where the cloud's answer can mean nothing else: an empty answer for want of a
   * permission is "cannot tell".
   * @param arns at most 100
   */
  readonly describe: (arns: readonly Arn[], call: Call) => Promise<Sights>;

  /**
   * Lists the associated resources of one type that hang on a primary, in pages, in an order of the cloud's own and
   * with a cursor of its own. May name one that was just detached; never leaves out one that is attached, also
   * when others go or come between two pages. A primary that is gone has no heirs.
   * @throws RetryableError `CursorExpired` (`cursorExpired`) when the listing must begin again
   */
  readonly heirs: (
    primary: Arn,
    associated: ResourceType,
    cursor: string | undefined,
    call: Call,
  ) => Promise<Page<Arn>>;

  /** Lists an account's resources of one type in all regions. As `heirs` otherwise. */
  readonly list: (
    accountId: string,
    type: ResourceType,
    cursor: string | undefined,
    call: Call,
  ) => Promise<Page<Arn>>;

  /**
   * Opens a listing of all that hangs on any primary of a type in an account, where the cloud tells it from the
   * associated end: in far fewer calls than the heirs of each primary. Undefined where it does not, or where much
   * would be listed whose primary is gone. As `heirs` otherwise.
   */
  readonly hanging?: (accountId: string, pair: Pair) => Listing | undefined;

  /**
   * Lists resources of one type, in one account and region, that may just have lost what they hung on: asked where
   * an event names an association that ended, and not its resource. May name others; never leaves out one whose
   * association has ended. Absent where all events name their resources. As `heirs` otherwise.
   */
  readonly detached?: (
    at: AccountRegion,
    type: ResourceType,
    cursor: string | undefined,
    call: Call,
  ) => Promise<Page<Arn>>;

  /**
   * Makes changes of tags, in calls that it cuts itself: what goes together is the cloud's to say.
   * @returns what became of each, in the order of the changes
   */
  readonly write: (writes: readonly TagWrite[], call: Call) => Promise<readonly WriteResult[]>;

  /** How many tag calls `write` makes of changes when all goes well. */
  readonly tagCallsFor: (changes: readonly TagChange[]) => number;

  /**
   * Resources that a job does together, so that equal changes meet in one tag call: as many as such a call takes, where
   * that is many. 50 unless given.
   */
  readonly jobBatch?: number | undefined;

  /** How many tags a resource of this type may hold, the cloud's own not counted. */
  readonly maxTagsPerResource: (type: ResourceType) => number;

  /** True for our own calls. @param caller as the cloud's audit trail names who called */
  readonly isOurs: (caller: string) => boolean;

  /** For how long reads may show what was before; 0 where they are strong at once, 449 at the most. Seconds. */
  readonly readLagSeconds: number;

  /** What the cloud allows of one of its APIs, in each account and region. @param api as the provider names it to `pass` */
  readonly rateOf: (api: string, accountId: string) => Rate;

  /** The longest that one tag call takes, the client's own retries included. Seconds. */
  readonly tagCallSeconds: number;
};

/** Leaves out a last parameter. */
type WithoutCall<Method> = Method extends (...parameters: [...infer Asked, Call]) => infer Answer
  ? (...parameters: Asked) => Answer
  : Method;

/**
 * The cloud as engine, worker and API ask it: how a call is made is decided already. `describe` never
 * throws; what fails is a resource that it cannot tell of.
 */
export type CloudReads = {
  readonly [Name in Exclude<
    keyof CloudProvider,
    'write' | 'detached' | 'hanging' | 'jobBatch'
  >]: WithoutCall<CloudProvider[Name]>;
} & Pick<CloudProvider, 'jobBatch'> & {
    readonly detached?: WithoutCall<NonNullable<CloudProvider['detached']>>;
    readonly hanging?: (accountId: string, pair: Pair) => WithoutCall<Listing> | undefined;
  };

/** A call that nothing limits, and that waits for its answer as long as it takes. */
export const patientCall: Call = { pass: (_, send) => send(new AbortController().signal) };

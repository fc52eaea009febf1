import type { HeirtagError } from '../model/errors.ts';
import type { Page } from '../model/page.ts';
import type { Tags } from '../model/tags.ts';
import type { Arn } from './arn.ts';
import type { ResourceType } from './resource-types.ts';

/** A resource as the cloud shows it at one moment. */
export type Resource = {
  readonly arn: Arn;
  readonly tags: Tags;
  /**
   * What this resource hangs on, as the cloud knows it; some may be gone already, and some may be of types
   * that no rule knows: those are left aside.
   */
  readonly parents: readonly Arn[];
};

/** Resources that a call did not write, and why. */
export type Refusals = ReadonlyMap<Arn, HeirtagError>;

/**
 * What the engine asks of a cloud. Reads are strong: they show every write answered before.
 * Every method may throw RetryableError (throttled, timeout, 5xx) and TerminalError (no permission).
 */
export type CloudProvider = {
  /** Reads resources by name; what does not exist is left out. @param arns at most 100 */
  readonly describe: (arns: readonly Arn[]) => Promise<ReadonlyMap<Arn, Resource>>;

  /**
   * Lists the associated resources of one type that hang on a primary, in the cloud's order, in pages.
   * May name one that was just detached; never leaves out one that is attached. A primary that is
   * gone has no heirs.
   */
  readonly heirs: (
    primary: Arn,
    associated: ResourceType,
    cursor: string | undefined,
  ) => Promise<Page<Arn>>;

  /** Lists an account's resources of one type in all regions, in pages. */
  readonly list: (
    accountId: string,
    type: ResourceType,
    cursor: string | undefined,
  ) => Promise<Page<Arn>>;

  /** What one tag call takes at the most. */
  readonly tagCallLimits: { readonly resources: number; readonly tags: number };

  /**
   * Sets the same tags on resources of one account and region, in one call; other tags stay.
   * @returns those that were not written, each with its own error: NotFoundError when it is gone,
   * ConflictError when its tag quota is full, TerminalError when the cloud refuses a key or value, also
   * where it answers so for the call as a whole
   * @throws what fails the call as a whole; `details.mayHaveHappened` when it may still arrive
   */
  readonly setTags: (arns: readonly Arn[], tags: Tags) => Promise<Refusals>;

  /** Removes the same tags from resources, as `setTags` sets them; absent keys are no error. */
  readonly removeTags: (arns: readonly Arn[], keys: readonly string[]) => Promise<Refusals>;

  /** How many tags a resource of this type may hold, the cloud's own not counted. */
  readonly maxTagsPerResource: (type: ResourceType) => number;

  /** Who makes our own calls, as the cloud's audit trail names them. */
  readonly principal: string;

  /** How long a resource named by an event may stay invisible to reads; 0 where reads are strong at once. Seconds. */
  readonly visibilityDelaySeconds: number;
};

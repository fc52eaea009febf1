import type { Tags } from '../../../model/tags.ts';
import type { Arn } from '../arn.ts';
import { isReservedKey } from '../tag-keys.ts';

/** What an API's own parameters say of a resource: `ZoneId`, `Size`, `InstanceName`, … */
export type Attributes = Readonly<Record<string, unknown>>;

/** A resource of the simulated cloud. */
export type SimResource = {
  readonly arn: Arn;
  /** 0 before it is stored; each write adds 1. */
  readonly version: number;
  readonly tags: Tags;
  /** What it hangs on: a disk on its instances, an EIP on its holder and its cluster. */
  readonly parents: readonly Arn[];
  readonly attributes: Attributes;
};

/** A change that gives the same result however often it is made. */
export type Change = {
  readonly setTags?: readonly (readonly [string, string])[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
  readonly addParents?: readonly Arn[] | undefined;
  readonly removeParents?: readonly Arn[] | undefined;
  readonly attributes?: Attributes | undefined;
  /** The change is not made when the resource would hold more tags than this, and more than before. */
  readonly mostTags?: number | undefined;
  /** The change is not made while another resource that exists holds this one; a cluster holds nothing. */
  readonly onlyIfFree?: boolean | undefined;
};

/** Tags that count against the quota: the cloud's own do not. */
export const countOwnTags = (tags: Tags): number =>
  [...tags.keys()].filter((key) => !isReservedKey(key)).length;

/** One step of an operation; steps can be repeated without harm. */
export type Write =
  | { readonly kind: 'create'; readonly resource: Omit<SimResource, 'version'> }
  | { readonly kind: 'edit'; readonly arn: Arn; readonly change: Change }
  | { readonly kind: 'delete'; readonly arn: Arn };

/**
 * Applies a change to a resource; version and name stay. Whether the resource is free, the caller
 * has to find out.
 */
export const applyChange = <R extends SimResource>(resource: R, change: Change): R => {
  const tags = new Map(resource.tags);
  for (const key of change.removeTags ?? []) tags.delete(key);
  for (const [key, value] of change.setTags ?? []) tags.set(key, value);
  const most = Math.max(change.mostTags ?? Number.POSITIVE_INFINITY, countOwnTags(resource.tags));
  if (countOwnTags(tags) > most) return resource;
  const kept = resource.parents.filter((arn) => !change.removeParents?.includes(arn));
  return {
    ...resource,
    tags,
    parents: [...new Set([...kept, ...(change.addParents ?? [])])],
    attributes: { ...resource.attributes, ...change.attributes },
  };
};

import { inChunks } from '../model/chunks.ts';
import type { Tags } from '../model/tags.ts';
import { type Arn, parseArn } from './arn.ts';
import type { CloudProvider } from './provider.ts';

/** What one tag call does to each of its resources. */
export type TagChange =
  | { readonly kind: 'set'; readonly tags: readonly (readonly [string, string])[] }
  | { readonly kind: 'remove'; readonly keys: readonly string[] };

type Limits = CloudProvider['tagCallLimits'];

/** Cuts tags to set into what single calls take; in key order, so that equal changes look alike. */
export const changesThatSet = (tags: Tags, most: Limits): readonly TagChange[] =>
  inChunks(
    [...tags].sort(([left], [right]) => (left < right ? -1 : 1)),
    most.tags,
  ).map((chunk) => ({ kind: 'set', tags: chunk }));

/** Cuts keys to remove into what single calls take. As `changesThatSet` otherwise. */
export const changesThatRemove = (keys: readonly string[], most: Limits): readonly TagChange[] =>
  inChunks([...keys].sort(), most.tags).map((chunk) => ({ kind: 'remove', keys: chunk }));

/** Cuts a change in two; undefined when it is about one key. */
export const halvesOf = (change: TagChange): readonly TagChange[] | undefined => {
  const count = change.kind === 'set' ? change.tags.length : change.keys.length;
  if (count < 2) return undefined;
  const size = Math.ceil(count / 2);
  return change.kind === 'set'
    ? inChunks(change.tags, size).map((tags) => ({ kind: 'set', tags }))
    : inChunks(change.keys, size).map((keys) => ({ kind: 'remove', keys }));
};

/** The keys that a change is about. */
export const keysOf = (change: TagChange): readonly string[] =>
  change.kind === 'set' ? change.tags.map(([key]) => key) : change.keys;

/** A change of one resource. */
export type ResourceChange = { readonly arn: Arn; readonly change: TagChange };

/** Equal for changes that one call can make: the same, in one account and region. */
const callOf = ({ arn, change }: ResourceChange): string => {
  const { accountId, region } = parseArn(arn);
  return JSON.stringify([accountId, region, change]);
};

/** Puts changes that may be made at once into as few calls as the cloud takes. */
export const callsFor = <Part extends ResourceChange>(
  parts: readonly Part[],
  most: Limits,
): readonly (readonly Part[])[] =>
  [...Map.groupBy(parts, callOf).values()].flatMap((alike) => inChunks(alike, most.resources));

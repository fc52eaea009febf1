import { inChunks } from '../model/chunks.ts';
import type { Arn } from './arn.ts';
import { nameOfSite, siteOf } from './call.ts';
import type { KeyRefusal, TagChange } from './provider.ts';

/** What one tag call of a cloud takes at the most. */
export type TagCallLimits = { readonly resources: number; readonly tags: number };

/** What one tag call does to each of its resources. */
export type CallChange =
  | { readonly kind: 'set'; readonly tags: readonly (readonly [string, string])[] }
  | { readonly kind: 'remove'; readonly keys: readonly string[] };

/** What goes together in the calls of one of a cloud's ways to make changes. */
export type Together = {
  /** Of the way: an API, or a product or type of it where one call takes resources of one alone. */
  readonly name: string;
  readonly limits: TagCallLimits;
};

/** One call of a cloud's tag API: the same change of resources of one account and region, made in one way. */
export type TagCall = { readonly arns: readonly Arn[]; readonly change: CallChange };

/** Cuts a change into what single calls take; in key order, so that equal changes look alike. */
export const partsOf = (
  { set, remove }: Omit<TagChange, 'arn'>,
  most: Pick<TagCallLimits, 'tags'>,
): readonly CallChange[] => [
  ...inChunks([...remove].sort(), most.tags).map((keys): CallChange => ({ kind: 'remove', keys })),
  ...inChunks(
    [...set].sort(([left], [right]) => (left < right ? -1 : 1)),
    most.tags,
  ).map((tags): CallChange => ({ kind: 'set', tags })),
];

/** The change of one resource that a call makes. */
export const tagChangeOf = (change: CallChange): Omit<TagChange, 'arn'> =>
  change.kind === 'set'
    ? { set: new Map(change.tags), remove: [] }
    : { set: new Map(), remove: change.keys };

/** The keys that a call is about. */
export const keysOf = (change: CallChange): readonly string[] =>
  change.kind === 'set' ? change.tags.map(([key]) => key) : change.keys;

const onlyKeys = (change: CallChange, isKept: (key: string) => boolean): CallChange =>
  change.kind === 'set'
    ? { kind: 'set', tags: change.tags.filter(([key]) => isKept(key)) }
    : { kind: 'remove', keys: change.keys.filter(isKept) };

/**
 * What is left to try of a change that was refused, and the keys that are at fault: those that the cloud
 * names; when it names none, the only one there is, or nobody knows yet and halves are tried.
 */
export const afterRefusal = (
  change: CallChange,
  { keys: named = [] }: Pick<CallRefusal, 'keys'>,
): { readonly refused: readonly string[]; readonly left: readonly CallChange[] } => {
  const keys = keysOf(change);
  const refused = keys.length === 1 ? keys : keys.filter((key) => named.includes(key));
  if (refused.length > 0) {
    const left = onlyKeys(change, (key) => !refused.includes(key));
    return { refused, left: keysOf(left).length === 0 ? [] : [left] };
  }
  const first = new Set(keys.slice(0, Math.ceil(keys.length / 2)));
  const left = [
    onlyKeys(change, (key) => first.has(key)),
    onlyKeys(change, (key) => !first.has(key)),
  ];
  return { refused, left };
};

/** Why a call does not take keys of one of its resources. */
export type CallRefusal = {
  readonly refusal: KeyRefusal;
  /** Those at fault, where the cloud names them. */
  readonly keys?: readonly string[];
};

/** What a call can be made for: a change of a resource, and the way in which it is made. */
export type CallPart = {
  readonly arn: Arn;
  readonly change: CallChange;
  readonly way: Together;
};

/** Equal for changes that one call can make: the same, in one account and region, in one way. */
const callOf = ({ arn, change, way }: CallPart): string =>
  JSON.stringify([nameOfSite(siteOf(arn)), way.name, change]);

/** Puts changes that may be made at once into as few calls as the cloud takes. */
export const callsFor = <Part extends CallPart>(
  parts: readonly Part[],
): readonly (readonly Part[])[] =>
  [...Map.groupBy(parts, callOf).values()].flatMap((alike) =>
    alike[0] === undefined ? [] : inChunks(alike, alike[0].way.limits.resources),
  );

/**
 * How many calls changes take when each of them goes well.
 * @param wayOf the way that is tried first for a resource
 */
export const countTagCalls = (
  changes: readonly TagChange[],
  wayOf: (arn: Arn) => Together,
): number => {
  const parts = changes.flatMap(({ arn, ...change }) => {
    const way = wayOf(arn);
    return partsOf(change, way.limits).map((part) => ({ arn, change: part, way }));
  });
  return callsFor(parts).length;
};

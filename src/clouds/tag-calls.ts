import { inChunks } from '../model/chunks.ts';
import { type Arn, parseArn } from './arn.ts';
import type { KeyRefusal, TagChange } from './provider.ts';

/** What one tag call of a cloud takes at the most. */
export type TagCallLimits = { readonly resources: number; readonly tags: number };

/** What one tag call does to each of its resources. */
export type CallChange =
  | { readonly kind: 'set'; readonly tags: readonly (readonly [string, string])[] }
  | { readonly kind: 'remove'; readonly keys: readonly string[] };

/** One call of a cloud's tag API: the same change of resources of one account and region. */
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

/** Equal for changes that one call can make: the same, in one account and region. */
const callOf = ({ arn, change }: { readonly arn: Arn; readonly change: CallChange }): string => {
  const { accountId, region } = parseArn(arn);
  return JSON.stringify([accountId, region, change]);
};

/** Puts changes that may be made at once into as few calls as the cloud takes. */
export const callsFor = <Part extends { readonly arn: Arn; readonly change: CallChange }>(
  parts: readonly Part[],
  most: Pick<TagCallLimits, 'resources'>,
): readonly (readonly Part[])[] =>
  [...Map.groupBy(parts, callOf).values()].flatMap((alike) => inChunks(alike, most.resources));

/** How many calls changes take when each of them goes well. */
export const countTagCalls = (changes: readonly TagChange[], most: TagCallLimits): number => {
  const parts = changes.flatMap(({ arn, ...change }) =>
    partsOf(change, most).map((part) => ({ arn, change: part })),
  );
  return callsFor(parts, most).length;
};

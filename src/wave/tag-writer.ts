import pLimit from 'p-limit';
import type { CloudProvider, Refusals } from '../cloud/provider.ts';
import { type Arn, parseArn } from '../model/arn.ts';
import type { Tags } from '../model/tags.ts';
import type { Gather } from './wave.ts';

/** Writes the tags of single resources, in as few calls as the cloud takes. */
export type TagWriter = {
  /**
   * Sets tags on one resource; other tags stay.
   * @param assertMaySend called right before each call is sent; what it throws ends this resource's part
   * @throws what the cloud refused this resource with, or what failed the call as a whole
   */
  readonly set: (arn: Arn, tags: Tags, assertMaySend: () => void) => Promise<void>;
  /** Removes tags from one resource; absent keys are no error. As `set` otherwise. */
  readonly remove: (arn: Arn, keys: readonly string[], assertMaySend: () => void) => Promise<void>;
};

type Change =
  | { readonly kind: 'set'; readonly tags: readonly (readonly [string, string])[] }
  | { readonly kind: 'remove'; readonly keys: readonly string[] };

/** A change of one resource that fits into one call. */
type Part = {
  readonly arn: Arn;
  readonly change: Change;
  readonly assertMaySend: () => void;
};

type End = PromiseSettledResult<void>;

const done: End = { status: 'fulfilled', value: undefined };
const failed = (reason: unknown): End => ({ status: 'rejected', reason });

/** Tag calls of one wave under way at once. */
const parallelCalls = 10;

const inChunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** Equal for parts that one call can make: the same change, in one account and region. */
const callOf = ({ arn, change }: Part): string => {
  const { accountId, region } = parseArn(arn);
  return JSON.stringify([accountId, region, change]);
};

/** Those that may still be sent; the others have ended. */
const stillWanted = (parts: readonly Part[], ends: Map<Part, End>): readonly Part[] =>
  parts.filter((part) => {
    try {
      part.assertMaySend();
      return true;
    } catch (error) {
      ends.set(part, failed(error));
      return false;
    }
  });

/** Makes one call for parts that are alike. @param ends takes how each part ended */
const sendCall = async (
  cloud: CloudProvider,
  alike: readonly Part[],
  ends: Map<Part, End>,
): Promise<void> => {
  const parts = stillWanted(alike, ends);
  const [first] = parts;
  if (first === undefined) return;
  const arns = parts.map(({ arn }) => arn);
  const { change } = first;
  try {
    const refusals: Refusals =
      change.kind === 'set'
        ? await cloud.setTags(arns, new Map(change.tags))
        : await cloud.removeTags(arns, change.keys);
    for (const part of parts) {
      const refusal = refusals.get(part.arn);
      ends.set(part, refusal === undefined ? done : failed(refusal));
    }
  } catch (error) {
    for (const part of parts) ends.set(part, failed(error));
  }
};

/** Writes tags through a cloud; equal changes that are gathered together become one call. */
export const createTagWriter = (cloud: CloudProvider, gather: Gather): TagWriter => {
  const most = cloud.tagCallLimits;

  const write = gather<Part, void>(async (parts) => {
    const ends = new Map<Part, End>();
    const limit = pLimit(parallelCalls);
    const calls = [...Map.groupBy(parts, callOf).values()].flatMap((alike) =>
      inChunks(alike, most.resources),
    );
    await Promise.all(calls.map((alike) => limit(() => sendCall(cloud, alike, ends))));
    return parts.map((part) => ends.get(part) ?? done);
  });

  return {
    set: async (arn, tags, assertMaySend) => {
      // In key order, so that equal changes look alike.
      const pairs = [...tags].sort(([left], [right]) => (left < right ? -1 : 1));
      for (const chunk of inChunks(pairs, most.tags)) {
        await write({ arn, change: { kind: 'set', tags: chunk }, assertMaySend });
      }
    },
    remove: async (arn, keys, assertMaySend) => {
      for (const chunk of inChunks([...keys].sort(), most.tags)) {
        await write({ arn, change: { kind: 'remove', keys: chunk }, assertMaySend });
      }
    },
  };
};

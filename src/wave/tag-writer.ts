import pLimit from 'p-limit';
import type { CloudProvider, Refusals } from '../cloud/provider.ts';
import {
  callsFor,
  changesThatRemove,
  changesThatSet,
  type ResourceChange,
} from '../cloud/tag-calls.ts';
import type { Arn } from '../model/arn.ts';
import { type HeirtagError, mayHaveHappened } from '../model/errors.ts';
import type { Tags } from '../model/tags.ts';
import { type SendTogether, sendApart } from './shared-call.ts';
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

/** A change of one resource that fits into one call. */
type Part = ResourceChange & { readonly assertMaySend: () => void };

type End = PromiseSettledResult<void>;

const done: End = { status: 'fulfilled', value: undefined };
const failed = (reason: unknown): End => ({ status: 'rejected', reason });
const notSent = ({ arn }: Part) => new Error(`a tag call left ${arn} without an answer`);
const endOf = (refusal: HeirtagError | undefined): End =>
  refusal === undefined ? done : failed(refusal);

/** Tag calls of one wave under way at once. */
const parallelCalls = 10;

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

/** Makes one call for parts that are alike. */
const callCloud = async (cloud: CloudProvider, parts: readonly Part[]): Promise<Refusals> => {
  const [first] = parts;
  if (first === undefined) return new Map();
  const arns = parts.map(({ arn }) => arn);
  const { change } = first;
  return change.kind === 'set'
    ? cloud.setTags(arns, new Map(change.tags))
    : cloud.removeTags(arns, change.keys);
};

/** Sends what may still be sent. @param unsure takes the parts of a call that failed and may still arrive */
const sendCall =
  (cloud: CloudProvider, unsure: Map<Part, End>): SendTogether<Part, void> =>
  async (alike) => {
    const tooLate = new Map<Part, End>();
    const parts = stillWanted(alike, tooLate);
    try {
      const refusals = await callCloud(cloud, parts);
      return alike.map((part) => tooLate.get(part) ?? endOf(refusals.get(part.arn)));
    } catch (error) {
      if (mayHaveHappened(error)) for (const part of parts) unsure.set(part, failed(error));
      throw error;
    }
  };

/** Writes tags through a cloud; equal changes that are gathered together become one call. */
export const createTagWriter = (cloud: CloudProvider, gather: Gather): TagWriter => {
  const most = cloud.tagCallLimits;

  const write = gather<Part, void>(async (parts) => {
    const unsure = new Map<Part, End>();
    const limit = pLimit(parallelCalls);
    const sendOnce = sendCall(cloud, unsure);
    const send = sendApart<Part, void>((alike) => limit(() => sendOnce(alike)));
    const calls = callsFor(parts, most);
    const sent = (await Promise.all(calls.map(send))).flat();
    const ends = new Map(calls.flat().map((part, index) => [part, sent[index]]));
    // A call that arrives late undoes what came after it: its parts are not done, whatever became of
    // them when they were sent again.
    return parts.map((part) => unsure.get(part) ?? ends.get(part) ?? failed(notSent(part)));
  });

  return {
    set: async (arn, tags, assertMaySend) => {
      for (const change of changesThatSet(tags, most)) await write({ arn, change, assertMaySend });
    },
    remove: async (arn, keys, assertMaySend) => {
      for (const change of changesThatRemove(keys, most)) {
        await write({ arn, change, assertMaySend });
      }
    },
  };
};

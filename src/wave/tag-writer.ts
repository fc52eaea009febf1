import pLimit from 'p-limit';
import type { Arn } from '../clouds/arn.ts';
import type { CloudProvider, Refusals } from '../clouds/provider.ts';
import {
  callsFor,
  changesThatRemove,
  changesThatSet,
  halvesOf,
  keysOf,
  type ResourceChange,
  type TagChange,
} from '../clouds/tag-calls.ts';
import {
  ConflictError,
  type HeirtagError,
  mayHaveHappened,
  TerminalError,
} from '../model/errors.ts';
import type { Tags } from '../model/tags.ts';
import { type SendTogether, sendApart } from './shared-call.ts';
import type { Gather } from './wave.ts';

/** Keys that the cloud refuses to write, each with its reason. */
export type RefusedKeys = ReadonlyMap<string, HeirtagError>;

/** Writes the tags of single resources, in as few calls as the cloud takes. */
export type TagWriter = {
  /**
   * Sets tags on one resource; other tags stay. What the cloud refuses for a key, a value or its quota
   * is sent again in parts, down to single keys, so that no key keeps others away.
   * @param assertMaySend called right before each call is sent; what it throws ends this resource's part
   * @returns the keys that the cloud refuses
   * @throws what else the cloud answers for this resource, or what failed the call as a whole
   */
  readonly set: (arn: Arn, tags: Tags, assertMaySend: () => void) => Promise<RefusedKeys>;
  /** Removes tags from one resource; absent keys are no error. As `set` otherwise. */
  readonly remove: (
    arn: Arn,
    keys: readonly string[],
    assertMaySend: () => void,
  ) => Promise<RefusedKeys>;
};

/** A change of one resource that fits into one call. */
type Part = ResourceChange & { readonly assertMaySend: () => void };

/** What the cloud answers for a resource: undefined when it is written. */
type Answer = HeirtagError | undefined;

type End = PromiseSettledResult<Answer>;

const answered = (value: Answer): End => ({ status: 'fulfilled', value });
const failed = (reason: unknown): End => ({ status: 'rejected', reason });
const notSent = ({ arn }: Part) => new Error(`a tag call left ${arn} without an answer`);

/** The cloud may take the change without some of its keys. */
const isAboutKeys = (answer: HeirtagError): boolean =>
  answer instanceof TerminalError || answer instanceof ConflictError;

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
  (cloud: CloudProvider, unsure: Map<Part, End>): SendTogether<Part, Answer> =>
  async (alike) => {
    const tooLate = new Map<Part, End>();
    const parts = stillWanted(alike, tooLate);
    try {
      const refusals = await callCloud(cloud, parts);
      return alike.map((part) => tooLate.get(part) ?? answered(refusals.get(part.arn)));
    } catch (error) {
      if (mayHaveHappened(error)) for (const part of parts) unsure.set(part, failed(error));
      throw error;
    }
  };

/** Writes tags through a cloud; equal changes that are gathered together become one call. */
export const createTagWriter = (cloud: CloudProvider, gather: Gather): TagWriter => {
  const most = cloud.tagCallLimits;

  const write = gather<Part, Answer>(async (parts) => {
    const unsure = new Map<Part, End>();
    const limit = pLimit(parallelCalls);
    const sendOnce = sendCall(cloud, unsure);
    const send = sendApart<Part, Answer>((alike) => limit(() => sendOnce(alike)));
    const calls = callsFor(parts, most);
    const sent = (await Promise.all(calls.map(send))).flat();
    const ends = new Map(calls.flat().map((part, index) => [part, sent[index]]));
    // A call that arrives late undoes what came after it: its parts are not done, whatever became of
    // them when they were sent again.
    return parts.map((part) => unsure.get(part) ?? ends.get(part) ?? failed(notSent(part)));
  });

  const writePart = async (part: Part): Promise<RefusedKeys> => {
    const answer = await write(part);
    if (answer === undefined) return new Map();
    if (!isAboutKeys(answer)) throw answer;
    const halves = halvesOf(part.change);
    if (halves === undefined) return new Map(keysOf(part.change).map((key) => [key, answer]));
    return writeAll(halves, part);
  };

  const writeAll = async (
    changes: readonly TagChange[],
    part: Omit<Part, 'change'>,
  ): Promise<RefusedKeys> => {
    const refused = new Map<string, HeirtagError>();
    for (const change of changes) {
      for (const [key, why] of await writePart({ ...part, change })) refused.set(key, why);
    }
    return refused;
  };

  return {
    set: (arn, tags, assertMaySend) => writeAll(changesThatSet(tags, most), { arn, assertMaySend }),
    remove: (arn, keys, assertMaySend) =>
      writeAll(changesThatRemove(keys, most), { arn, assertMaySend }),
  };
};

import pLimit from 'p-limit';
import { mayHaveHappened } from '../model/errors.ts';
import { type SendTogether, sendApart } from '../model/shared-call.ts';
import type { Arn } from './arn.ts';
import { type ApiCall, siteOf } from './call.ts';
import type { Call, KeyRefusal, TagWrite, WriteResult } from './provider.ts';
import {
  afterRefusal,
  type CallChange,
  type CallRefusal,
  callsFor,
  keysOf,
  partsOf,
  type TagCall,
  type TagCallLimits,
} from './tag-calls.ts';

/** What one call answers for one of its resources that it did not write. */
export type CallProblem =
  | ({ readonly kind: 'refused' } & CallRefusal)
  | { readonly kind: 'failed'; readonly error: unknown };

/** How a cloud makes tag calls. */
export type TagCalls = {
  readonly limits: TagCallLimits;
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

/** Tag calls of one `write` under way at once. */
const parallelCalls = 10;

/** A change on its way: the calls it still needs, one after the other. */
type Task = {
  readonly write: TagWrite;
  parts: readonly CallChange[];
  readonly refused: Map<string, KeyRefusal>;
  readonly failed: Map<string, unknown>;
};

type Part = { readonly task: Task; readonly arn: Arn; readonly change: CallChange };

type End = PromiseSettledResult<CallProblem | undefined>;

const ended = (value: CallProblem | undefined): End => ({ status: 'fulfilled', value });
const failed = (reason: unknown): End => ({ status: 'rejected', reason });

const allWritten: ReadonlyMap<Arn, CallProblem> = new Map();

/** Those that may still be sent; the others have ended. */
const stillWanted = (parts: readonly Part[], ends: Map<Part, End>): readonly Part[] =>
  parts.filter((part) => {
    try {
      part.task.write.assertMaySend();
      return true;
    } catch (error) {
      ends.set(part, failed(error));
      return false;
    }
  });

/** Makes one call for parts that are alike, as far as they may still be sent. @param unsure takes those of a call that failed and may still arrive */
const sendCall =
  (
    { send, apiOf, seconds }: TagCalls,
    call: Call,
    unsure: Map<Part, End>,
  ): SendTogether<Part, CallProblem | undefined> =>
  async (alike) => {
    const [some] = alike;
    if (some === undefined) return [];
    const { change } = some;
    const tooLate = new Map<Part, End>();
    let parts: readonly Part[] = [];
    const apiCall: ApiCall = {
      ...siteOf(some.arn),
      api: apiOf(change),
      what: `a tag call (${change.kind}) of ${alike.map(({ arn }) => arn).join(', ')}`,
      seconds,
      mayArriveLate: true,
    };
    try {
      const problems = await call.pass(apiCall, async (signal) => {
        // Only now, for it may have waited for its turn.
        parts = stillWanted(alike, tooLate);
        const arns = parts.map(({ arn }) => arn);
        return arns.length === 0 ? allWritten : send({ arns, change }, signal);
      });
      return alike.map((part) => tooLate.get(part) ?? ended(problems.get(part.arn)));
    } catch (error) {
      if (mayHaveHappened(error)) for (const part of parts) unsure.set(part, failed(error));
      throw error;
    }
  };

const failedBy = (error: unknown): CallProblem => ({ kind: 'failed', error });

/** Goes on with a change after one of its calls. */
const settle = ({ task, change }: Part, end: End): void => {
  const problem = end.status === 'fulfilled' ? end.value : failedBy(end.reason);
  if (problem?.kind === 'failed') {
    for (const key of task.parts.flatMap(keysOf)) task.failed.set(key, problem.error);
    task.parts = [];
    return;
  }
  const others = task.parts.slice(1);
  if (problem === undefined) {
    task.parts = others;
    return;
  }
  const { refused, left } = afterRefusal(change, problem);
  for (const key of refused) task.refused.set(key, problem.refusal);
  task.parts = [...left, ...others];
};

const nextPart = (task: Task): readonly Part[] => {
  const [change] = task.parts;
  return change === undefined ? [] : [{ task, arn: task.write.arn, change }];
};

/**
 * Makes changes of tags in as few calls as a cloud takes, for clouds that set the same tags on many resources
 * in one call. Each change goes on by itself: its removals, then its additions, one call after the other, shared
 * with equal ones. What a call refuses for its keys is sent again in parts, down to the keys at fault; a call
 * that fails as a whole is made again in pieces (`sendApart`), so that no neighbour of a bad one suffers.
 */
export const sendTagCalls = async (
  writes: readonly TagWrite[],
  calls: TagCalls,
  call: Call,
): Promise<readonly WriteResult[]> => {
  const limit = pLimit(parallelCalls);
  const tasks = writes.map(
    (write): Task => ({
      write,
      parts: partsOf(write, calls.limits),
      refused: new Map(),
      failed: new Map(),
    }),
  );
  const sendAlike = async (alike: readonly Part[]): Promise<void> => {
    const unsure = new Map<Part, End>();
    const sendOnce = sendCall(calls, call, unsure);
    const ends = await sendApart<Part, CallProblem | undefined>((some) =>
      limit(() => sendOnce(some)),
    )(alike);
    for (const [index, part] of alike.entries()) {
      // A call that arrives late undoes what came after it: its parts are not done, whatever became of
      // them when they were sent again.
      const end = unsure.get(part) ?? ends[index];
      settle(part, end ?? failed(new Error(`a tag call left ${part.arn} without an answer`)));
    }
  };
  for (let due = tasks.flatMap(nextPart); due.length > 0; due = tasks.flatMap(nextPart)) {
    await Promise.all(callsFor(due, calls.limits).map(sendAlike));
  }
  return tasks;
};

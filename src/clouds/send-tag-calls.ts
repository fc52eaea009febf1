import pLimit from 'p-limit';
import { mayHaveHappened } from '../model/errors.ts';
import { type SendTogether, sendApart } from '../model/shared-call.ts';
import type { Arn } from './arn.ts';
import { type ApiCall, siteOf } from './call.ts';
import type { Call, KeyRefusal, TagWrite, WriteResult } from './provider.ts';
import {
  afterRefusal,
  type CallChange,
  callsFor,
  keysOf,
  partsOf,
  tagChangeOf,
} from './tag-calls.ts';
import type { CallProblem, TagWay, TagWaysOf } from './tag-way.ts';

/** Tag calls of one `write` under way at once. */
const parallelCalls = 10;

/** A change on its way: the calls it still needs, one after the other, and how they are made. */
type Task = {
  readonly write: TagWrite;
  way: TagWay;
  otherWays: readonly TagWay[];
  parts: readonly CallChange[];
  readonly refused: Map<string, KeyRefusal>;
  readonly failed: Map<string, unknown>;
};

type Part = {
  readonly task: Task;
  readonly arn: Arn;
  readonly change: CallChange;
  readonly way: TagWay;
};

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

/** Where a call did nothing and names nobody who is at fault, it cannot be made again without those. */
const throwWithoutCulprit = (
  parts: readonly Part[],
  problems: ReadonlyMap<Arn, CallProblem>,
): void => {
  const told = parts.map(({ arn }) => problems.get(arn));
  const [first] = told;
  if (first?.kind === 'neighbour' && told.every((each) => each?.kind === 'neighbour')) {
    throw first.error;
  }
};

/** Makes one call for parts that are alike, as far as they may still be sent. @param unsure takes those of a call that failed and may still arrive */
const sendCall =
  (call: Call, unsure: Map<Part, End>): SendTogether<Part, CallProblem | undefined> =>
  async (alike) => {
    const [some] = alike;
    if (some === undefined) return [];
    const { change, way } = some;
    const tooLate = new Map<Part, End>();
    let parts: readonly Part[] = [];
    const apiCall: ApiCall = {
      ...siteOf(some.arn),
      api: way.apiOf(change),
      what: `a tag call (${change.kind}) of ${alike.map(({ arn }) => arn).join(', ')}`,
      seconds: way.seconds,
      mayArriveLate: true,
    };
    try {
      const problems = await call.pass(apiCall, async (signal) => {
        // Only now, for it may have waited for its turn.
        parts = stillWanted(alike, tooLate);
        const arns = parts.map(({ arn }) => arn);
        return arns.length === 0 ? allWritten : way.send({ arns, change }, signal);
      });
      throwWithoutCulprit(parts, problems);
      return alike.map((part) => tooLate.get(part) ?? ended(problems.get(part.arn)));
    } catch (error) {
      if (mayHaveHappened(error)) for (const part of parts) unsure.set(part, failed(error));
      throw error;
    }
  };

const failedBy = (error: unknown): CallProblem => ({ kind: 'failed', error });

const endBy = (task: Task, error: unknown): void => {
  for (const key of task.parts.flatMap(keysOf)) task.failed.set(key, error);
  task.parts = [];
};

/** Makes what is left of a change in the next way. @param error what the way before said */
const goOtherWay = (task: Task, error: unknown): void => {
  const [next, ...others] = task.otherWays;
  if (next === undefined) {
    endBy(task, error);
    return;
  }
  task.way = next;
  task.otherWays = others;
  task.parts = task.parts.flatMap((change) => partsOf(tagChangeOf(change), next.limits));
};

/** Goes on with a change after one of its calls. */
const settle = ({ task, change }: Part, end: End): void => {
  const problem = end.status === 'fulfilled' ? end.value : failedBy(end.reason);
  switch (problem?.kind) {
    case undefined:
      task.parts = task.parts.slice(1);
      return;
    case 'neighbour':
      return;
    case 'failed':
      endBy(task, problem.error);
      return;
    case 'other way':
      goOtherWay(task, problem.error);
      return;
    case 'refused': {
      const { refused, left } = afterRefusal(change, problem);
      for (const key of refused) task.refused.set(key, problem.refusal);
      task.parts = [...left, ...task.parts.slice(1)];
    }
  }
};

const nextPart = (task: Task): readonly Part[] => {
  const [change] = task.parts;
  return change === undefined ? [] : [{ task, arn: task.write.arn, change, way: task.way }];
};

/**
 * Makes changes of tags in as few calls as a cloud takes, for clouds that set the same tags on many resources
 * in one call. Each change goes on by itself: its removals, then its additions, one call after the other, shared
 * with equal ones. What a call refuses for its keys is sent again in parts, down to the keys at fault; a call
 * that did nothing because of some of its resources is made again without them; one that fails as a whole is
 * made again in pieces (`sendApart`), so that no neighbour of a bad one suffers.
 */
export const sendTagCalls = async (
  writes: readonly TagWrite[],
  waysOf: TagWaysOf,
  call: Call,
): Promise<readonly WriteResult[]> => {
  const limit = pLimit(parallelCalls);
  const tasks = writes.map((write): Task => {
    const { first: way, others: otherWays = [] } = waysOf(write.arn);
    const parts = partsOf(write, way.limits);
    return { write, way, otherWays, parts, refused: new Map(), failed: new Map() };
  });
  const sendAlike = async (alike: readonly Part[]): Promise<void> => {
    const unsure = new Map<Part, End>();
    const sendOnce = sendCall(call, unsure);
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
    await Promise.all(callsFor(due).map(sendAlike));
  }
  return tasks;
};

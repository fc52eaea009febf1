import type { Arn } from '../../src/clouds/arn.ts';
import { type CloudProvider, patientCall, type WriteResult } from '../../src/clouds/provider.ts';
import { sendTagCalls } from '../../src/clouds/send-tag-calls.ts';
import { countTagCalls, type TagCall, type TagCallLimits } from '../../src/clouds/tag-calls.ts';
import type { CallProblem, TagWay } from '../../src/clouds/tag-way.ts';
import { changeOf, writesOf } from './ask.ts';

/** What did not become of the resources of one tag call. */
export type Problems = ReadonlyMap<Arn, CallProblem>;

/** What the cloud of a test does when a tag call comes. @param next makes the call */
export type OnTagCall = (call: TagCall, next: () => Promise<Problems>) => Promise<Problems>;

/** The limits of the unified Tag API. */
const unified: TagCallLimits = { resources: 50, tags: 10 };

const problemOf = ({ refused, failed }: WriteResult): readonly CallProblem[] => {
  const [error] = failed.values();
  if (error !== undefined) return [{ kind: 'failed', error }];
  const [refusal] = refused.values();
  return refusal === undefined ? [] : [{ kind: 'refused', refusal, keys: [...refused.keys()] }];
};

/** Puts something between a cloud and each of its tag calls. */
export const overTagCalls = (
  inner: CloudProvider,
  onTagCall: OnTagCall,
  limits: TagCallLimits = unified,
): CloudProvider => {
  const make = async ({ arns, change }: TagCall): Promise<Problems> => {
    const each = change.kind === 'set' ? { set: new Map(change.tags) } : { remove: change.keys };
    const results = await inner.write(
      writesOf(arns.map((arn) => changeOf(arn, each))),
      patientCall,
    );
    return new Map(
      arns.flatMap((arn, index) => {
        const [problem] = results[index] === undefined ? [] : problemOf(results[index]);
        return problem === undefined ? [] : [[arn, problem] as const];
      }),
    );
  };
  const way: TagWay = {
    name: 'Tag',
    limits,
    apiOf: ({ kind }) => kind,
    seconds: 10,
    send: (each) => onTagCall(each, () => make(each)),
  };
  return {
    ...inner,
    tagCallsFor: (changes) => countTagCalls(changes, () => way),
    write: (writes, call) => sendTagCalls(writes, () => ({ first: way }), call),
  };
};

/** The answer of a tag call none of whose resources was written. */
export const allFail = ({ arns }: TagCall, error: unknown): Problems =>
  new Map(arns.map((arn) => [arn, { kind: 'failed', error }]));

/** The answer of a tag call whose keys nobody may write. */
export const allRefused = (
  { arns }: TagCall,
  code: string,
  kind: 'quota full' | 'key refused' = 'key refused',
): Problems =>
  new Map(
    arns.map((arn) => [
      arn,
      { kind: 'refused', refusal: { kind, code, message: 'the cloud says no' } },
    ]),
  );

/**
 * Puts the same thing between a cloud and each of its calls: its reads, and every single tag call.
 * @param over wraps the methods of a port; it leaves `write` alone
 */
export const overAllCalls = (
  inner: CloudProvider,
  over: <T extends object>(port: T) => T,
): CloudProvider => {
  const tagCalls = over({ make: (next: () => Promise<Problems>) => next() });
  return overTagCalls(over(inner), (_, next) => tagCalls.make(next));
};

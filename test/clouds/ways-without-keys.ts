import type { Arn } from '../../src/clouds/arn.ts';
import type { TagWaysOf } from '../../src/clouds/tag-way.ts';

/** Sends changes that name no key in every way that there is for a resource. @param sent takes what goes over the wire @returns it */
export const callsOfWays = async <T>(
  waysOf: TagWaysOf,
  arn: Arn,
  sent: readonly T[],
): Promise<readonly T[]> => {
  const { first, others = [] } = waysOf(arn);
  const { signal } = new AbortController();
  for (const { send } of [first, ...others]) {
    for (const change of [
      { kind: 'remove', keys: [] },
      { kind: 'set', tags: [] },
    ] as const) {
      // What becomes of a call that was made is no matter here.
      await send({ arns: [arn], change }, signal).catch(() => {});
    }
  }
  return sent;
};

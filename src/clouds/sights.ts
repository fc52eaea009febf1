import type { Arn } from './arn.ts';
import type { Resource, Sights } from './provider.ts';

/**
 * The resource as the cloud shows it; undefined when it is gone, or was not asked for.
 * @throws why the cloud cannot tell
 */
export const seenIn = (sights: Sights, arn: Arn): Resource | undefined => {
  const sight = sights.get(arn);
  if (sight?.kind === 'cannot-tell') throw sight.error;
  return sight?.kind === 'present' ? sight.resource : undefined;
};

/** Those of some resources that exist, in their order. @throws why the cloud cannot tell of one of them */
export const allSeenIn = (sights: Sights, arns: readonly Arn[]): ReadonlyMap<Arn, Resource> =>
  new Map(
    arns.flatMap((arn) => {
      const resource = seenIn(sights, arn);
      return resource === undefined ? [] : [[arn, resource] as const];
    }),
  );

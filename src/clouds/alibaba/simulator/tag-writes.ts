import type { Tags } from '../../../model/tags.ts';
import { parseArn } from '../arn.ts';
import { isReservedKey } from '../tag-keys.ts';
import type { Decision, OperationContext } from './operation.ts';
import type { StoredResource } from './resource-store.ts';
import { applyChange, type Change, type Write } from './sim-resource.ts';
import type { TagPair } from './tag-checks.ts';

const isSameTags = (left: Tags, right: Tags): boolean =>
  left.size === right.size && [...left].every(([key, value]) => right.get(key) === value);

/**
 * The writes of one tag change on many resources. Those it does not change are left out, so that a
 * call which changes nothing leaves no trace. A single one is guarded, so that a call which loses a
 * race for the last place is refused; of several, one that was filled meanwhile is left out.
 */
export const tagWrites = (
  resources: readonly StoredResource[],
  changeOf: (resource: StoredResource) => Change,
): Pick<Decision, 'guard' | 'writes'> => {
  const changes = resources
    .map((resource) => ({ resource, change: changeOf(resource) }))
    .filter(
      ({ resource, change }) => !isSameTags(resource.tags, applyChange(resource, change).tags),
    );
  const [only] = changes;
  if (only !== undefined && changes.length === 1) return { guard: { kind: 'edit', ...only } };
  return {
    writes: changes.map(
      ({ resource, change }): Write => ({ kind: 'edit', arn: resource.arn, change }),
    ),
  };
};

/** What to put on a resource, within its quota even if others fill it meanwhile. */
export const additionOf =
  (tags: readonly TagPair[], { maxTagsPerResource }: OperationContext) =>
  ({ arn }: StoredResource): Change => ({
    setTags: tags,
    mostTags: maxTagsPerResource(parseArn(arn).type),
  });

/** What to take off a resource: the named keys, or all that are not the cloud's own. */
export const removalOf =
  (keys: readonly string[], all: boolean) =>
  ({ tags }: StoredResource): Change => ({
    removeTags: all ? [...tags.keys()].filter((key) => !isReservedKey(key)) : keys,
  });

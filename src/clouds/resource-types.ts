import { clouds } from '#clouds';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { Cloud, ResourceType, TypeFacts } from './cloud.ts';

export type { ResourceType, TypeFacts } from './cloud.ts';

type Known = { readonly cloud: Cloud; readonly facts: TypeFacts };

const known: ReadonlyMap<string, Known> = new Map(
  clouds.flatMap((cloud) =>
    [...cloud.resourceTypes].map(([type, facts]) => [type, { cloud, facts }] as const),
  ),
);

/** True for the exact name of a known resource type. */
export const isResourceType = (name: string): name is ResourceType => known.has(name);

/** Every resource type, cloud by cloud. */
export const allResourceTypes: readonly ResourceType[] = clouds.flatMap(({ resourceTypes }) => [
  ...resourceTypes.keys(),
]);

const knownType = (type: ResourceType): Known => {
  const found = known.get(type);
  if (found !== undefined) return found;
  throw new InvalidInputError({
    code: 'InvalidType',
    message: `"${cutText(type, 100)}" is no known resource type; expected one of ${allResourceTypes.join(', ')}`,
  });
};

/** The cloud that has resources of this type. @throws InvalidInputError `InvalidType` */
export const cloudOfType = (type: ResourceType): Cloud => knownType(type).cloud;

/** What resources of this type may have. @throws InvalidInputError `InvalidType` */
export const factsOf = (type: ResourceType): TypeFacts => knownType(type).facts;

import { allResourceTypes, type ResourceType } from '../clouds/resource-types.ts';

/** Resource types as people write them: `ecs-disk`. */
export const typeNames = allResourceTypes.map((type) => type.toLowerCase());

/** The type that a name is of. */
export const typeMeant = (name: string | undefined): ResourceType | undefined =>
  allResourceTypes.find((type) => type.toLowerCase() === name);

import { allResourceTypes, type ResourceType, resourceTypes } from '../model/resource-types.ts';
import type { Named } from './touch-points.ts';
import type { TrailRecord } from './trail-record.ts';

const typesByTrailName: ReadonlyMap<string, ResourceType> = new Map(
  allResourceTypes.flatMap((type) =>
    resourceTypes[type].trailTypes.map((name): [string, ResourceType] => [
      name.toLowerCase(),
      type,
    ]),
  ),
);

const namedAs = (trailName: string, ids: readonly unknown[]): readonly Named[] => {
  const type = typesByTrailName.get(trailName.toLowerCase());
  if (type === undefined) return [];
  return ids
    .filter((id) => typeof id === 'string' || typeof id === 'number')
    .map((id) => ({ type, id: String(id) }));
};

/**
 * The resources a record references: `referencedResources` (type → ids), else `resourceType` and
 * `resourceName`, whose types are joined by ';' and whose ids of one type by ','.
 */
export const referencedIn = (record: TrailRecord): readonly Named[] => {
  const { referencedResources, resourceType, resourceName } = record;
  const byType = Object.entries(referencedResources ?? {}).flatMap(([type, ids]) =>
    namedAs(type, Array.isArray(ids) ? ids : [ids]),
  );
  if (byType.length > 0) return byType;
  if (typeof resourceType !== 'string' || typeof resourceName !== 'string') return [];
  const names = resourceName.split(';');
  return resourceType
    .split(';')
    .flatMap((type, index) => namedAs(type, (names[index] ?? '').split(',').filter(Boolean)));
};

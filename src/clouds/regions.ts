import { clouds } from '#clouds';
import type { ResourceRef } from './cloud.ts';
import { cloudOfType } from './resource-types.ts';

/** Where resources inherit, cloud by cloud: clouds may have regions of the same name, and others not. */
export type HandledRegions = ReadonlyMap<string, ReadonlySet<string>>;

/** All that the clouds have. */
export const allRegions: HandledRegions = new Map(
  clouds.map(({ name, regions }) => [name, new Set(regions.keys())]),
);

const none: ReadonlySet<string> = new Set();

/** Ids of the regions of a cloud that are handled; none of a cloud that is not among them. */
export const regionsOfCloud = (handled: HandledRegions, cloud: string): ReadonlySet<string> =>
  handled.get(cloud) ?? none;

/** True when resources of a type inherit in a region: its own cloud has the region, and it is handled there. */
export const isHandled = (
  handled: HandledRegions,
  { type, region }: Pick<ResourceRef, 'type' | 'region'>,
): boolean => regionsOfCloud(handled, cloudOfType(type).name).has(region);
